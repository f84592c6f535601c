import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { InstanceProfile, type InstanceProfileProps } from '../../../modules/compute/instance-profile';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<InstanceProfileProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    new InstanceProfile(scope, 'profile', {
      name: 'demo-europe',
      containerImage: 'nginx',
      logStatements: [{ actions: ['logs:PutLogEvents'], resources: ['arn:log-group:*'] }],
      secretNamePrefix: 'demo/service/',
      objectBucketArn: 'arn:bucket',
      objectKeyArn: 'arn:object-key',
      databaseUsername: 'service',
      ...props,
    });
  }, around);
const permissions = (props: Partial<InstanceProfileProps> = {}, around: Partial<Surroundings> = {}): string =>
  synthesize(props, around).only(IamRolePolicy).policy;

describe('InstanceProfile', () => {
  it('carries its own role', () => {
    expect(synthesize().only(IamInstanceProfile).role).toMatch(/^\$\{aws_iam_role\..+\.name}$/);
    expect(synthesize().only(IamRole).name_prefix).toBe('demo-europe-instance-');
  });

  it('writes to its log group and makes none', () => {
    expect(permissions()).toContain('"arn:log-group:*"');
    expect(permissions()).not.toContain('logs:CreateLogGroup');
  });

  it('uses keys through Secrets Manager and S3 of its region only', () => {
    const services = permissions({}, { awsRegion: 'us-west-2' }).match(/"kms:ViaService" = "[^"]+"/g);

    expect(services).toEqual([
      '"kms:ViaService" = "secretsmanager.us-west-2.amazonaws.com"',
      '"kms:ViaService" = "s3.us-west-2.amazonaws.com"',
    ]);
  });

  it('logs in to the registry only where the image is private', () => {
    const containerImage = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/service:1';

    expect(permissions({ containerImage })).toContain('ecr:GetAuthorizationToken');
    expect(permissions()).not.toContain('GetAuthorizationToken');
  });
});
