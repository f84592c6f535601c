import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Testing } from 'cdktf';
import { named, policyDocument } from '../../../modules/iam/policy';

// Resolves the expression the way synthesis does.
function synthesized(policy: string): string {
  const document = JSON.parse(
    Testing.synthScope((scope) => {
      new KmsKey(scope, 'key', { policy });
    }),
  );
  return document.resource.aws_kms_key.key.policy;
}

describe('policyDocument', () => {
  it('allows unless told to deny, and leaves out what a statement does not say', () => {
    expect(
      synthesized(policyDocument([{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }])),
    ).toBe(
      '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["s3:GetObject"], "Resource" = ["arn:aws:s3:::a/*"]}]})}',
    );
  });

  it('has no resources in a trust policy', () => {
    const policy = policyDocument([
      { principals: { Service: ['ec2.amazonaws.com'] }, actions: ['sts:AssumeRole'], resources: [] },
    ]);

    expect(synthesized(policy)).not.toContain('Resource');
  });
});

describe('named', () => {
  const statement = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] };

  it('gives each statement its name', () => {
    expect(named([statement, statement], 'ReadOne', 'ReadOther').map(({ sid }) => sid)).toEqual([
      'ReadOne',
      'ReadOther',
    ]);
  });

  it('refuses to leave one without', () => {
    expect(() => named([statement, statement], 'Read')).toThrow(
      'policy: expected a name for each of 2 statements, got Read',
    );
  });
});
