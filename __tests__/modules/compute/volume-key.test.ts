import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { VolumeKey } from '../../../modules/compute/volume-key';
import { Synthesized } from '../../support/synthesize';

const synthesize = (name: string) =>
  Synthesized.module((scope) => {
    new VolumeKey(scope, 'volumes', { name });
  });
const policy: string = synthesize('demo-europe').only(KmsKey).policy;

describe('VolumeKey', () => {
  it.each(['demo-asia', 'demo-europe'])('gives %s a key and a role of its own', (name) => {
    expect(synthesize(name).only(KmsAlias).name).toBe(`alias/${name}-volumes`);
    expect(synthesize(name).only(IamServiceLinkedRole)).toMatchObject({
      aws_service_name: 'autoscaling.amazonaws.com',
      custom_suffix: name,
    });
  });

  it('lets Auto Scaling hand the key on to AWS services only', () => {
    expect(policy).toMatch(/"Action" = \["kms:CreateGrant"\].*"kms:GrantIsForAWSResource" = "true"/s);
    expect(policy.match(/"Action" = \["kms:CreateGrant"\]/g)).toHaveLength(1);
  });

  it('is open to the account, to whoever applies its stack and to that role, and to nobody else', () => {
    const principals = policy.match(/"AWS" = "[^"]+"|"AWS" = [^"},]+/g) ?? [];

    expect(principals).toHaveLength(4);
    expect(principals[0]).toContain(':root');
    expect(principals[1]).toBe('"AWS" = "*"');
    expect(policy).toMatch(/"ArnEquals" = \{"aws:PrincipalArn" = "[^"]+:role\/ci\/stack-apply"\}/);
    for (const principal of principals.slice(2)) expect(principal).toContain('aws_iam_service_linked_role.');
    expect(policy).not.toContain('"Service"');
  });
});
