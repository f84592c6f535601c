import { Construct } from 'constructs';
import { Secret, versionedName } from '../secrets/secret';

export interface TokenKeysProps {
  /** Start of every name: version 1 is `<namePrefix>/v1`. */
  readonly namePrefix: string;
  /** One key for each; the first signs, all are accepted. */
  readonly versions: readonly number[];
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
}

/**
 * Keys that sign the tokens of protected paths.
 *
 * Terraform makes the secrets and never writes or reads a value: whoever may plan could sign. `npx meridian edge-token publish`
 * makes a key up where there is none, and takes the keys to the edge.
 */
export class TokenKeys extends Construct {
  /** Names of the secrets, in the order of `versions`. */
  public readonly names: string[];

  constructor(scope: Construct, id: string, props: TokenKeysProps) {
    super(scope, id);
    // Tokens signed with the key of one secret hold until they expire: another key is another secret.
    this.names = props.versions.map(
      (version) =>
        new Secret(this, `v${version}`, {
          replicaRegions: props.replicaRegions,
          name: versionedName(props.namePrefix, version),
          description: 'Key that signs tokens for protected paths of the site.',
        }).name,
    );
  }
}
