import type { PolicyStatement } from '../modules/iam/policy';
import { anything, named, type Permission, type PermissionScope } from './permission';

/** KMS: keys of the stack, and no other's. */
export const keys: Permission = {
  types: ['aws_kms_alias', 'aws_kms_key'],
  read: () => [
    {
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:List*'],
      resources: anything,
    },
  ],
  write: (scope: PermissionScope): PolicyStatement[] => {
    const keys = [`arn:aws:kms:*:${scope.accountId}:key/*`];
    return [
      {
        actions: ['kms:CreateKey', 'kms:TagResource'],
        resources: anything,
        conditions: {
          StringEquals: { 'aws:RequestTag/stack': scope.stackId },
          // Another stack's key does not become ours by its tag.
          StringEqualsIfExists: { 'aws:ResourceTag/stack': scope.stackId },
        },
      },
      {
        actions: [
          'kms:*KeyRotation',
          'kms:UntagResource',
          'kms:CreateAlias',
          'kms:DeleteAlias',
          'kms:PutKeyPolicy',
          'kms:ScheduleKeyDeletion',
          'kms:UpdateAlias',
          'kms:UpdateKeyDescription',
          // Services that store under the key take the rights of whoever sets them up.
          'kms:CreateGrant',
          'kms:Decrypt',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
        ],
        resources: keys,
        conditions: { StringEquals: { 'aws:ResourceTag/stack': scope.stackId } },
      },
      {
        actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
        resources: [named('kms', 'alias/')(scope)],
      },
    ];
  },
};
