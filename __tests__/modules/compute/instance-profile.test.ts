import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import {
  InstanceProfile,
  type InstanceProfileProps,
  servicesOfInstances,
} from '../../../modules/compute/instance-profile';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<InstanceProfileProps> = {}) =>
  Synthesized.module((scope) => {
    new InstanceProfile(scope, 'profile', {
      name: 'demo-europe',
      containerImage: 'nginx',
      statements: (accountId) => [
        { actions: ['sqs:SendMessage'], resources: [`arn:aws:sqs:eu-central-1:${accountId}:orders`] },
      ],
      ...props,
    });
  });
const permissions = (props: Partial<InstanceProfileProps> = {}): string =>
  synthesize(props).only(IamRolePolicy).policy;

describe('InstanceProfile', () => {
  it('carries its own role', () => {
    expect(synthesize().only(IamInstanceProfile).role).toMatch(/^\$\{aws_iam_role\..+\.name}$/);
    expect(synthesize().only(IamRole).name_prefix).toBe('demo-europe-instance-');
  });

  it('may do what the service may, in its own account', () => {
    expect(permissions()).toMatch(
      /"sqs:SendMessage"\], "Resource" = \["arn:aws:sqs:eu-central-1:\$\{data\.aws_caller_identity\.[^}]+\.account_id\}:orders"\]/,
    );
  });

  it('is reached through Session Manager', () => {
    expect(permissions()).toContain('ssmmessages:OpenDataChannel');
    expect(permissions()).toMatch(
      /"ssm:UpdateInstanceInformation"\], "Resource" = \["arn:aws:ec2:ap-southeast-1:\$\{data\.[^}]+\}:instance\/\*"\]/,
    );
  });

  it('uses services of AWS that its role knows, those of a registry only where the image is private', () => {
    expect(servicesOfInstances('nginx')).toEqual(['logs', 'secretsmanager', 'ssm', 'ssmmessages']);
    expect(servicesOfInstances('111122223333.dkr.ecr.eu-west-1.amazonaws.com/service:1')).toEqual([
      ...servicesOfInstances('nginx'),
      'ecr.api',
      'ecr.dkr',
    ]);
  });

  it('logs in to the registry only where the image is private', () => {
    const containerImage = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/service:1';

    expect(permissions({ containerImage })).toContain('ecr:GetAuthorizationToken');
    expect(permissions()).not.toContain('GetAuthorizationToken');
  });
});
