import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { surroundings } from '../surroundings';

export interface SecretProps {
  readonly name: string;
  readonly description: string;
  /** AWS regions with a copy, encrypted there with the region's default key. */
  readonly replicaRegions: readonly string[];
  /** @default - the key that surrounds it */
  readonly encryptionKeyArn?: string;
  /** Whether its value cannot be made again, so that Terraform refuses to destroy a protected one. @default false */
  readonly isKept?: boolean;
}

/** Name of one version of what is rotated from secret to secret. */
export const versionedName = (namePrefix: string, version: number) => `${namePrefix}/v${version}`;

/** A secret, still without a value. */
export class Secret extends Construct {
  public readonly name: string;
  public readonly arn: string;
  private readonly encryptionKeyArn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { deletionProtection } = surroundings(this);
    const encryptionKeyArn = props.encryptionKeyArn ?? surroundings(this).encryptionKeyArn;
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: props.name,
      description: props.description,
      kmsKeyId: encryptionKeyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      replica: props.replicaRegions.map((region) => ({ region })),
      ...(props.isKept ? { lifecycle: { preventDestroy: deletionProtection } } : {}),
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
