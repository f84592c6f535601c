import { map, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the platform team; read by CI, not by stacks. */
export const stateContract = {
  kind: 'state',
  version: 1,
  outputs: {
    stateBucketName: text('state_bucket_name', 'Bucket that holds the state of every stack.'),
    planRoleArns: map('plan_role_arns', 'Role that plans, by stack id; empty where CI has no access.'),
    applyRoleArns: map('apply_role_arns', 'Role that applies, by stack id; empty where CI has no access.'),
  },
} satisfies StackContract;
