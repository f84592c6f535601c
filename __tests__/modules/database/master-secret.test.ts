import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { MasterSecret } from '../../../modules/database/master-secret';
import { Synthesized } from '../../support/synthesize';

const synthesize = (deletionProtection = true) =>
  Synthesized.module(
    (scope) => {
      new MasterSecret(scope, 'secret', {
        name: 'demo/database-master',
        encryptionKeyArn: 'arn:key',
        replicaRegions: ['eu-central-1', 'us-west-2'],
      });
    },
    { deletionProtection },
  );

describe('MasterSecret', () => {
  it('is encrypted with the given key and copied to the other regions', () => {
    expect(synthesize().only(SecretsmanagerSecret)).toMatchObject({
      kms_key_id: 'arn:key',
      replica: [{ region: 'eu-central-1' }, { region: 'us-west-2' }],
    });
  });

  it('has no value of Terraform, which whoever plans would read', () => {
    expect(synthesize().all(SecretsmanagerSecretVersion)).toEqual([]);
  });

  it('is kept, and stays recoverable for 30 days', () => {
    expect(synthesize().only(SecretsmanagerSecret).lifecycle).toEqual({ prevent_destroy: true });
    expect(synthesize().only(SecretsmanagerSecret).recovery_window_in_days).toBe(30);
  });

  it('is deleted at once where the deployment is thrown away', () => {
    expect(synthesize(false).only(SecretsmanagerSecret).recovery_window_in_days).toBe(0);
  });
});
