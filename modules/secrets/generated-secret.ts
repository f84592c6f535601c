import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import { GeneratedPassword } from './generated-password';

export interface GeneratedSecretProps {
  readonly name: string;
  readonly description: string;
  readonly encryptionKeyArn: string;
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
  /** False deletes the secret at once instead of after 30 days. */
  readonly deletionProtection: boolean;
}

/** A secret whose value Terraform makes up once, while it applies, and never reads: another value is another secret. */
export class GeneratedSecret extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** What a reader of the value has to wait for. */
  public readonly version: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: props.description,
      kmsKeyId: props.encryptionKeyArn,
      recoveryWindowInDays: props.deletionProtection ? 30 : 0,
      replica: props.replicaRegions.map((region) => ({ region })),
    });
    this.version = new SecretsmanagerSecretVersion(this, 'version', {
      secretId: secret.id,
      secretStringWo: new GeneratedPassword(this, 'value').value,
      secretStringWoVersion: 1,
    });
    this.name = secret.name;
    this.arn = secret.id;
  }
}
