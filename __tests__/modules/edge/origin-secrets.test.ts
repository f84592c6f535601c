import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformOutput } from 'cdktf';
import { OriginSecrets, type OriginSecretsProps } from '../../../modules/edge/origin-secrets';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<OriginSecretsProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    const secrets = new OriginSecrets(scope, 'secrets', {
      namePrefix: 'demo/origin-secret',
      versions: [2, 1],
      replicaRegions: ['eu-central-1', 'ap-southeast-1'],
      ...props,
    });
    new TerraformOutput(scope, 'current', { value: secrets.currentValue, sensitive: true, staticId: true });
  }, around);

describe('OriginSecrets', () => {
  it('keeps one secret per version, with a copy in every region', () => {
    const secrets = synthesize().all(SecretsmanagerSecret);

    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'demo/origin-secret/v1',
      'demo/origin-secret/v2',
    ]);
    for (const secret of secrets) {
      expect(secret.replica).toEqual([{ region: 'eu-central-1' }, { region: 'ap-southeast-1' }]);
      expect(secret.kms_key_id).toBe('arn:key');
      expect(secret.recovery_window_in_days).toBe(30);
    }
  });

  it('writes values that no state or plan holds', () => {
    for (const version of synthesize().each(SecretsmanagerSecretVersion)) {
      expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\.aws_secretsmanager_random_password\./);
      expect(version).not.toHaveProperty('secret_string');
    }
  });

  it('gives each version a value of its own', () => {
    const values = synthesize()
      .all(SecretsmanagerSecretVersion)
      .map(({ secret_string_wo }) => secret_string_wo);

    expect(new Set(values).size).toBe(2);
  });

  it('sends the value of the first version, read after it was written', () => {
    const [current, ...others] = synthesize().data('aws_secretsmanager_secret_version');

    expect(others).toEqual([]);
    expect(current?.secret_id).toMatch(/secrets_v2_secret/);
    expect(current?.depends_on).toEqual([
      expect.stringMatching(/^aws_secretsmanager_secret_version\.secrets_v2_/),
    ]);
  });

  it('forgets secrets of a throw-away deployment at once', () => {
    expect(
      synthesize({ versions: [1] }, { deletionProtection: false }).only(SecretsmanagerSecret),
    ).toMatchObject({
      recovery_window_in_days: 0,
    });
  });

  it('needs a version', () => {
    expect(() => synthesize({ versions: [] })).toThrow(
      'origin secrets: expected at least one version, got none',
    );
  });
});
