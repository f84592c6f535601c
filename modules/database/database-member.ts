import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptionKey } from '../encryption/encryption-key';
import { ServiceRole } from '../iam/service-role';
import type { Network } from '../network/network';
import { LogGroup } from '../observability/log-group';
import { surround, surroundings } from '../surroundings';
import { DatabaseAlarms } from './database-alarms';

/** The master user, whom only the founding member makes. */
export interface MasterUser {
  readonly username: string;
  /** `value` of a generated password. */
  readonly password: string;
  /** Raised by one to set a new password; only while the founding member writes. */
  readonly passwordVersion: number;
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
  readonly instances: {
    readonly class: string;
    /** At least two: any member must be able to take over the writes and survive the loss of a zone. */
    readonly count: number;
  };
  /** Instances go round the zones, in subnets without a way to the internet. */
  readonly network: Pick<Network, 'vpcId' | 'availabilityZones' | 'dataSubnetIds'>;
  readonly backupRetentionDays: number;
}

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

/**
 * One region's member of a global database: private, TLS only, encrypted with the region's own key, watched, and with
 * instances in several zones, so that it can take over the writes as it stands.
 */
export class DatabaseMember extends Construct {
  public readonly clusterArn: string;
  public readonly clusterIdentifier: string;
  public readonly readerEndpoint: string;
  public readonly port = DATABASE_PORT;
  /** Lets nobody in by itself: see `DatabaseAccess`. */
  public readonly securityGroupId: string;
  public readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: DatabaseMemberProps) {
    super(scope, id);
    const { name, master, network } = props;
    const { awsRegion, deletionProtection } = surroundings(this);

    const key = new EncryptionKey(this, 'key', {
      alias: `${name}-database`,
      description: `Database of ${name}: storage, backups, Performance Insights, logs.`,
      services: [`logs.${awsRegion}.amazonaws.com`],
    });
    surround(this, { encryptionKeyArn: key.arn });
    const securityGroup = new SecurityGroup(this, 'security-group', {
      namePrefix: `${name}-database-`,
      description: 'Database instances; they open no connections themselves.',
      vpcId: network.vpcId,
      lifecycle: { createBeforeDestroy: true },
    });
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      name: `${name}-database`,
      description: 'Data subnets, one per zone.',
      subnetIds: [...network.dataSubnetIds],
    });
    const parameterGroup = new RdsClusterParameterGroup(this, 'parameter-group', {
      namePrefix: `${name}-`,
      description: 'TLS only; schema changes and slow statements are logged.',
      family: `aurora-postgresql${props.engineVersion.split('.')[0]}`,
      parameter: [
        { name: 'rds.force_ssl', value: '1' },
        { name: 'log_statement', value: 'ddl' },
        { name: 'log_min_duration_statement', value: '1000' },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    // Made before the cluster, which would otherwise make its own: unencrypted and kept for ever.
    const logGroup = new LogGroup(this, 'logs', {
      name: `/aws/rds/cluster/${name}/postgresql`,
    });
    const monitoring = new ServiceRole(this, 'monitoring-role', {
      namePrefix: `${name}-rds`,
      description: `Enhanced monitoring of ${name}.`,
      services: ['monitoring.rds.amazonaws.com'],
      managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
    });

    const cluster = new RdsCluster(this, 'cluster', {
      clusterIdentifier: name,
      globalClusterIdentifier: props.globalClusterId,
      sourceRegion: props.sourceRegion,
      engine: 'aurora-postgresql',
      engineVersion: props.engineVersion,
      masterUsername: master?.username,
      masterPasswordWo: master?.password,
      masterPasswordWoVersion: master?.passwordVersion,
      port: DATABASE_PORT,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      dbClusterParameterGroupName: parameterGroup.name,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: key.arn,
      backupRetentionPeriod: props.backupRetentionDays,
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: ['postgresql'],
      deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: `${name}-final`,
      dependsOn: [logGroup],
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: OWNED_BY_AURORA },
    });
    const instances = Array.from({ length: props.instances.count }, (_, index) => {
      return new RdsClusterInstance(this, `instance-${index + 1}`, {
        identifier: `${name}-${index + 1}`,
        clusterIdentifier: cluster.id,
        engine: 'aurora-postgresql',
        instanceClass: props.instances.class,
        availabilityZone: Fn.element([...network.availabilityZones], index),
        publiclyAccessible: false,
        caCertIdentifier: 'rds-ca-rsa2048-g1',
        // Without effect while the cluster is in a global database; patches it should it ever leave.
        autoMinorVersionUpgrade: true,
        copyTagsToSnapshot: true,
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: key.arn,
        // A zone that joins or leaves the list must not replace instances that run.
        lifecycle: { ignoreChanges: ['availability_zone'] },
      });
    });
    new DatabaseAlarms(this, 'alarms', {
      name,
      clusterIdentifier: cluster.clusterIdentifier,
      instanceIdentifiers: instances.map(({ identifier }) => identifier),
    });

    this.clusterArn = cluster.arn;
    this.clusterIdentifier = cluster.clusterIdentifier;
    this.readerEndpoint = cluster.readerEndpoint;
    this.securityGroupId = securityGroup.id;
    this.encryptionKeyArn = key.arn;
  }
}
