import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { GeneratedSecret, type GeneratedSecretProps } from '../../../modules/secrets/generated-secret';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

let secret: GeneratedSecret;
const synthesize = (props: Partial<GeneratedSecretProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    secret = new GeneratedSecret(scope, 'v1', {
      name: 'demo/key/v1',
      description: 'A key.',
      replicaRegions: ['eu-central-1'],
      ...props,
    });
  }, around);

describe('GeneratedSecret', () => {
  it('gets a value that is written and never read back, once', () => {
    const version = synthesize().only(SecretsmanagerSecretVersion);

    expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\.aws_secretsmanager_random_password\./);
    expect(version).toMatchObject({ secret_string_wo_version: 1 });
    expect(version).not.toHaveProperty('secret_string');
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
