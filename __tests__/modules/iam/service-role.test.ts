import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import { ROLE_BOUNDARY, ServiceRole, type ServiceRoleProps } from '../../../modules/iam/service-role';
import { surround } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<ServiceRoleProps> = {}) =>
  Synthesized.module((scope) => {
    new ServiceRole(scope, 'role', {
      namePrefix: 'demo-fill',
      description: 'Fills.',
      services: ['lambda.amazonaws.com'],
      ...props,
    });
  });

describe('ServiceRole', () => {
  it('is assumed by the named services only', () => {
    expect(synthesize().only(IamRole).assume_role_policy).toContain('"Service" = ["lambda.amazonaws.com"]');
  });

  it('may do nothing unless told to', () => {
    expect(synthesize().all(IamRolePolicy)).toEqual([]);
    expect(synthesize().all(IamRolePolicyAttachment)).toEqual([]);
  });

  it('may do what its statements say', () => {
    const role = synthesize({ statements: [{ actions: ['sqs:SendMessage'], resources: ['arn:q'] }] });

    expect(role.only(IamRolePolicy).policy).toContain('"Action" = ["sqs:SendMessage"]');
  });

  it('lies under the id of its stack, where the roles of other stacks are out of reach', () => {
    expect(synthesize().only(IamRole).path).toBe('/stack/');
  });

  it('has the boundary that its stack names', () => {
    const bounded = Synthesized.module((scope) => {
      scope.node.setContext(ROLE_BOUNDARY, 'demo-role-boundary');
      new ServiceRole(scope, 'role', {
        namePrefix: 'demo-fill',
        description: 'Fills.',
        services: ['lambda.amazonaws.com'],
      });
    }).only(IamRole);

    expect(bounded.permissions_boundary).toMatch(
      /^arn:aws:iam::\$\{.*account_id\}:policy\/demo-role-boundary$/,
    );
    expect(synthesize().only(IamRole)).not.toHaveProperty('permissions_boundary');
  });

  it('is made by the provider of its stack, as IAM is one for all AWS regions', () => {
    const elsewhere = Synthesized.module((scope) => {
      scope.node.setContext(ROLE_BOUNDARY, 'demo-role-boundary');
      const bucket = new Construct(scope, 'bucket');
      surround(bucket, {
        awsRegion: 'eu-central-1',
        provider: new AwsProvider(scope, 'europe', { alias: 'europe' }),
      });
      new ServiceRole(bucket, 'role', {
        namePrefix: 'demo-fill',
        description: 'Fills.',
        services: ['lambda.amazonaws.com'],
      });
    });

    expect(elsewhere.only(IamRole)).not.toHaveProperty('provider');
    expect(elsewhere.data('aws_caller_identity')).toEqual([{}]);
  });
});
