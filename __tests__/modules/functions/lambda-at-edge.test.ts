import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { TerraformOutput } from 'cdktf';
import { LambdaAtEdge } from '../../../modules/functions/lambda-at-edge';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  const { versionArn } = new LambdaAtEdge(scope, 'trigger', {
    namePrefix: 'demo-miss-signal',
    description: 'Reports misses.',
    entry: 'backfill/signal/edge-trigger.ts',
    constants: { ALLOWED_PREFIXES: ['images/'], MISS_QUEUES: {} },
    statements: [{ actions: ['sqs:SendMessage'], resources: ['arn:queue'] }],
  });
  new TerraformOutput(scope, 'version', { value: versionArn });
});

describe('LambdaAtEdge', () => {
  it('has a numbered version that outlives a destroy', () => {
    expect(synthesized.only(LambdaFunction)).toMatchObject({ publish: true, skip_destroy: true });
    expect(synthesized.outputs.version?.value).toMatch(/qualified_arn/);
  });

  it('has a name that no function left over from a destroy has', () => {
    expect(synthesized.only(IamRole).name_prefix).toBe('demo-miss-signal-');
    expect(synthesized.only(LambdaFunction).function_name).toMatch(/aws_iam_role\..*\.name/);
  });

  it('has nothing that CloudFront refuses', () => {
    const lambda = synthesized.only(LambdaFunction);

    expect(lambda.architectures).toEqual(['x86_64']);
    for (const refused of ['environment', 'kms_key_arn', 'tracing_config', 'layers', 'vpc_config']) {
      expect(lambda).not.toHaveProperty(refused);
    }
    expect(lambda).not.toHaveProperty('reserved_concurrent_executions');
  });

  it('may be run by Lambda here and by CloudFront everywhere', () => {
    const { assume_role_policy } = synthesized.only(IamRole);

    expect(assume_role_policy).toContain('"lambda.amazonaws.com"');
    expect(assume_role_policy).toContain('"edgelambda.amazonaws.com"');
  });

  it('logs under one name in every region that has the log group, and makes none without retention or key', () => {
    const { policy } = synthesized.only(IamRolePolicy);

    expect(policy).toContain('log-group:/aws/lambda/us-east-1.demo-miss-signal-*:*');
    expect(policy).not.toContain('logs:CreateLogGroup');
    expect(synthesized.only(CloudwatchLogGroup)).toMatchObject({
      name: expect.stringMatching(/^\/aws\/lambda\/us-east-1\.\$\{aws_iam_role\./),
      retention_in_days: 365,
      kms_key_id: 'arn:key',
    });
    expect(policy).toContain('arn:queue');
  });
});
