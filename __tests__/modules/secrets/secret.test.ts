import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Secret, type SecretProps } from '../../../modules/secrets/secret';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

let secret: Secret;
const synthesize = (props: Partial<SecretProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    secret = new Secret(scope, 'v1', {
      name: 'demo/key/v1',
      description: 'A key.',
      replicaRegions: ['eu-central-1'],
      ...props,
    });
  }, around);

describe('Secret', () => {
  it('has no value', () => {
    expect(synthesize().all(SecretsmanagerSecretVersion)).toEqual([]);
  });

  it('is encrypted, and copied to the regions that read it', () => {
    expect(synthesize().only(SecretsmanagerSecret)).toMatchObject({
      kms_key_id: 'arn:key',
      replica: [{ region: 'eu-central-1' }],
    });
  });

  it('can be recovered for 30 days, unless deletion protection is off', () => {
    expect(synthesize().only(SecretsmanagerSecret).recovery_window_in_days).toBe(30);
    expect(
      synthesize({}, { deletionProtection: false }).only(SecretsmanagerSecret).recovery_window_in_days,
    ).toBe(0);
  });

  it('is Terraform\u2019s to destroy unless it is kept, and then only where deletion protection is off', () => {
    expect(synthesize().only(SecretsmanagerSecret)).not.toHaveProperty('lifecycle');
    expect(synthesize({ isKept: true }).only(SecretsmanagerSecret).lifecycle).toEqual({
      prevent_destroy: true,
    });
    expect(
      synthesize({ isKept: true }, { deletionProtection: false }).only(SecretsmanagerSecret).lifecycle,
    ).toEqual({ prevent_destroy: false });
  });

  it('may have another key than what surrounds it, which its reader then needs', () => {
    expect(synthesize({ encryptionKeyArn: 'arn:own' }).only(SecretsmanagerSecret).kms_key_id).toBe('arn:own');
    expect(secret.readerStatements[1]?.resources).toEqual(['arn:own']);
  });

  it('tells a reader what reading takes, and that the key is for this secret alone', () => {
    synthesize();

    expect(secret.readerStatements).toEqual([
      {
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        resources: [secret.arn],
      },
      {
        actions: ['kms:Decrypt'],
        resources: ['arn:key'],
        conditions: { StringEquals: { 'kms:EncryptionContext:SecretARN': secret.arn } },
      },
    ]);
  });
});
