import { accountChecks } from './account';
import type { Check } from './check';
import { computeChecks } from './compute';
import { databaseChecks } from './database';
import { dnsChecks } from './dns';
import { nameChecks } from './names';
import { quotaChecks } from './quotas';

/** Everything that is asked, in the order in which it is reported. */
export const checks: readonly Check[] = [
  ...accountChecks,
  ...quotaChecks,
  ...computeChecks,
  ...databaseChecks,
  ...dnsChecks,
  ...nameChecks,
];
