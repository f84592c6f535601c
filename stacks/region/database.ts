import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import type { RegionalService } from '../../modules/compute/regional-service';
import type { ContractValues } from '../../modules/contract/contract';
import { DatabaseAccess } from '../../modules/database/database-access';
import { DatabaseMember } from '../../modules/database/database-member';
import { DatabaseReaderRecord } from '../../modules/database/database-reader-record';
import { GlobalDatabase } from '../../modules/database/global-database';
import { MasterSecret } from '../../modules/database/master-secret';
import { PrivateDatabaseZone } from '../../modules/database/private-database-zone';
import { PrivateZoneAssociation } from '../../modules/database/private-zone-association';
import type { Network } from '../../modules/network/network';
import { GeneratedPassword } from '../../modules/secrets/generated-password';
import { names } from '../names';
import type { regionContract } from './contract';
import type { EarlierRegion } from './peering';

export interface RegionDatabaseProps {
  readonly document: Document;
  readonly region: Region;
  readonly network: Network;
}

/** This region's member, and what all members have in common. */
interface RegionDatabase {
  readonly member: DatabaseMember;
  readonly globalClusterId: string;
  readonly writerEndpoint: string;
  readonly masterSecretName: string;
  readonly privateZoneId: string;
}

const MASTER_USERNAME = 'meridian_admin';

/** This region's member of the global database, with its names, open to the region's instances; what is published of it. */
export function createDatabase(
  scope: Construct,
  props: RegionDatabaseProps & {
    readonly earlier: readonly EarlierRegion[];
    readonly service: RegionalService;
  },
) {
  const { document, region, earlier, service } = props;
  const [founder] = earlier;
  const { member, ...common } =
    founder === undefined
      ? foundDatabase(scope, props)
      : joinDatabase(scope, props, founder.region, founder.contract);
  new DatabaseReaderRecord(scope, 'database-readers', {
    zoneId: common.privateZoneId,
    zoneName: names.privateZone(document),
    readerEndpoint: member.readerEndpoint,
  });
  new DatabaseAccess(scope, 'database-access', {
    securityGroupId: member.securityGroupId,
    description: `Instances of ${names.region(document, region.name)}`,
    clientSecurityGroupId: service.instanceSecurityGroupId,
  });
  return {
    databaseGlobalClusterId: common.globalClusterId,
    databaseWriterEndpoint: common.writerEndpoint,
    databaseReaderEndpoint: member.readerEndpoint,
    databaseClusterArn: member.clusterArn,
    databaseSecurityGroupId: member.securityGroupId,
    databaseMasterSecretName: common.masterSecretName,
    privateZoneId: common.privateZoneId,
  };
}

/** The first region of the document founds the database, its names and its credentials; it need not stay the writer. */
function foundDatabase(scope: Construct, props: RegionDatabaseProps): RegionDatabase {
  const { document, region, network } = props;
  const { deployment, database } = document;
  const passwordVersion = database.masterPasswordVersion;

  const { globalClusterId, writerEndpoint } = new GlobalDatabase(scope, 'global-database', {
    identifier: deployment,
    engineVersion: database.engineVersion,
  });
  const { value: password } = new GeneratedPassword(scope, 'master-password');
  const member = new DatabaseMember(scope, 'database', {
    ...memberProps(props),
    globalClusterId,
    masterUsername: MASTER_USERNAME,
    masterPassword: password,
    masterPasswordVersion: passwordVersion,
  });
  const secret = new MasterSecret(scope, 'master-secret', {
    name: `${deployment}/database/master`,
    encryptionKeyArn: member.encryptionKeyArn,
    replicaRegions: document.regions
      .map(({ awsRegion }) => awsRegion)
      .filter((other) => other !== region.awsRegion),
    username: MASTER_USERNAME,
    password,
    passwordVersion,
    host: writerEndpoint,
    port: member.port,
    clusterIdentifier: member.clusterIdentifier,
  });
  const zone = new PrivateDatabaseZone(scope, 'private-zone', {
    zoneName: names.privateZone(document),
    vpcId: network.vpcId,
    writerEndpoint,
  });
  return {
    member,
    globalClusterId,
    writerEndpoint,
    masterSecretName: secret.name,
    privateZoneId: zone.zoneId,
  };
}

/** Every later region joins what the first one founded. */
function joinDatabase(
  scope: Construct,
  props: RegionDatabaseProps,
  founder: Region,
  founded: ContractValues<typeof regionContract>,
): RegionDatabase {
  new PrivateZoneAssociation(scope, 'private-zone', {
    zoneId: founded.privateZoneId,
    vpcId: props.network.vpcId,
  });
  return {
    member: new DatabaseMember(scope, 'database', {
      ...memberProps(props),
      globalClusterId: founded.databaseGlobalClusterId,
      sourceRegion: founder.awsRegion,
    }),
    globalClusterId: founded.databaseGlobalClusterId,
    writerEndpoint: founded.databaseWriterEndpoint,
    masterSecretName: founded.databaseMasterSecretName,
    privateZoneId: founded.privateZoneId,
  };
}

const memberProps = ({ document, region, network }: RegionDatabaseProps) => ({
  name: names.region(document, region.name),
  engineVersion: document.database.engineVersion,
  instanceClass: document.database.instanceClass,
  instanceCount: region.databaseInstances ?? document.database.instancesPerRegion,
  availabilityZones: network.availabilityZones,
  vpcId: network.vpcId,
  subnetIds: network.dataSubnetIds,
  backupRetentionDays: document.database.backupRetentionDays,
});
