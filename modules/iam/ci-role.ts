/** Roles of CI lie here, where no apply role can touch them: those are limited to the path of their stack. */
export const CI_PATH = '/ci/';

export type CiRole = 'plan' | 'apply';

export const ciRoleName = (stackId: string, kind: CiRole) => `${stackId}-${kind}`;

export const ciRoleArn = (accountId: string, stackId: string, kind: CiRole) =>
  `arn:aws:iam::${accountId}:role${CI_PATH}${ciRoleName(stackId, kind)}`;
