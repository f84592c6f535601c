import { openSwitches } from '../failover/open-switches';
import type { RoutingControls } from '../failover/routing-controls';
import { isSame, type States } from '../failover/states';
import type { Switch } from '../failover/switchboard';
import { runningLocalEnvironment } from '../local/environment';
import { failoverContract } from '../stacks/failover/contract';
import { synthesizedStacks } from '../terraform/synthesized';
import type { DrillContext } from './drill';

/** The switches of the services, and the runner that turns them. */
export interface Switches {
  readonly switches: readonly Switch[];
  readonly controls: Pick<RoutingControls, 'states' | 'change' | 'close'>;
}

/** A safety rule refuses every request for five seconds after one that turned something. */
const WAIT_SECONDS = 6;

export const AT_HOME: States = { primary: 'On', standby: 'Off' };
export const AWAY: States = { primary: 'Off', standby: 'On' };

/** Those of the deployment that runs. */
export async function localSwitches(): Promise<Switches> {
  const stack = synthesizedStacks().find(({ kind }) => kind === failoverContract.kind);
  if (stack === undefined) throw new Error('No stack with switches is synthesized: run "npx meridian synth"');
  return openSwitches({ stack, environment: runningLocalEnvironment() ?? {}, isLocal: true });
}

/** Does something while each service is in its primary, and then brings each back to where it was before. */
export async function fromHome<T>(
  open: Switches,
  { world, timeline }: DrillContext,
  work: () => Promise<T>,
): Promise<T> {
  const { switches, controls } = open;
  const before = await statesOf(open);
  try {
    await pause(world);
    for (const one of switches) await turn(one, AT_HOME);
    await timeline.note(`${switches.map(({ service }) => service).join(', ')}: each in its primary`);
    await pause(world);
    return await work();
  } finally {
    for (const { name } of (await world.describe()).faults) await world.allow(name);
    await pause(world);
    for (const [index, one] of switches.entries()) {
      const { primary, standby } = before[index] ?? AT_HOME;
      // Both off is where they all begin, and nowhere to go back to.
      await turn(one, primary === 'Off' && standby === 'Off' ? AT_HOME : { primary, standby });
    }
    controls.close();
  }

  async function turn(one: Switch, states: States): Promise<void> {
    if (!isSame(await controls.states(one), states)) await controls.change(one, states);
  }
}

/** Until no safety rule waits any more. */
export const pause = (world: DrillContext['world']) => world.sleep(WAIT_SECONDS * 1000);

/** States of each service, in the order of the switches. */
export async function statesOf({ switches, controls }: Switches): Promise<States[]> {
  const states: States[] = [];
  for (const one of switches) states.push(await controls.states(one));
  return states;
}

/** How many services have other states than before, except one. */
export const changedBeside = (before: readonly States[], after: readonly States[], except?: number) =>
  before.filter((states, index) => index !== except && !isSame(states, after[index] ?? AT_HOME)).length;
