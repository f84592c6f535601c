import { map, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the platform team; read by CI, not by stacks. */
export const stateContract = {
  kind: 'state',
  version: 2,
  outputs: {
    ciRepository: text(
      'ci_repository',
      'Repository whose workflows assume the roles; empty where CI has no access.',
    ),
    planRoleArns: map('plan_role_arns', 'Role that plans, by stack id; empty where CI has no access.'),
    applyRoleArns: map('apply_role_arns', 'Role that applies, by stack id; empty where CI has no access.'),
  },
} satisfies StackContract;
