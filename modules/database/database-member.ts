import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { ServiceRole } from '../iam/service-role';
import type { Network } from '../network/network';
import { LogGroup } from '../observability/log-group';
import { surround, surroundings } from '../surroundings';
import { DatabaseAlarms } from './database-alarms';
import { databaseGroups } from './database-groups';
import { databaseInstances, type InstancesOfMember, type Upkeep } from './database-instances';

/** The master user, whom only the founding member makes. */
export interface MasterUser {
  readonly username: string;
  /** `value` of a generated password, which nobody knows: `npx meridian master-password` sets another one. */
  readonly password: string;
}

export interface DatabaseMemberProps {
  /** Identifier of the cluster. Named after the region, never after the role: roles flip. */
  readonly name: string;
  readonly globalClusterId: string;
  /** Of the founding member. @default - known from the global database */
  readonly master?: MasterUser;
  /** AWS region of a member that writes while this one is created. @default - this member founds the database */
  readonly sourceRegion?: string;
  /** Version at creation; upgrades come through the global database. */
  readonly engineVersion: string;
  readonly instances: InstancesOfMember;
  /** Instances go round the zones, in subnets without a way to the internet. */
  readonly network: Pick<Network, 'vpcId' | 'availabilityZones' | 'dataSubnetIds'>;
  readonly upkeep: Upkeep;
}

/** Daily, in UTC; before any hour of maintenance. */
const BACKUP_WINDOW = '00:30-01:00';

/** Not PostgreSQL's own 5432, which every scanner tries. */
export const DATABASE_PORT = 15432;

/**
 * What AWS changes, or fills in differently, when the roles of the members flip. Every member ignores all of it, so
 * that a plan is empty whichever member writes.
 */
export const OWNED_BY_AURORA = [
  // Set on members that replicate, empty on the one that writes; a diff would make the provider promote the replica.
  'replication_source_identifier',
  // The global database upgrades its members.
  'engine_version',
  // Given by the founder, who need not stay the writer; a difference would replace the cluster.
  'master_username',
  // Needed at creation only, and the region that writes then may differ from today's; a difference would replace it.
  'source_region',
];

/** Nothing that a deployment decides. */
const EVERY_MEMBER = {
  engine: 'aurora-postgresql',
  port: DATABASE_PORT,
  iamDatabaseAuthenticationEnabled: true,
  storageEncrypted: true,
  copyTagsToSnapshot: true,
  enabledCloudwatchLogsExports: ['postgresql'],
};

/**
 * One region's member of a global database: private, TLS only, encrypted with the region's own key, watched, and with
 * instances in several zones, so that it can take over the writes as it stands.
 */
export class DatabaseMember extends Construct {
  public readonly clusterArn: string;
  /** The identifier again, known once every instance runs: for what would take their silence for their end. */
  public readonly runningClusterIdentifier: string;
  /** Of the instance that writes, while this member does. */
  public readonly writerEndpoint: string;
  public readonly readerEndpoint: string;
  /** Lets nobody in by itself: see `DatabaseAccess`. */
  public readonly securityGroupId: string;
  public readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: DatabaseMemberProps) {
    super(scope, id);
    const { name, master, network, upkeep } = props;
    const { awsRegion, deletionProtection } = surroundings(this);

    const key = new EncryptionKey(this, 'key', {
      alias: `${name}-database`,
      description: `Database of ${name}: storage, backups, Performance Insights, logs.`,
      services: [`logs.${awsRegion}.amazonaws.com`],
    });
    surround(this, { encryptionKeyArn: key.arn });
    const groups = databaseGroups(this, props);
    // Made before the cluster, which would otherwise make its own: unencrypted and kept for ever.
    const logGroup = new LogGroup(this, 'logs', { name: `/aws/rds/cluster/${name}/postgresql` });
    const monitoring = new ServiceRole(this, 'monitoring-role', {
      namePrefix: `${name}-rds`,
      description: `Enhanced monitoring of ${name}.`,
      services: ['monitoring.rds.amazonaws.com'],
      managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
    });

    const cluster = new RdsCluster(this, 'cluster', {
      ...EVERY_MEMBER,
      clusterIdentifier: name,
      globalClusterIdentifier: props.globalClusterId,
      sourceRegion: props.sourceRegion,
      engineVersion: props.engineVersion,
      masterUsername: master?.username,
      masterPasswordWo: master?.password,
      masterPasswordWoVersion: master && 1,
      dbSubnetGroupName: groups.subnetGroupName,
      vpcSecurityGroupIds: [groups.securityGroupId],
      dbClusterParameterGroupName: groups.parameterGroupName,
      kmsKeyId: key.arn,
      backupRetentionPeriod: upkeep.backupRetentionDays,
      preferredBackupWindow: BACKUP_WINDOW,
      preferredMaintenanceWindow: upkeep.maintenanceWindow,
      applyImmediately: upkeep.applyImmediately,
      deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: `${name}-final`,
      dependsOn: [logGroup],
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: OWNED_BY_AURORA },
    });
    const instances = databaseInstances(this, {
      name,
      clusterId: cluster.id,
      instances: props.instances,
      availabilityZones: network.availabilityZones,
      monitoringRoleArn: monitoring.arn,
      upkeep,
    });
    new DatabaseAlarms(this, 'alarms', {
      name,
      clusterIdentifier: cluster.clusterIdentifier,
      instanceIdentifiers: instances.map(({ identifier }) => identifier),
    });

    this.clusterArn = cluster.arn;
    this.runningClusterIdentifier = Fn.element(
      instances.map((instance) => instance.clusterIdentifier),
      0,
    );
    this.writerEndpoint = cluster.endpoint;
    this.readerEndpoint = cluster.readerEndpoint;
    this.securityGroupId = groups.securityGroupId;
    this.encryptionKeyArn = key.arn;
  }
}
