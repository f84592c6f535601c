import { record } from './record';
import type { RoutingControls } from './routing-controls';
import { answering, changeTo, isSame, shown } from './states';
import type { Switch } from './switchboard';

export interface Move {
  /** Region that is to answer. */
  readonly to: string;
  readonly why: string;
  readonly ticket: string | undefined;
  /** Says what would be turned, and turns nothing. */
  readonly isPlan: boolean;
}

export interface Mover {
  /** Asks whoever moves; rejects where the answer is no. */
  readonly agree: (words: string) => Promise<void>;
  /** File to which a line is added for each move, and for each that failed. */
  readonly log: string;
  readonly print: (line: string) => void;
}

/** Lets another region answer for a service, by both of its routing controls in one request. */
export async function move(
  one: Switch,
  controls: Pick<RoutingControls, 'states' | 'change'>,
  { to, why, ticket, isPlan }: Move,
  { agree, log, print }: Mover,
): Promise<void> {
  const { service, team, objectives } = one;
  const change = changeTo(one, to);
  const before = await controls.states(one);
  const words = `${service}: ${shown(one, before)} → ${shown(one, change)}`;
  if (isSame(before, change)) {
    print(`Nothing to do: ${service} is in ${to} (${shown(one, before)}).`);
    return;
  }
  const lost = objectives.recoveryPointSeconds;
  if (lost > 0 && answering(one, before) !== to) {
    print(
      `Nothing asks whether ${to} has the last writes; by its objectives ${service} may lose those of ${lost} s.`,
    );
  }
  if (isPlan) {
    print(`${words}, for team "${team}". Nothing was changed.`);
    return;
  }
  await agree(`Turn ${words}, for team "${team}",`);
  const started = performance.now();
  const recorded = (outcome: string) => {
    const seconds = Math.round(performance.now() - started) / 1000;
    const failure = record(log, { why, ticket, service, team, to, before, outcome, seconds });
    return {
      seconds,
      told: failure === undefined ? `${log} has a line of it` : `it is not recorded: ${failure}`,
    };
  };
  try {
    await controls.change(one, change);
  } catch (error) {
    const { told } = recorded(error instanceof Error ? error.message : String(error));
    print(`Not done; ${told}.`);
    throw error;
  }
  const { seconds, told } = recorded('moved');
  print(`${words}: done in ${seconds} s; ${told}.`);
}
