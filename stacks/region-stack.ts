import type { Construct } from 'constructs';
import type { Document, Region } from '../config/schema';
import { RegionalService } from '../modules/compute/regional-service';
import { publish, read } from '../modules/contract/stack-contract';
import { DatabaseAccess } from '../modules/database/database-access';
import { DATABASE_PORT } from '../modules/database/database-member';
import { DatabaseReaderRecord } from '../modules/database/database-reader-record';
import { RegionalCertificate } from '../modules/dns/regional-certificate';
import { RegionalHealthCheck } from '../modules/dns/regional-health-check';
import { RegionalRecords } from '../modules/dns/regional-records';
import { EncryptionKey } from '../modules/encryption/encryption-key';
import { Network } from '../modules/network/network';
import { AlarmTopic } from '../modules/observability/alarm-topic';
import { AccessLogBucket } from '../modules/storage/access-log-bucket';
import { PrivateBucket } from '../modules/storage/private-bucket';
import { globalContract, regionContract } from './contracts';
import { names } from './names';
import { PlatformStack, stateOf } from './platform-stack';
import { foundDatabase, joinDatabase } from './region-database';
import { type EarlierRegion, peerRegions } from './region-peering';
import { stackIds } from './stack-ids';

/** Services that write logs, alarms and events under the region's key. */
const KEY_USERS = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'];

/** Database user of the service; it logs in with tokens of IAM, so that nobody has to keep its password. */
const SERVICE_USERNAME = 'service';

/** One region that serves on its own: network, compute, database member, and its share of the names. */
export class RegionStack extends PlatformStack {
  constructor(scope: Construct, document: Document, region: Region) {
    const stackId = stackIds.region(document, region.name);
    const team = region.team ?? document.teams.region.name;
    super(scope, { stackId, document, team, awsRegion: region.awsRegion });
    const { compute, deletionProtection, deployment, optIns } = document;
    const { awsRegion, cidrBlock } = region;
    const name = names.region(document, region.name);
    const originName = names.origin(document, region.name);

    const globalStackId = stackIds.global(document);
    const global = read(this, globalStackId, globalContract, stateOf(document, globalStackId));
    const earlierRegions = document.regions
      .slice(0, document.regions.indexOf(region))
      .map((earlier): EarlierRegion => {
        const earlierStackId = stackIds.region(document, earlier.name);
        return {
          region: earlier,
          contract: read(this, earlierStackId, regionContract, stateOf(document, earlierStackId)),
        };
      });

    const { arn: encryptionKeyArn } = new EncryptionKey(this, 'encryption-key', {
      alias: name,
      description: `Logs, alarms and objects of ${name}`,
      services: [`logs.${awsRegion}.amazonaws.com`, ...KEY_USERS],
    });
    const { arn: alarmTopicArn } = new AlarmTopic(this, 'alarm-topic', {
      namePrefix: name,
      email: document.teams.region.email,
      encryptionKeyArn,
      publishers: KEY_USERS,
    });
    const accessLogs = new AccessLogBucket(this, 'access-logs', {
      bucketPrefix: `${name}-logs`,
      awsRegion,
      deletionProtection,
    });
    const objects = new PrivateBucket(this, 'objects', {
      bucketPrefix: `${name}-objects`,
      encryptionKeyArn,
      accessLogBucketName: accessLogs.bucketName,
      deletionProtection,
    });

    const network = new Network(this, 'network', {
      name,
      awsRegion,
      cidrBlock,
      natGateways: document.network.natGateways,
      encryptionKeyArn,
    });
    const [founder] = earlierRegions;
    const databaseProps = { document, region, network, alarmTopicArn };
    const database =
      founder === undefined
        ? foundDatabase(this, databaseProps)
        : joinDatabase(this, databaseProps, founder.region, founder.contract);
    new DatabaseReaderRecord(this, 'database-readers', {
      zoneId: database.privateZoneId,
      zoneName: names.privateZone(document),
      awsRegion,
      readerEndpoint: database.member.readerEndpoint,
    });

    const failedOver = document.regions.filter(({ failoverTo }) => failoverTo === region.name);
    const secondaryNames = Object.fromEntries(
      failedOver.map((other) => [other.name, names.origin(document, other.name)]),
    );
    const certificate = new RegionalCertificate(this, 'certificate', {
      domainName: originName,
      alternativeNames: [...Object.values(secondaryNames), names.nearest(document)],
      answeredNames: global.originCertificateNames,
      answeredBy: globalStackId,
      alarmTopicArn,
    });
    const service = new RegionalService(this, 'service', {
      ...compute,
      instanceType: region.instanceType ?? compute.instanceType,
      name,
      awsRegion,
      vpcId: network.vpcId,
      publicSubnetIds: network.publicSubnetIds,
      privateSubnetIds: network.privateSubnetIds,
      certificateArn: certificate.arn,
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
      originSecretHeaderName: document.originProtection.headerName,
      originSecretNames: global.originSecretNames,
      originSecretCount: document.originProtection.secretVersions.length,
      databasePort: DATABASE_PORT,
      acceleratorListenerArn: optIns.globalAccelerator ? global.acceleratorListenerArn : undefined,
      accessLogBucketName: accessLogs.bucketName,
      encryptionKeyArn,
      alarmTopicArn,
      deletionProtection,
    });
    new DatabaseAccess(this, 'database-access', {
      securityGroupId: database.member.securityGroupId,
      description: `Instances of ${name}`,
      clientSecurityGroupId: service.instanceSecurityGroupId,
    });
    for (const earlier of earlierRegions) {
      peerRegions(this, {
        name,
        network,
        databaseSecurityGroupId: database.member.securityGroupId,
        earlier,
        provider: this.awsProvider(earlier.region.name, earlier.region.awsRegion),
      });
    }

    const healthCheck = new RegionalHealthCheck(this, 'health-check', {
      name,
      domainName: service.loadBalancerDomainName,
      path: compute.healthCheckPath,
    });
    new RegionalRecords(this, 'records', {
      hostedZoneId: global.hostedZoneId,
      region: region.name,
      awsRegion,
      loadBalancerDomainName: service.loadBalancerDomainName,
      loadBalancerZoneId: service.loadBalancerZoneId,
      healthCheckId: healthCheck.healthCheckId,
      primaryName: originName,
      secondaryNames,
      nearestName: names.nearest(document),
    });

    publish(this, regionContract, {
      originDomainName: originName,
      vpcId: network.vpcId,
      vpcCidrBlock: cidrBlock,
      privateRouteTableIds: network.privateRouteTableIds,
      loadBalancerArn: service.loadBalancerArn,
      loadBalancerDomainName: service.loadBalancerDomainName,
      healthCheckId: healthCheck.healthCheckId,
      objectBucketName: objects.bucketName,
      objectBucketArn: objects.arn,
      databaseGlobalClusterId: database.globalClusterId,
      databaseWriterEndpoint: database.writerEndpoint,
      databaseReaderEndpoint: database.member.readerEndpoint,
      databaseClusterArn: database.member.clusterArn,
      databaseSecurityGroupId: database.member.securityGroupId,
      databaseMasterSecretName: database.masterSecretName,
      privateZoneId: database.privateZoneId,
    });
  }
}
