import type { HealthEvent, ShownEvent, ShownWorld, SwitchEvent } from './contract';
import { regionOf } from './regions';
import { routes } from './routes';

/** Something that happened, in words. */
export interface Happening {
  readonly at: number;
  readonly words: string;
  readonly isTrouble: boolean;
}

/** What was switched, and what health checks and load balancers found. */
export function happenings(world: ShownWorld): Happening[] {
  return world.events.flatMap((event: ShownEvent) => {
    if (event.event === 'switch') return [switched(event)];
    return event.event === 'health' ? [verdict(world, event)] : [];
  });
}

/** Names that lead elsewhere than a moment before. */
export function moves(before: ShownWorld, after: ShownWorld): Happening[] {
  const old = routes(before);
  return routes(after).flatMap(({ name, leadsTo, isMoved }) => {
    const was = old.find((route) => route.name === name)?.leadsTo;
    if (leadsTo === undefined || was === leadsTo || (was === undefined && !isMoved)) return [];
    return [{ at: after.now, words: `${name} leads to ${leadsTo}`, isTrouble: isMoved }];
  });
}

const SWITCHED: Readonly<Record<string, string>> = {
  kill: 'killed',
  recover: 'recovered',
  slow: 'slowed down',
  error: 'answers errors',
  'lose-targets': 'targets lost',
  drain: 'drained',
  undrain: 'no longer drained',
  lose: 'lost from its bucket',
  refuse: 'the local AWS refuses',
  allow: 'the local AWS no longer refuses',
  hold: 'held',
  release: 'no longer held',
};

const MENDS = ['recover', 'undrain', 'allow', 'release'];

function switched({ at, action, of }: SwitchEvent): Happening {
  return { at, words: `${of}: ${SWITCHED[action] ?? action}`, isTrouble: !MENDS.includes(action) };
}

function verdict(world: ShownWorld, { at, of, kind, healthy }: HealthEvent): Happening {
  const words =
    kind === 'health check'
      ? `health check ${healthy ? 'passes again' : 'fails'}`
      : `targets are ${healthy ? 'healthy again' : 'unhealthy'}`;
  return { at, words: `${regionOf(world, of)}: ${words}`, isTrouble: !healthy };
}
