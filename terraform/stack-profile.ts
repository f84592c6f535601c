/** Says, with `1`, that each stack has an AWS profile of its own, named after it. */
export const PROFILE_PER_STACK = 'MERIDIAN_PROFILE_PER_STACK';

/**
 * The AWS profile that a stack is worked on with; undefined where the shell's credentials are for all. A review plans many stacks
 * in one process, and CI has a role for each of them and none for all: `npx meridian sign-in` writes their profiles.
 */
export const profileOf = (stackId: string): string | undefined =>
  process.env[PROFILE_PER_STACK] === '1' ? stackId : undefined;
