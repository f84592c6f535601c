import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { GeneratedSecret } from '../../../modules/secrets/generated-secret';
import { Synthesized } from '../../support/synthesize';

describe('GeneratedSecret', () => {
  it('is a secret with a value that is in no state, made once', () => {
    const synthesized = Synthesized.module((scope) => {
      new GeneratedSecret(scope, 'v1', { name: 'demo/key/v1', description: 'A key.', replicaRegions: [] });
    });
    const version = synthesized.only(SecretsmanagerSecretVersion);

    expect(synthesized.only(SecretsmanagerSecret)).toMatchObject({ name: 'demo/key/v1' });
    expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\.aws_secretsmanager_random_password\./);
    expect(version).toMatchObject({ secret_string_wo_version: 1 });
    expect(version).not.toHaveProperty('secret_string');
  });
});
