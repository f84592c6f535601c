import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import type { Construct } from 'constructs';
import { GeneratedPassword } from './generated-password';
import { Secret, type SecretProps } from './secret';

/**
 * A secret whose value Terraform makes up once, while it applies: another value is another secret.
 *
 * The provider reads the value back at each plan to see that it is there (provider 5.100 does so for write-only values,
 * too), so this is for values that whoever plans may read.
 */
export class GeneratedSecret extends Secret {
  /** What a reader of the value has to wait for. */
  public readonly version: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id, props);
    this.version = new SecretsmanagerSecretVersion(this, 'version', {
      secretId: this.arn,
      secretStringWo: new GeneratedPassword(this, 'value').value,
      secretStringWoVersion: 1,
    });
  }
}
