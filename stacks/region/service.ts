import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import { RegionalService } from '../../modules/compute/regional-service';
import type { ContractValues } from '../../modules/contract/contract';
import { DATABASE_PORT } from '../../modules/database/database-member';
import type { Network } from '../../modules/network/network';
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
    ...compute,
    instanceType: region.instanceType ?? compute.instanceType,
    name: names.region(document, region.name),
    vpcId: network.vpcId,
    publicSubnetIds: network.publicSubnetIds,
    privateSubnetIds: network.privateSubnetIds,
    certificateArn: props.certificateArn,
    environment: {
      MERIDIAN_REGION: region.name,
      DATABASE_WRITE_HOST: names.databaseWriter(document),
      DATABASE_READ_HOST: names.databaseReader(document),
      DATABASE_PORT: `${DATABASE_PORT}`,
      DATABASE_USER: SERVICE_USERNAME,
      OBJECT_BUCKET: objects.bucketName,
    },
    secretNamePrefix: `${deployment}/service/`,
    objectBucketArn: objects.arn,
    databaseUsername: SERVICE_USERNAME,
    originSecretHeaderName: originProtection.headerName,
    originSecretNames: global.originSecretNames,
    originSecretCount: originProtection.secretVersions.length,
    databasePort: DATABASE_PORT,
    acceleratorListenerArn: optIns.globalAccelerator ? global.acceleratorListenerArn : undefined,
    accessLogBucketName: props.accessLogs.bucketName,
  });
}
