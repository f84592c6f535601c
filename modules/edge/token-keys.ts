import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import { GeneratedPassword } from '../secrets/generated-password';

export interface TokenKeysProps {
  /** Start of every name: version 1 is `<namePrefix>/v1`. */
  readonly namePrefix: string;
  /** One key for each; the first signs, all are accepted. */
  readonly versions: readonly number[];
  readonly encryptionKeyArn: string;
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
  /** False deletes a key at once instead of after 30 days. */
  readonly deletionProtection: boolean;
}

/**
 * Keys that sign the tokens of protected paths.
 *
 * Terraform makes them up while it applies, writes them to Secrets Manager and never reads them: they are in no plan
 * and in no state. `npm run edge-token -- publish` takes them to the edge.
 */
export class TokenKeys extends Construct {
  /** Names of the secrets, in the order of `versions`. */
  public readonly names: string[];

  constructor(scope: Construct, id: string, props: TokenKeysProps) {
    super(scope, id);
    this.names = props.versions.map((version) => {
      const key = new Construct(this, `v${version}`);
      const secret = new SecretsmanagerSecret(key, 'secret', {
        name: `${props.namePrefix}/v${version}`,
        description: 'Key that signs tokens for protected paths of the site.',
        kmsKeyId: props.encryptionKeyArn,
        recoveryWindowInDays: props.deletionProtection ? 30 : 0,
        replica: props.replicaRegions.map((region) => ({ region })),
      });
      new SecretsmanagerSecretVersion(key, 'version', {
        secretId: secret.id,
        secretStringWo: new GeneratedPassword(key, 'value').value,
        // Another key is another secret, so that tokens signed with this one hold until they expire.
        secretStringWoVersion: 1,
      });
      return secret.name;
    });
  }
}
