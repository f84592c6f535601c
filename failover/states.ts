import type { Switch } from './switchboard';

export type State = 'On' | 'Off';

/** States of a service's two routing controls. */
export interface States {
  readonly primary: State;
  readonly standby: State;
}

/** What is to be changed so that a region answers, and no other. */
export type Change = States;

/** Route 53 asks for the primary first: with both on it answers, and with both off it answers as well, dead or not. */
export function answering({ primary, standby }: Switch, states: States): string {
  return states.primary === 'Off' && states.standby === 'On' ? standby : primary;
}

/** The states in which this region answers alone. */
export function changeTo(one: Switch, region: string): Change {
  const { primary, standby } = one;
  if (region !== primary && region !== standby) throw new Error(toExpected(one, region));
  return region === primary ? { primary: 'On', standby: 'Off' } : { primary: 'Off', standby: 'On' };
}

export const toExpected = ({ service, primary, standby }: Switch, got: string | undefined) =>
  `--to: expected a region of "${service}" (${primary}, ${standby}), got ${got === undefined ? 'nothing' : `"${got}"`}`;

/** Route 53 would answer with the primary: whoever turns everything off sends viewers to it, and not nowhere. */
export function refuseBothOff({ service, primary }: Switch, states: States): void {
  if (states.primary === 'On' || states.standby === 'On') return;
  throw new Error(
    `"${service}": expected one of its two routing controls to be on, got both off, where Route 53 answers with "${primary}", dead or not`,
  );
}

export const isSame = (one: States, other: States) =>
  one.primary === other.primary && one.standby === other.standby;

export const shown = ({ primary, standby }: Switch, states: States) =>
  `${primary} ${states.primary}, ${standby} ${states.standby}`;
