import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { BucketReplication } from '../../../modules/storage/bucket-replication';
import { isAllowed, policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

const [HERE, THERE] = [
  'arn:aws:kms:eu-central-1:111122223333:key/1',
  'arn:aws:kms:us-west-2:111122223333:key/2',
];
const bucketIn = (region: string, awsRegion: string, encryptionKeyArn: string) => ({
  bucketName: `demo-${region}-objects`,
  awsRegion,
  encryptionKeyArn,
  alarmTopicArn: `arn:topic-of-${region}`,
});
const synthesized = Synthesized.module((scope) => {
  new BucketReplication(scope, 'objects', {
    name: 'demo-europe',
    alarmPrefix: 'demo-mesh-europe',
    source: bucketIn('europe', 'eu-central-1', HERE),
    destinations: {
      'to-america': bucketIn('america', 'us-west-2', THERE),
      'to-asia': bucketIn('asia', 'ap-southeast-1', HERE),
    },
  });
});
const { bucket, rule } = synthesized.only(S3BucketReplicationConfigurationA);

describe('BucketReplication', () => {
  it('copies every object to each destination, under the key of that', () => {
    expect(bucket).toBe('demo-europe-objects');
    expect(rule).toHaveLength(2);
    expect(rule[0]).toMatchObject({
      id: 'to-america',
      status: 'Enabled',
      filter: {},
      destination: {
        bucket: 'arn:aws:s3:::demo-america-objects',
        encryption_configuration: { replica_kms_key_id: THERE },
      },
    });
    // AWS refuses two rules of one priority.
    expect(rule.map(({ priority }: { priority: number }) => priority)).toEqual([1, 2]);
  });

  it('takes at most 15 minutes, and says when it takes longer', () => {
    for (const { destination } of rule) {
      expect(destination).toMatchObject({
        replication_time: { status: 'Enabled', time: { minutes: 15 } },
        metrics: { status: 'Enabled', event_threshold: { minutes: 15 } },
      });
    }
  });

  it('tells of copies that fail in the region of the source, and of late ones in that of the destination', () => {
    const alarms = synthesized.each(CloudwatchMetricAlarm);
    const named = (name: string) => alarms.find(({ alarm_name }) => alarm_name === name);

    expect(alarms.map(({ dimensions }) => dimensions.SourceBucket)).toEqual(
      Array(4).fill('demo-europe-objects'),
    );
    expect([
      named('demo-mesh-europe-to-america-failed'),
      named('demo-mesh-europe-to-america-late'),
    ]).toMatchObject([
      {
        namespace: 'AWS/S3',
        metric_name: 'OperationsFailedReplication',
        dimensions: { DestinationBucket: 'demo-america-objects', RuleId: 'to-america' },
        statistic: 'Sum',
        threshold: 1,
        alarm_actions: ['arn:topic-of-europe'],
      },
      {
        metric_name: 'ReplicationLatency',
        dimensions: { DestinationBucket: 'demo-america-objects', RuleId: 'to-america' },
        statistic: 'Maximum',
        threshold: 900,
        alarm_actions: ['arn:topic-of-america'],
      },
    ]);
  });

  it('copies deletions, encrypted objects, and what is changed of a copy', () => {
    for (const one of rule) {
      expect(one).toMatchObject({
        delete_marker_replication: { status: 'Enabled' },
        source_selection_criteria: {
          replica_modifications: { status: 'Enabled' },
          sse_kms_encrypted_objects: { status: 'Enabled' },
        },
      });
    }
  });

  it('reads the one bucket and writes copies to the others, by S3 alone', () => {
    const policies = [policyJson(synthesized.only(IamRolePolicy).policy)];
    const may = (action: string, resource: string, context = {}) =>
      isAllowed(policies, { action, resource, context });

    expect(synthesized.only(IamRole).assume_role_policy).toContain('"s3.amazonaws.com"');
    expect(may('s3:GetObjectVersionForReplication', 'arn:aws:s3:::demo-europe-objects/a')).toBe(true);
    expect(may('s3:GetObjectVersionForReplication', 'arn:aws:s3:::demo-asia-objects/a')).toBe(false);
    expect(may('s3:ReplicateObject', 'arn:aws:s3:::demo-asia-objects/a')).toBe(true);
    expect(may('s3:ReplicateObject', 'arn:aws:s3:::demo-europe-objects/a')).toBe(false);
    expect(may('s3:PutObject', 'arn:aws:s3:::demo-asia-objects/a')).toBe(false);
    expect(may('kms:Encrypt', THERE, { 'kms:ViaService': 's3.us-west-2.amazonaws.com' })).toBe(true);
    expect(may('kms:Encrypt', THERE)).toBe(false);
  });
});
