import type { PolicyStatement } from '../modules/iam/policy';
import { anything, inRegions, named, type Permission, type RoleScope } from './permission';

/** The use of keys whose own policies admit to it. */
export const useKeys = ({ accountId }: RoleScope): PolicyStatement => ({
  sid: 'UseKeys',
  actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*'],
  resources: [`arn:aws:kms:*:${accountId}:key/*`],
});

/**
 * KMS: keys of the stack.
 *
 * What may be done with a key its own policy says, which names CI's role for the stack. By tags, whoever may tag a key
 * could take one that nobody has tagged, and a new key would be out of reach for the minutes until its tags count.
 */
export const keys: Permission = {
  types: ['aws_kms_alias', 'aws_kms_key'],
  read: () => [
    {
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:List*'],
      resources: anything,
    },
  ],
  write: (scope) => [
    {
      // Of what it makes, for no key has the tag yet: AWS asks for it on all keys of the account.
      actions: ['kms:CreateKey', 'kms:TagResource'],
      resources: anything,
      conditions: inRegions(scope, { 'aws:RequestTag/stack': scope.stackId }),
    },
    {
      actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: named('kms', 'alias/')(scope),
    },
  ],
  // A key without what it has encrypted is of no use.
  use: (scope) => [useKeys(scope)],
};
