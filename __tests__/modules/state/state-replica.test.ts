import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { StateBucket } from '../../../modules/state/state-bucket';
import { StateReplica } from '../../../modules/state/state-replica';
import { isAllowed, policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

const synthesize = (deletionProtection = true) =>
  Synthesized.module(
    (scope) => {
      const states = new StateBucket(scope, 'bucket', {
        bucketName: 'demo-states',
        keyAlias: 'demo-terraform-state',
        accessLogBucketPrefix: 'demo-state-access-logs',
      });
      new StateReplica(scope, 'replica', {
        states,
        bucketName: 'demo-states-replica',
        name: 'demo-state-replica',
        awsRegion: 'us-west-2',
        provider: new AwsProvider(scope, 'aws-replica', { alias: 'replica', region: 'us-west-2' }),
        alarmTopicArn: 'arn:aws:sns:us-west-2:111122223333:late',
      });
    },
    { deletionProtection },
  );

describe('StateReplica', () => {
  const synthesized = synthesize();
  const { rule, bucket, role } = synthesized.only(S3BucketReplicationConfigurationA);

  const alarmOf = (metric: string) =>
    synthesized.all(CloudwatchMetricAlarm).find(({ metric_name }) => metric_name === metric) ?? {};

  it('is a bucket in the other AWS region that keeps versions', () => {
    const copy = synthesized.all(S3Bucket).find((each) => each.bucket === 'demo-states-replica');
    const versioned = synthesized
      .all(S3BucketVersioningA)
      .filter(({ provider }) => provider === 'aws.replica');

    expect(copy).toMatchObject({ provider: 'aws.replica', lifecycle: { prevent_destroy: true } });
    expect(versioned).toHaveLength(1);
  });

  it('gets every encrypted state, once both buckets keep versions, and no deletion', () => {
    expect(bucket).toMatch(/^\$\{aws_s3_bucket_versioning\.bucket_state_/);
    expect(role).toMatch(/^\$\{aws_iam_role\./);
    expect(rule).toEqual([
      {
        id: 'states',
        priority: 1,
        status: 'Enabled',
        filter: { prefix: '' },
        delete_marker_replication: { status: 'Disabled' },
        source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
        destination: {
          bucket: expect.stringMatching(/^arn:aws:s3:::\$\{aws_s3_bucket_versioning\.replica_/),
          encryption_configuration: { replica_kms_key_id: expect.stringMatching(/aws_kms_key\.replica_/) },
          replication_time: { status: 'Enabled', time: { minutes: 15 } },
          metrics: { status: 'Enabled', event_threshold: { minutes: 15 } },
        },
      },
    ]);
  });

  it('is written by S3 alone, which may read states and change none', () => {
    const policy = policyJson(synthesized.only(IamRolePolicy).policy);
    const [states, copy] = ['bucket_state', 'replica'].map((name) => {
      const [id] = Object.keys(synthesized.document.resource?.aws_s3_bucket ?? {}).filter((key) =>
        key.startsWith(name),
      );
      return `<aws_s3_bucket.${id}.arn>/demo-global.tfstate`;
    });
    const may = (action: string, resource = '', account = '111122223333') =>
      isAllowed([policy], { action, resource, context: { 's3:ResourceAccount': account } });

    expect(synthesized.only(IamRole)).toMatchObject({ name: 'demo-state-replica', path: '/ci/' });
    // AWS documents the trust of replication without conditions, and fails in silence where one does not hold.
    expect(policyJson(synthesized.only(IamRole).assume_role_policy).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: ['sts:AssumeRole'] },
    ]);
    expect(may('s3:GetObjectVersionForReplication', states)).toBe(true);
    expect(may('s3:ReplicateObject', copy)).toBe(true);
    expect(may('s3:ReplicateObject', copy, '999999999999')).toBe(false);
    expect(may('s3:GetObjectVersionForReplication', states, '999999999999')).toBe(false);
    expect(may('s3:ReplicateObject', states)).toBe(false);
    expect(may('s3:PutObject', states)).toBe(false);
    expect(may('s3:ReplicateDelete', copy)).toBe(false);
  });

  it('tells, in the region of the states, of states that are not copied', () => {
    const { alarm_name, metric_name, dimensions, provider } = alarmOf('OperationsFailedReplication');

    expect({ alarm_name, metric_name, provider }).toEqual({
      alarm_name: 'demo-state-replica-failed',
      metric_name: 'OperationsFailedReplication',
      provider: undefined,
    });
    expect(dimensions).toEqual({
      SourceBucket: expect.stringMatching(/^\$\{aws_s3_bucket\.bucket_state_/),
      DestinationBucket: expect.stringMatching(/^\$\{aws_s3_bucket\.replica_/),
      RuleId: rule[0].id,
    });
  });

  it('tells, in the region of the copy, of copies that are later than S3 promises', () => {
    const { alarm_name, statistic, threshold, comparison_operator, dimensions, provider, alarm_actions } =
      alarmOf('ReplicationLatency');

    expect({ alarm_name, statistic, threshold, comparison_operator, provider }).toEqual({
      alarm_name: 'demo-state-replica-late',
      statistic: 'Maximum',
      threshold: 900,
      comparison_operator: 'GreaterThanThreshold',
      provider: 'aws.replica',
    });
    expect(dimensions).toEqual(alarmOf('OperationsFailedReplication').dimensions);
    expect(alarm_actions).toEqual(['arn:aws:sns:us-west-2:111122223333:late']);
  });

  it('is out of everybody\u2019s reach for deletion where the states are', () => {
    const denials = (stack: Synthesized) =>
      stack.all(S3BucketPolicy).filter(({ policy }) => policy.includes('NobodyDeletesStates'));

    expect(denials(synthesized)).toHaveLength(2);
    expect(denials(synthesize(false))).toEqual([]);
  });
});
