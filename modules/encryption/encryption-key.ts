import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import { ciRoleArn } from '../iam/ci-role';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { surroundings } from '../surroundings';

export interface EncryptionKeyProps {
  /** Alias without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** AWS services, such as `logs.eu-west-1.amazonaws.com`, that may use the key on behalf of this account. @default - none */
  readonly services?: readonly string[];
  /** Further statements of the key policy. @default - none */
  readonly statements?: readonly PolicyStatement[];
}

/** What a service needs to write and read data under a key. */
export const USE_KEY = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];

/** A customer-managed KMS key that rotates every year and stays recoverable for 30 days after deletion. */
export class EncryptionKey extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { alias, description, services = [], statements = [] } = props;
    const { provider } = surroundings(this);
    const { accountId } = new Caller(this, 'caller');

    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        ...keyAdministrators(this, accountId),
        ...services.map((service) => serviceStatement(service, accountId)),
        ...statements,
      ]),
      provider,
    });
    new KmsAlias(this, 'alias', { name: `alias/${alias}`, targetKeyId: key.keyId, provider });
    this.arn = key.arn;
  }
}

/**
 * Who may change a key of the scope's stack: whomever IAM lets, without whom nobody could; and CI's role for the stack,
 * which IAM lets do nothing with keys. The role need not exist, so it is no principal but a condition.
 */
export const keyAdministrators = (scope: Construct, accountId: string): PolicyStatement[] => [
  {
    sid: 'AccountAdministers',
    principals: { AWS: `arn:aws:iam::${accountId}:root` },
    actions: ['kms:*'],
    resources: ['*'],
  },
  {
    sid: 'StackIsApplied',
    principals: { AWS: '*' },
    actions: [
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:DescribeKey',
      'kms:DisableKeyRotation',
      'kms:EnableKeyRotation',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
      // Services that store under the key take the rights of whoever sets them up.
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey*',
    ],
    resources: ['*'],
    conditions: {
      ArnEquals: { 'aws:PrincipalArn': ciRoleArn(accountId, TerraformStack.of(scope).node.id, 'apply') },
    },
  },
];

/** CloudWatch Logs sends no `aws:SourceAccount`; the log group's ARN in the encryption context takes its place. */
function serviceStatement(service: string, accountId: string): PolicyStatement {
  const conditions: PolicyStatement['conditions'] = service.startsWith('logs.')
    ? { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:*:${accountId}:*` } }
    : { StringEquals: { 'aws:SourceAccount': accountId } };
  return { principals: { Service: service }, actions: USE_KEY, resources: ['*'], conditions };
}
