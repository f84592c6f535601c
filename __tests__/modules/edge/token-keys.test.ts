import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { TerraformOutput } from 'cdktf';
import { TokenKeys, type TokenKeysProps } from '../../../modules/edge/token-keys';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<TokenKeysProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    const keys = new TokenKeys(scope, 'keys', {
      namePrefix: 'demo/edge-token-key',
      versions: [2, 1],
      replicaRegions: ['eu-central-1'],
      ...props,
    });
    new TerraformOutput(scope, 'names', { value: keys.names, staticId: true });
  }, around);

describe('TokenKeys', () => {
  it('keeps one secret per version, with a copy in every region', () => {
    const secrets = synthesize().all(SecretsmanagerSecret);

    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'demo/edge-token-key/v1',
      'demo/edge-token-key/v2',
    ]);
    for (const secret of secrets) {
      expect(secret).toMatchObject({
        replica: [{ region: 'eu-central-1' }],
        kms_key_id: 'arn:key',
        recovery_window_in_days: 30,
      });
    }
  });

  it('leaves the values to the command that publishes them', () => {
    const keys = synthesize();

    expect(keys.each(SecretsmanagerSecret)).toHaveLength(2);
    expect(keys.all(SecretsmanagerSecretVersion)).toEqual([]);
    expect(keys.document.data).toBeUndefined();
  });

  it('names the secrets in the order of the versions', () => {
    expect(synthesize().outputs.names?.value).toEqual([
      expect.stringMatching(/v2_secret/),
      expect.stringMatching(/v1_secret/),
    ]);
  });

  it('goes at once where nothing is protected', () => {
    for (const secret of synthesize({}, { deletionProtection: false }).each(SecretsmanagerSecret)) {
      expect(secret.recovery_window_in_days).toBe(0);
    }
  });
});
