import type { Construct } from 'constructs';
import { Secret, type SecretProps } from '../secrets/secret';

/** The key is the database's; copies are for the day its AWS region is lost. */
export type MasterSecretProps = Required<Pick<SecretProps, 'name' | 'encryptionKeyArn' | 'replicaRegions'>>;

/**
 * Where `npx meridian master-password` keeps the master credentials, in the JSON that AWS's own rotation and drivers expect.
 *
 * Terraform writes no value: the provider would read it back at each plan, so that whoever may plan could log in.
 */
export class MasterSecret extends Secret {
  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    super(scope, id, { ...props, description: 'Master user of the global database.', isKept: true });
  }
}
