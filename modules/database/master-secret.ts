import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';
import type { MasterUser } from './database-member';

export interface MasterSecretProps {
  readonly name: string;
  /** The database's key. */
  readonly encryptionKeyArn: string;
  /** AWS regions that hold a copy, for the day this one is lost; encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
  /** As the founding member was given it. */
  readonly master: MasterUser;
  /** Of whichever member writes. */
  readonly endpoint: { readonly host: string; readonly port: number };
  /**
   * Founding member. The secret is written after the database has taken the password, so a database that refuses
   * one (only the member that writes can change it) leaves the old password in the secret, where it still works.
   */
  readonly clusterIdentifier: string;
}

/** The master credentials in Secrets Manager, in the JSON that AWS's own rotation and drivers expect. */
export class MasterSecret extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    super(scope, id);
    const { deletionProtection } = surroundings(this);
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: 'Master user of the global database.',
      kmsKeyId: props.encryptionKeyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      replica: props.replicaRegions.map((region) => ({ region })),
      lifecycle: { preventDestroy: deletionProtection },
    });
    new SecretsmanagerSecretVersion(this, 'version', {
      secretId: secret.id,
      secretStringWo: Fn.jsonencode({
        engine: 'postgres',
        host: props.endpoint.host,
        port: props.endpoint.port,
        username: props.master.username,
        password: props.master.password,
        dbClusterIdentifier: props.clusterIdentifier,
      }),
      secretStringWoVersion: props.master.passwordVersion,
    });
    this.name = secret.name;
  }
}
