import { isSame, type States } from '../../failover/states';
import { cases } from '../support/full-run';
import { Cluster } from './cluster';

const BOTH: readonly States[] = [
  { primary: 'Off', standby: 'Off' },
  { primary: 'On', standby: 'Off' },
  { primary: 'Off', standby: 'On' },
  { primary: 'On', standby: 'On' },
];
const OFF: States = { primary: 'Off', standby: 'Off' };
const isOff = ({ primary, standby }: States) => primary === 'Off' && standby === 'Off';

/** Brings the services into every combination of states, in which only one service changes from one to the next. */
function* everyCombination(cluster: Cluster): Iterable<readonly States[]> {
  const digits = cluster.services.map(() => 0);
  const steps = cluster.services.map(() => 1);
  const set = (index: number) => {
    const states = BOTH[digits[index] ?? 0] ?? OFF;
    const refusal = cluster.turn(new Map([[index, states]]), { overriding: true });
    if (refusal !== undefined) throw new Error(refusal);
  };
  for (;;) {
    yield digits.map((digit) => BOTH[digit] ?? OFF);
    let index = 0;
    for (; index < digits.length; index += 1) {
      const next = (digits[index] ?? 0) + (steps[index] ?? 1);
      if (next >= 0 && next < BOTH.length) break;
      steps[index] = -(steps[index] ?? 1);
    }
    if (index === digits.length) return;
    digits[index] = (digits[index] ?? 0) + (steps[index] ?? 1);
    set(index);
  }
}

/** What becomes of each request for one service, in each combination of states of all. */
function census(count: number, options: { readonly ruled?: boolean } = {}) {
  const cluster = new Cluster(count, options);
  const counted = {
    combinations: 0,
    bothOff: 0,
    bothOffRefused: 0,
    moves: 0,
    movesRefused: 0,
    /** Neither as it was nor as was asked for. */
    otherwise: 0,
    /** Other services that have changed. */
    affected: 0,
  };
  for (const combination of everyCombination(cluster)) {
    counted.combinations += 1;
    for (const [index, before] of combination.entries()) {
      const others = cluster.shown(index);
      for (const wanted of BOTH) {
        const refusal = cluster.turn(new Map([[index, wanted]]));
        counted[isOff(wanted) ? 'bothOff' : 'moves'] += 1;
        if (refusal !== undefined) counted[isOff(wanted) ? 'bothOffRefused' : 'movesRefused'] += 1;
        if (!isSame(cluster.statesOf(index), refusal === undefined ? wanted : before)) counted.otherwise += 1;
        if (cluster.shown(index) !== others) counted.affected += 1;
        if (refusal === undefined) cluster.turn(new Map([[index, before]]), { overriding: true });
      }
    }
  }
  return counted;
}

describe.each(cases([1, 2, 3, 4], [1, 2, 3, 4, 5, 6]))(
  'in every combination of states of %i services',
  (count) => {
    const combinations = 4 ** count;

    it('to turn both controls of one off is refused, any move of one is done, and no other is affected', () => {
      expect(census(count)).toEqual({
        combinations,
        bothOff: combinations * count,
        bothOffRefused: combinations * count,
        moves: 3 * combinations * count,
        movesRefused: 0,
        otherwise: 0,
        affected: 0,
      });
    });
  },
);

it('it is the rule that refuses: without one both are turned off', () => {
  expect(census(2, { ruled: false })).toMatchObject({ bothOff: 32, bothOffRefused: 0, movesRefused: 0 });
});

it('of a request for several services nothing is done where it would turn both controls of one off', () => {
  const cluster = new Cluster(5);
  const toPrimary: States = { primary: 'On', standby: 'Off' };
  const toStandby: States = { primary: 'Off', standby: 'On' };
  expect(cluster.turn(new Map([0, 1, 2, 3, 4].map((index) => [index, toPrimary])))).toBeUndefined();
  const before = cluster.shown();

  for (const one of [0, 1, 2, 3, 4]) {
    const all = [0, 1, 2, 3, 4].map((index) => [index, index === one ? OFF : toStandby] as const);
    expect(cluster.turn(new Map(all))).toContain('ConflictException');
    expect(cluster.shown()).toBe(before);
  }
});

it('the wait after a move is of that service alone', () => {
  const cluster = new Cluster(6, { waitMs: 5000 });
  const move = (index: number, states: States) => cluster.turn(new Map([[index, states]]));
  const toPrimary: States = { primary: 'On', standby: 'Off' };
  const toStandby: States = { primary: 'Off', standby: 'On' };

  for (const index of [0, 1, 2, 3, 4, 5]) expect(move(index, toPrimary)).toBeUndefined();
  for (const index of [0, 1, 2, 3, 4, 5]) expect(move(index, toStandby)).toContain('ConflictException');
  cluster.time = 5000;
  expect(move(3, toStandby)).toBeUndefined();
  expect(move(3, toPrimary)).toContain('ConflictException');
  for (const index of [0, 1, 2, 4, 5]) expect(move(index, toStandby)).toBeUndefined();
});
