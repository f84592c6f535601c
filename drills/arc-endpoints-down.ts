import type { Endpoint } from '../failover/switchboard';
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

/** Ten tries of three seconds, and what it takes to make them. */
const REFUSAL_BOUND_SECONDS = 35;
const SERVICE = 'route53-recovery-cluster';
const FAULT = 'endpoints of the switches';
const STATES_FAULT = 'S3 and the API of clusters';

/** `open`: the switches of the deployment. */
export function arcEndpointsDownDrill(open: () => Promise<Switches>): Drill {
  return {
    summary:
      'each two of the five endpoints refuse, and so do the states and the API of clusters: services move by their switches, each alone; with all five down a move is refused in bounded time',
    // Nothing here waits for the world's clock.
    speed: 1,
    run: async (context) => {
      const opened = await open();
      return fromHome(opened, context, () => moves(opened, context));
    },
  };
}

export const arcEndpointsDown = arcEndpointsDownDrill(localSwitches);

async function moves(opened: Switches, context: DrillContext): Promise<Figure[]> {
  const { switches, controls } = opened;
  const { world, timeline } = context;
  await world.refuse({
    name: STATES_FAULT,
    services: ['s3', 'route53-recovery-control-config'],
    plane: 'all',
  });
  const [first] = switches;
  if (first === undefined) throw new Error('No service has a switch');
  let states = await statesOf(opened);
  const failed: string[] = [];
  const seconds: number[] = [];
  let others = 0;
  for (const [turn, pair] of pairsOf(first.endpoints).entries()) {
    const index = turn % switches.length;
    const one = switches[index] ?? first;
    if (index === 0 && turn > 0) await pause(world);
    const wanted = states[index]?.primary === 'On' ? AWAY : AT_HOME;
    const down = pair.map(({ awsRegion }) => awsRegion);
    await world.refuse({ name: FAULT, services: [SERVICE], awsRegions: down, plane: 'all' });
    const begun = await timeline.seconds();
    await controls.change(one, wanted).catch((error: Error) => failed.push(error.message));
    seconds.push((await timeline.seconds()) - begun);
    await world.allow(FAULT);
    const after = await statesOf(opened);
    others += changedBeside(states, after, index);
    if (after[index]?.primary !== wanted.primary || after[index]?.standby !== wanted.standby) {
      failed.push(`${one.service} is where it was`);
    }
    states = after;
    await timeline.note(`${one.service} has moved without ${down.join(' and ')}`);
  }
  for (const reason of new Set(failed)) await timeline.note(reason);
  return [
    {
      name: 'moves that failed with two endpoints down',
      value: failed.length,
      of: seconds.length,
      atMost: 0,
    },
    { name: 'services that moved with another', value: others, atMost: 0 },
    {
      name: 'longest time to turn a switch',
      value: Math.max(...seconds),
      unit: 's',
      // The least that the document promises of a service.
      atMost: Math.min(...switches.map(({ objectives }) => objectives.recoveryTimeSeconds)),
    },
    ...(await refused(opened, context)),
  ];
}

/** Nothing but the fault is mended by the caller. */
async function refused(opened: Switches, { world, timeline }: DrillContext): Promise<Figure[]> {
  const { switches, controls } = opened;
  const [one] = switches;
  if (one === undefined) return [];
  const before = await statesOf(opened);
  await pause(world);
  await world.refuse({ name: FAULT, services: [SERVICE], plane: 'all' });
  const begun = await timeline.seconds();
  const change = before[0]?.primary === 'On' ? AWAY : AT_HOME;
  const isRefused = await controls.change(one, change).then(
    () => false,
    () => true,
  );
  const seconds = (await timeline.seconds()) - begun;
  await world.allow(FAULT);
  await timeline.note(`all five are down: moving ${one.service} is ${isRefused ? 'refused' : 'done'}`);
  return [
    {
      name: 'all five down: time until a move is refused',
      value: isRefused ? seconds : undefined,
      unit: 's',
      atMost: REFUSAL_BOUND_SECONDS,
    },
    {
      name: 'all five down: services that moved',
      value: changedBeside(before, await statesOf(opened)),
      of: switches.length,
      atMost: 0,
    },
  ];
}

const pairsOf = (endpoints: readonly Endpoint[]) =>
  endpoints.flatMap((one, index) => endpoints.slice(index + 1).map((other) => [one, other] as const));
