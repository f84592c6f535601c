import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import { RegionalService } from '../../modules/compute/regional-service';
import type { ContractValues } from '../../modules/contract/contract';
import { databaseClientStatements } from '../../modules/database/database-grants';
import { DATABASE_PORT } from '../../modules/database/database-member';
import { named } from '../../modules/iam/policy';
import type { Network } from '../../modules/network/network';
import { secretReaderStatements } from '../../modules/secrets/secret-grants';
import type { AccessLogBucket } from '../../modules/storage/access-log-bucket';
import type { PrivateBucket } from '../../modules/storage/private-bucket';
import type { globalContract } from '../global/contract';
import { names } from '../names';

export interface ServiceProps {
  readonly document: Document;
  readonly region: Region;
  readonly global: ContractValues<typeof globalContract>;
  readonly network: Network;
  readonly objects: PrivateBucket;
  readonly certificateArn: string;
  readonly accessLogs: AccessLogBucket;
}

/** Database user of the service; it logs in with tokens of IAM, so that nobody has to keep its password. */
const SERVICE_USERNAME = 'service';

/** Load balancers and instances, with what they are told and may do. */
export function createService(scope: Construct, props: ServiceProps): RegionalService {
  const { document, region, global, network, objects } = props;
  const { compute, deployment, optIns, originProtection } = document;

  return new RegionalService(scope, 'service', {
    name: names.region(document, region.name),
    network,
    entrance: {
      certificateArn: props.certificateArn,
      algorithm: compute.loadBalancingAlgorithm,
      accessLogBucketName: props.accessLogs.bucketName,
      acceleratorListenerArn: optIns.globalAccelerator ? global.acceleratorListenerArn : undefined,
    },
    originSecret: {
      headerName: originProtection.headerName,
      secretNames: global.originSecretNames,
      secretCount: originProtection.secretVersions.length,
    },
    container: {
      image: compute.containerImage,
      port: compute.containerPort,
      healthCheckPath: compute.healthCheckPath,
      environment: {
        MERIDIAN_REGION: region.name,
        DATABASE_WRITE_HOST: names.databaseWriter(document),
        DATABASE_READ_HOST: names.databaseReader(document),
        DATABASE_PORT: `${DATABASE_PORT}`,
        DATABASE_USER: SERVICE_USERNAME,
        OBJECT_BUCKET: objects.bucketName,
      },
    },
    scaling: { ...compute, instanceType: region.instanceType ?? compute.instanceType },
    databasePort: DATABASE_PORT,
    statements: (accountId) => [
      ...named(
        secretReaderStatements({
          accountId,
          awsRegion: region.awsRegion,
          namePrefix: `${deployment}/service/`,
        }),
        'ReadOwnSecrets',
        'DecryptOwnSecrets',
      ),
      ...named(objects.writerStatements(), 'ListObjects', 'UseObjects', 'UseObjectKey'),
      ...named(databaseClientStatements({ accountId, username: SERVICE_USERNAME }), 'ConnectToDatabase'),
    ],
  });
}
