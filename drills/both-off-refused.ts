import type { State, States } from '../failover/states';
import type { Switch } from '../failover/switchboard';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import {
  AT_HOME,
  AWAY,
  changedBeside,
  fromHome,
  localSwitches,
  pause,
  type Switches,
  statesOf,
} from './switches';

const BOTH_OFF: States = { primary: 'Off', standby: 'Off' };
const VALID: readonly States[] = [AWAY, { primary: 'On', standby: 'On' }, AT_HOME];

/** `open`: the switches of the deployment. */
export function bothOffRefusedDrill(open: () => Promise<Switches>): Drill {
  return {
    summary:
      'somebody asks each of the five endpoints to turn a service off in both regions, in every state that it may be in, alone and with a move of another: all of it is refused, and moves are not',
    // Nothing here waits for the world's clock.
    speed: 1,
    run: async (context) => {
      const opened = await open();
      return fromHome(opened, context, () => attempts(opened, context));
    },
  };
}

export const bothOffRefused = bothOffRefusedDrill(localSwitches);

type Change = readonly (readonly [region: string, state: State])[];

async function attempts(opened: Switches, context: DrillContext): Promise<Figure[]> {
  const { switches, controls } = opened;
  const { world, timeline } = context;
  const counted = { asked: 0, done: 0, otherwise: 0, changed: 0, moves: 0, movesRefused: 0 };
  for (const states of VALID) {
    for (const one of switches) {
      counted.moves += 1;
      // Not by the rule's wait: each was turned long before.
      await controls.change(one, states).catch(() => (counted.movesRefused += 1));
    }
    await pause(world);
    const before = await statesOf(opened);
    for (const [index, one] of switches.entries()) {
      const other = switches[(index + 1) % switches.length] ?? one;
      for (const request of requestsOf(one, before[index] ?? states, other)) {
        for (const { awsRegion } of one.endpoints) {
          counted.asked += 1;
          const { status, body } = await ask(context, awsRegion, request);
          if (status === 200) counted.done += 1;
          else if (!body.includes('failed rule evaluation')) counted.otherwise += 1;
        }
      }
    }
    counted.changed += changedBeside(before, await statesOf(opened));
    await timeline.note(`${switches.length} services with ${shown(states)}: asked to be off`);
  }
  return [
    { name: 'requests to turn both off that were done', value: counted.done, of: counted.asked, atMost: 0 },
    { name: 'requests refused by something else than the rule', value: counted.otherwise, atMost: 0 },
    { name: 'services that changed', value: counted.changed, atMost: 0 },
    { name: 'moves refused', value: counted.movesRefused, of: counted.moves, atMost: 0 },
  ];
}

/** Both off in one request; what is on off, alone; and both off together with a move of another service. */
function requestsOf(one: Switch, states: States, other: Switch): readonly Change[] {
  const off = (each: Switch, both: States): Change => [
    [each.controlOf(each.primary), both.primary],
    [each.controlOf(each.standby), both.standby],
  ];
  const both = off(one, BOTH_OFF);
  const onlyOneIsOn = states.primary !== states.standby;
  const alone: Change = [[one.controlOf(states.primary === 'On' ? one.primary : one.standby), 'Off']];
  const withAnother =
    other === one ? [] : [[...both, ...off(other, states.primary === 'On' ? AWAY : AT_HOME)]];
  return [both, ...(onlyOneIsOn ? [alone] : []), ...withAnother];
}

/** As somebody without the runner, which would not even ask. */
function ask({ world }: DrillContext, region: string, change: Change) {
  return world.aws({
    service: 'route53-recovery-cluster',
    region,
    path: '/v1/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'ToggleCustomerAPI.UpdateRoutingControlStates',
    },
    body: JSON.stringify({
      UpdateRoutingControlStateEntries: change.map(([RoutingControlArn, RoutingControlState]) => ({
        RoutingControlArn,
        RoutingControlState,
      })),
    }),
  });
}

const shown = ({ primary, standby }: States) => `primary ${primary}, standby ${standby}`;
