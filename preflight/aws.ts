import {
  CloudFrontClient,
  type DistributionSummary,
  paginateListDistributions,
} from '@aws-sdk/client-cloudfront';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { ShieldClient } from '@aws-sdk/client-shield';
import { clientSettings, ofAllPages } from '../cli/aws-client';

/** Where the APIs of services without a region are: IAM, Route 53, CloudFront, Shield. */
export const GLOBAL_REGION = 'us-east-1';

type Settings = ReturnType<typeof clientSettings> & {
  readonly maxAttempts: number;
  readonly requestHandler: object;
};

/** Clients of the account, one per service and region. */
export class Aws {
  readonly iam: IAMClient;
  readonly route53: Route53Client;
  readonly cloudFront: CloudFrontClient;
  readonly shield: ShieldClient;
  private readonly regional = new Map<string, unknown>();

  constructor(private readonly environment: Readonly<Record<string, string>>) {
    const settings = this.settings(GLOBAL_REGION);
    this.iam = new IAMClient(settings);
    this.route53 = new Route53Client(settings);
    this.cloudFront = new CloudFrontClient(settings);
    this.shield = new ShieldClient(settings);
  }

  readonly ec2 = (awsRegion: string) => this.client(EC2Client, awsRegion);
  readonly rds = (awsRegion: string) => this.client(RDSClient, awsRegion);
  readonly lambda = (awsRegion: string) => this.client(LambdaClient, awsRegion);
  readonly secrets = (awsRegion: string) => this.client(SecretsManagerClient, awsRegion);
  readonly quotas = (awsRegion: string) => this.client(ServiceQuotasClient, awsRegion);
  readonly loadBalancers = (awsRegion: string) => this.client(ElasticLoadBalancingV2Client, awsRegion);
  readonly s3 = (awsRegion: string) => this.client(S3Client, awsRegion);

  private client<C>(Client: new (settings: Settings) => C, awsRegion: string): C {
    const key = `${Client.name} ${awsRegion}`;
    const found = this.regional.get(key) as C | undefined;
    const client = found ?? new Client(this.settings(awsRegion));
    this.regional.set(key, client);
    return client;
  }

  private settings(awsRegion: string): Settings & { readonly forcePathStyle: boolean } {
    const settings = clientSettings(awsRegion, this.environment);
    return {
      ...settings,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
      forcePathStyle: settings.endpoint !== undefined,
    };
  }
}

/** Every distribution of the account. */
export const distributionsOf = ({ cloudFront }: Aws): Promise<DistributionSummary[]> =>
  ofAllPages(
    paginateListDistributions({ client: cloudFront }, {}),
    ({ DistributionList }) => DistributionList?.Items,
  );

/** What AWS answered instead, where it is the one that says that there is no such thing. */
export async function unlessMissing<T>(
  answer: Promise<T>,
  ...names: readonly string[]
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
