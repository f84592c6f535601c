import { map } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the platform team; read by CI, not by stacks. */
export const stateContract = {
  kind: 'state',
  version: 1,
  outputs: {
    planRoleArns: map('plan_role_arns', 'Role that plans, by stack id; empty where CI has no access.'),
    applyRoleArns: map('apply_role_arns', 'Role that applies, by stack id; empty where CI has no access.'),
  },
} satisfies StackContract;
