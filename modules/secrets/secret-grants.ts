import type { PolicyStatement } from '../iam/policy';

/** Secrets of one account and AWS region whose names start alike, such as `demo/service/`. */
export interface GrantedSecrets {
  readonly accountId: string;
  readonly awsRegion: string;
  readonly namePrefix: string;
}

/** What a role needs to read the secrets, whichever key of the account encrypts them, there or as replicas. */
export function secretReaderStatements({
  accountId,
  awsRegion,
  namePrefix,
}: GrantedSecrets): PolicyStatement[] {
  const secretArn = `arn:aws:secretsmanager:${awsRegion}:${accountId}:secret:${namePrefix}*`;
  return [
    { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [secretArn] },
    {
      actions: ['kms:Decrypt'],
      resources: [`arn:aws:kms:${awsRegion}:${accountId}:key/*`],
      conditions: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${awsRegion}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:SecretARN': secretArn },
      },
    },
  ];
}
