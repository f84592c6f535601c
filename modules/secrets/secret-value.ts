import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { Construct } from 'constructs';

export interface SecretValueProps {
  /** Name of a secret, or of its replica, in the provider's region. */
  readonly secretName: string;
}

/** The value of a secret as it is when Terraform plans. Sensitive: it is in the state, and must be in no output. */
export class SecretValue extends Construct {
  public readonly value: string;

  constructor(scope: Construct, id: string, { secretName }: SecretValueProps) {
    super(scope, id);
    this.value = new DataAwsSecretsmanagerSecretVersion(this, 'current', {
      secretId: secretName,
    }).secretString;
  }
}
