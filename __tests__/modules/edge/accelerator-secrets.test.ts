import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { AcceleratorSecrets } from '../../../modules/edge/accelerator-secrets';
import { Synthesized } from '../../support/synthesize';

const secrets = Synthesized.module((scope) => {
  new AcceleratorSecrets(scope, 'secrets', {
    namePrefix: 'demo/accelerator-secret',
    versions: [2, 1],
    replicaRegions: ['eu-central-1'],
  });
});

describe('AcceleratorSecrets', () => {
  it('keep one secret per version, with a copy in every region', () => {
    const all = secrets.each(SecretsmanagerSecret);

    expect(all.map(({ name }) => name).sort()).toEqual([
      'demo/accelerator-secret/v1',
      'demo/accelerator-secret/v2',
    ]);
    for (const secret of all) {
      expect(secret).toMatchObject({ replica: [{ region: 'eu-central-1' }], kms_key_id: 'arn:key' });
    }
  });

  it('have values that no state or plan of their stack holds', () => {
    for (const version of secrets.each(SecretsmanagerSecretVersion)) {
      expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\.aws_secretsmanager_random_password\./);
      expect(version).not.toHaveProperty('secret_string');
    }
    expect(secrets.document.data).toBeUndefined();
  });

  it('go at once, even where the deployment is protected, so that the accelerator can come back', () => {
    for (const secret of secrets.each(SecretsmanagerSecret)) {
      expect(secret.recovery_window_in_days).toBe(0);
    }
  });
});
