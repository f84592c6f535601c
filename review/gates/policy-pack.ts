import { type Gate, severityOfNew } from './gate';

/** What stood so before is no news of the change: only what it makes worse is told. */
export const policyPack: Gate = {
  id: 'G11',
  title: 'a rule of the platform is broken',
  severity: 'refuse',
  check: ({ stacks }) =>
    stacks.flatMap((stack) =>
      stack.resources.flatMap(({ address, violations }) =>
        violations.map(({ rule, says }) => ({
          stack: stack.id,
          address,
          sentence: `${address} of "${stack.id}" ${says} (${rule}).`,
          severity: severityOfNew(stack),
        })),
      ),
    ),
};
