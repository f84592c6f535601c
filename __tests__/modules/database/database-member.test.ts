import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { DatabaseMember, type DatabaseMemberProps } from '../../../modules/database/database-member';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const UPKEEP = {
  backupRetentionDays: 7,
  maintenanceWindow: 'tue:03:00-tue:04:00',
  applyImmediately: false,
};

function synthesize(
  props: Partial<DatabaseMemberProps> = {},
  around: Partial<Surroundings> = {},
): Synthesized {
  return Synthesized.module((scope) => {
    new DatabaseMember(scope, 'database', {
      name: 'demo-asia',
      globalClusterId: 'demo-database',
      engineVersion: '16.6',
      instances: { class: 'db.r6g.large', count: 2 },
      network: {
        vpcId: 'vpc-1',
        availabilityZones: ['ap-southeast-1a', 'ap-southeast-1b', 'ap-southeast-1c'],
        dataSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      },
      upkeep: UPKEEP,
      ...props,
    });
  }, around);
}

const asFounder = { master: { username: 'platform_admin', password: 'secret' } };
const asLaterMember = { sourceRegion: 'ap-southeast-1' };

describe('DatabaseMember', () => {
  it('is a member of the global database, named after its region', () => {
    expect(synthesize().only(RdsCluster)).toMatchObject({
      cluster_identifier: 'demo-asia',
      global_cluster_identifier: 'demo-database',
      engine: 'aurora-postgresql',
    });
  });

  it('promises no upgrades that AWS makes to no global database', () => {
    for (const { auto_minor_version_upgrade } of synthesize().each(RdsClusterInstance)) {
      expect(auto_minor_version_upgrade).toBe(false);
    }
  });

  it('encrypts storage, Performance Insights and logs with a key of its own region', () => {
    const synthesized = synthesize();
    const key = synthesized.only(RdsCluster).kms_key_id;

    expect(synthesized.only(KmsAlias).name).toBe('alias/demo-asia-database');
    expect(synthesized.only(RdsCluster).storage_encrypted).toBe(true);
    expect(synthesized.all(RdsClusterInstance).map((i) => i.performance_insights_kms_key_id)).toEqual([
      key,
      key,
    ]);
    expect(synthesized.only(CloudwatchLogGroup).kms_key_id).toBe(key);
  });

  it('accepts TLS connections only', () => {
    const group = synthesize().only(RdsClusterParameterGroup);

    expect(group.family).toBe('aurora-postgresql16');
    expect(group.parameter).toContainEqual({ name: 'rds.force_ssl', value: '1' });
  });

  it('knows IAM users, and a port that is not the default one', () => {
    expect(synthesize().only(RdsCluster)).toMatchObject({
      iam_database_authentication_enabled: true,
      port: 15432,
    });
  });

  it('lies in the given subnets behind a security group that lets nobody in', () => {
    const synthesized = synthesize();

    expect(synthesized.only(DbSubnetGroup).subnet_ids).toEqual(['subnet-1', 'subnet-2', 'subnet-3']);
    expect(synthesized.only(SecurityGroup)).not.toHaveProperty('ingress');
    expect(synthesized.each(RdsClusterInstance).every((i) => i.publicly_accessible === false)).toBe(true);
  });

  it('spreads its instances, all of one class, over the zones', () => {
    const instances = synthesize({ instances: { class: 'db.r6g.large', count: 4 } }).all(RdsClusterInstance);

    expect(instances.map(({ identifier }) => identifier)).toEqual([
      'demo-asia-1',
      'demo-asia-2',
      'demo-asia-3',
      'demo-asia-4',
    ]);
    expect(new Set(instances.map(({ availability_zone }) => availability_zone)).size).toBe(4);
    expect(instances[3]?.availability_zone).toContain('element(');
    expect(new Set(instances.map(({ instance_class }) => instance_class))).toEqual(new Set(['db.r6g.large']));
  });

  it('replaces no running instance when the list of zones changes', () => {
    for (const { lifecycle } of synthesize().each(RdsClusterInstance)) {
      expect(lifecycle.ignore_changes).toEqual(['availability_zone']);
    }
  });

  it('watches every instance and exports its logs to a group that exists before it', () => {
    const synthesized = synthesize();
    const [instance] = synthesized.all(RdsClusterInstance);

    expect(instance).toMatchObject({ monitoring_interval: 60, performance_insights_enabled: true });
    expect(instance?.monitoring_role_arn).toContain('aws_iam_role');
    expect(synthesized.only(RdsCluster)).toMatchObject({ enabled_cloudwatch_logs_exports: ['postgresql'] });
    expect(synthesized.only(CloudwatchLogGroup).name).toBe('/aws/rds/cluster/demo-asia/postgresql');
    expect(synthesized.only(RdsCluster).depends_on[0]).toContain('aws_cloudwatch_log_group');
  });

  it('changes cluster and instances in one hour of the week, which the backup does not reach', () => {
    const synthesized = synthesize();

    for (const part of [synthesized.only(RdsCluster), ...synthesized.each(RdsClusterInstance)]) {
      expect(part).toMatchObject({
        preferred_maintenance_window: 'tue:03:00-tue:04:00',
        apply_immediately: false,
      });
    }
    expect(synthesized.only(RdsCluster).preferred_backup_window).toBe('00:30-01:00');
  });

  it('changes them at once where that is wanted', () => {
    const synthesized = synthesize({ upkeep: { ...UPKEEP, applyImmediately: true } });

    for (const part of [synthesized.only(RdsCluster), ...synthesized.each(RdsClusterInstance)]) {
      expect(part.apply_immediately).toBe(true);
    }
  });

  it('keeps backups with their tags', () => {
    expect(synthesize({ upkeep: { ...UPKEEP, backupRetentionDays: 35 } }).only(RdsCluster)).toMatchObject({
      backup_retention_period: 35,
      copy_tags_to_snapshot: true,
    });
  });

  it('cannot be deleted, and not without a final snapshot', () => {
    const cluster = synthesize().only(RdsCluster);

    expect(cluster).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'demo-asia-final',
    });
    expect(cluster.lifecycle.prevent_destroy).toBe(true);
  });

  it('can be thrown away where the deployment can', () => {
    const cluster = synthesize({}, { deletionProtection: false }).only(RdsCluster);

    expect(cluster).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
    expect(cluster.lifecycle.prevent_destroy).toBe(false);
  });

  describe.each([
    ['the founder', asFounder],
    ['a later member', asLaterMember],
  ])('as %s', (_, props: Partial<DatabaseMemberProps>) => {
    it('ignores everything that Aurora changes when the roles flip', () => {
      expect(synthesize(props).only(RdsCluster).lifecycle.ignore_changes).toEqual([
        'replication_source_identifier',
        'engine_version',
        'master_username',
        'source_region',
      ]);
    });

    it('has the same arguments as any other member, but for those that only creation needs', () => {
      const { master_username, master_password_wo, master_password_wo_version, source_region, ...shared } =
        synthesize(props).only(RdsCluster);

      expect(shared).toEqual(synthesize().only(RdsCluster));
    });
  });

  it('takes the password through a write-only argument', () => {
    const cluster = synthesize(asFounder).only(RdsCluster);

    expect(cluster).toMatchObject({ master_password_wo: 'secret', master_password_wo_version: 1 });
    expect(cluster).not.toHaveProperty('master_password');
  });

  it('says nothing of roles in any name', () => {
    const names = JSON.stringify(synthesize(asFounder).document).match(/primary|secondary|standby/gi);

    expect(names).toBeNull();
  });
});
