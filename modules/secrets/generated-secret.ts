import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { surroundings } from '../surroundings';
import { GeneratedPassword } from './generated-password';

export interface GeneratedSecretProps {
  readonly name: string;
  readonly description: string;
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
}

/** A secret whose value Terraform makes up once, while it applies, and never reads: another value is another secret. */
export class GeneratedSecret extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** What a reader of the value has to wait for. */
  public readonly version: SecretsmanagerSecretVersion;
  private readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const { deletionProtection, encryptionKeyArn } = surroundings(this);
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: props.description,
      kmsKeyId: encryptionKeyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      replica: props.replicaRegions.map((region) => ({ region })),
    });
    this.version = new SecretsmanagerSecretVersion(this, 'version', {
      secretId: secret.id,
      secretStringWo: new GeneratedPassword(this, 'value').value,
      secretStringWoVersion: 1,
    });
    this.name = secret.name;
    this.arn = secret.id;
    this.encryptionKeyArn = encryptionKeyArn;
  }

  /** What a role in the secret's own AWS region needs to read it. */
  public get readerStatements(): readonly PolicyStatement[] {
    return [
      { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [this.arn] },
      {
        actions: ['kms:Decrypt'],
        resources: [this.encryptionKeyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:SecretARN': this.arn } },
      },
    ];
  }
}
