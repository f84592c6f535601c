import { amongOthers } from './among-others';
import { ofBackfill } from './by-backfill';
import { ofEveryone } from './by-everyone';
import { ofMakersOfRoles } from './by-makers-of-roles';
import { ofPullRequests } from './by-pull-requests';
import type { Attack } from './things';

export { strangers } from './by-strangers';
export { attacksFromWithin } from './from-within';
export { type Attack, account } from './things';

/** By roles of CI. */
export const attacks: readonly Attack[] = [
  ...ofPullRequests,
  ...ofBackfill,
  ...ofMakersOfRoles,
  ...ofEveryone,
  ...amongOthers,
];
