import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface MasterSecretProps {
  readonly name: string;
  /** The database's key. */
  readonly encryptionKeyArn: string;
  /** AWS regions that hold a copy, for the day this one is lost; encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
}

/**
 * Where `npx meridian master-password` keeps the master credentials, in the JSON that AWS's own rotation and drivers expect.
 *
 * Terraform writes no value: the provider would read it back at each plan, so that whoever may plan could log in.
 */
export class MasterSecret extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    super(scope, id);
    const { deletionProtection } = surroundings(this);
    this.name = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: 'Master user of the global database.',
      kmsKeyId: props.encryptionKeyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      replica: props.replicaRegions.map((region) => ({ region })),
      lifecycle: { preventDestroy: deletionProtection },
    }).name;
  }
}
