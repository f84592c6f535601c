import { anything, type Permission } from './permission';

/**
 * Secrets Manager: secrets, whose values nobody reads or writes but for the origin secrets. Those of the accelerator's
 * clients are `acceleratorSecrets`.
 */
export const secrets: Permission = {
  types: ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version'],
  read: ({ accountId, deployment }) => [
    { actions: ['secretsmanager:GetRandomPassword'], resources: anything },
    {
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/*`],
    },
    {
      actions: ['secretsmanager:GetSecretValue'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/origin-secret/*`],
    },
    {
      actions: ['kms:Decrypt'],
      resources: [`arn:aws:kms:*:${accountId}:key/*`],
      conditions: {
        StringLike: {
          'kms:ViaService': 'secretsmanager.*.amazonaws.com',
          'kms:EncryptionContext:SecretARN': `arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/origin-secret/*`,
        },
      },
    },
  ],
  write: ({ accountId, deployment }) => [
    {
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:RemoveRegionsFromReplication',
        'secretsmanager:ReplicateSecretToRegions',
        'secretsmanager:RestoreSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
        'secretsmanager:UpdateSecret',
      ],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/*`],
    },
    {
      actions: ['secretsmanager:PutSecretValue'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/origin-secret/*`],
    },
  ],
};

/** Secrets Manager: secrets of the service, which its instances read. */
export const serviceSecrets: Permission = {
  types: [],
  use: ({ accountId, deployment }) => [
    {
      sid: 'UseSecrets',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${deployment}/service/*`],
    },
  ],
};
