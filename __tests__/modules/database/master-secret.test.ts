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
        master: {
          username: 'platform_admin',
          password: '${ephemeral.aws_secretsmanager_random_password.p.random_password}',
          passwordVersion: 3,
        },
        endpoint: { host: 'writer.example', port: 15432 },
        clusterIdentifier: '${aws_rds_cluster.c.cluster_identifier}',
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

  it('keeps the password out of state', () => {
    const version = synthesize().only(SecretsmanagerSecretVersion);

    expect(version).not.toHaveProperty('secret_string');
    expect(version.secret_string_wo).toContain('ephemeral.aws_secretsmanager_random_password');
    expect(version.secret_string_wo_version).toBe(3);
  });

  it('is written after the database has taken the password', () => {
    expect(synthesize().only(SecretsmanagerSecretVersion).secret_string_wo).toContain(
      'aws_rds_cluster.c.cluster_identifier',
    );
  });

  it('stays recoverable for 30 days', () => {
    expect(synthesize().only(SecretsmanagerSecret).recovery_window_in_days).toBe(30);
  });

  it('is deleted at once where the deployment is thrown away', () => {
    expect(synthesize(false).only(SecretsmanagerSecret).recovery_window_in_days).toBe(0);
  });
});
