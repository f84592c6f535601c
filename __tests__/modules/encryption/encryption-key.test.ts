import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { EncryptionKey } from '../../../modules/encryption/encryption-key';
import { policyJson } from '../../support/policy';
import { Synthesized } from '../../support/synthesize';

const synthesize = (services: string[] = []) =>
  Synthesized.module((scope) => {
    new EncryptionKey(scope, 'key', { alias: 'demo-logs', description: 'Logs.', services });
  });

describe('EncryptionKey', () => {
  it('rotates, and stays recoverable for 30 days', () => {
    expect(synthesize().only(KmsKey)).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
  });

  it('has an alias', () => {
    expect(synthesize().only(KmsAlias).name).toBe('alias/demo-logs');
  });

  it('may be changed by the role that applies its stack, whether there is one or not', () => {
    const { policy } = synthesize().only(KmsKey);

    expect(policy).toMatch(
      /"Principal" = \{"AWS" = "\*"\}, .*"ArnEquals" = \{"aws:PrincipalArn" = "[^"]+:role\/ci\/stack-apply"\}/,
    );
    expect(policyJson(policy).Statement.filter(({ Condition }) => Condition === undefined)).toMatchObject([
      { Sid: 'AccountAdministers', Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    ]);
  });

  it('lets in no service unless told to', () => {
    expect(synthesize().only(KmsKey).policy).not.toContain('Service');
  });

  it('lets a service in on behalf of this account only', () => {
    expect(synthesize(['sqs.amazonaws.com']).only(KmsKey).policy).toContain('aws:SourceAccount');
  });

  it('lets CloudWatch Logs in for log groups of this account only', () => {
    expect(synthesize(['logs.eu-west-1.amazonaws.com']).only(KmsKey).policy).toContain(
      'kms:EncryptionContext:aws:logs:arn',
    );
  });
});
