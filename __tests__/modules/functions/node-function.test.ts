import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { NodeFunction } from '../../../modules/functions/node-function';
import { Synthesized } from '../../support/synthesize';

const synthesize = (reservedConcurrency?: number) =>
  Synthesized.module((scope) => {
    new NodeFunction(scope, 'worker', {
      functionName: 'demo-fill-europe',
      description: 'Fills.',
      entry: 'backfill/queue/fill-worker.ts',
      memoryMegabytes: 1024,
      timeoutSeconds: 300,
      reservedConcurrency,
      environment: { BUCKET_NAME: 'near' },
      statements: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::near/images/*'] }],
    });
  });
const synthesized = synthesize(10);

describe('NodeFunction', () => {
  it('runs bundled code on a supported runtime, traced and within its concurrency', () => {
    expect(synthesized.only(LambdaFunction)).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: expect.stringMatching(/^assets\/.*\.zip$/),
      source_code_hash: expect.stringMatching(/^[\w+/]{43}=$/),
      tracing_config: { mode: 'Active' },
      reserved_concurrent_executions: 10,
    });
  });

  it('takes nothing from the account\u2019s share unless it is told to', () => {
    expect(synthesize().only(LambdaFunction)).not.toHaveProperty('reserved_concurrent_executions');
  });

  it('encrypts its environment and a year of logs with the given key', () => {
    expect(synthesized.only(LambdaFunction).kms_key_arn).toBe('arn:key');
    expect(synthesized.only(CloudwatchLogGroup)).toMatchObject({
      name: '/aws/lambda/demo-fill-europe',
      kms_key_id: 'arn:key',
      retention_in_days: 365,
    });
  });

  it('may do what it was given, and write its own logs', () => {
    const { policy } = synthesized.only(IamRolePolicy);

    expect(synthesized.only(IamRole).assume_role_policy).toContain('lambda.amazonaws.com');
    expect(policy).toContain('arn:aws:s3:::near/images/*');
    expect(policy).toMatch(/aws_cloudwatch_log_group\.[\w]+\.arn\}:\*/);
    expect(policy).not.toContain('"s3:*"');
  });

  it('tells somebody when it fails or is throttled', () => {
    expect(
      synthesized
        .all(CloudwatchMetricAlarm)
        .map(({ metric_name }) => metric_name)
        .sort(),
    ).toEqual(['Errors', 'Throttles']);
    for (const alarm of synthesized.each(CloudwatchMetricAlarm)) {
      expect(alarm.alarm_actions).toEqual(['arn:topic']);
    }
  });
});
