import { existsSync } from 'node:fs';
import type { ShownWorld } from 'local-aws/console/view/contract';
import { health } from 'local-aws/daemon/services';
import { readState } from 'local-aws/daemon/state';
import { servicesVersion } from 'local-aws/daemon/version';
import { localEnvironment } from 'local-aws/environment';
import { countInBucket } from './destroy';
import { DAEMON, LOCAL_DIRECTORY } from './directory';
import { table } from './display/table';
import { findLeftovers } from './leftovers';
import { type CommandOptions, deploymentStacks, SYNTHESIZED } from './run-stacks';

/** What runs, where its logs are, and what each state holds. */
export async function status({ deployment }: CommandOptions): Promise<number> {
  const state = readState(LOCAL_DIRECTORY);
  const said = state && (await health(state));
  if (!state || !said) {
    console.log(
      state ? 'The local AWS has ended by itself: see .local/logs.' : 'The local AWS is not running.',
    );
    const left = findLeftovers(LOCAL_DIRECTORY).length;
    console.log(
      `${left > 0 ? `${left} processes were left behind: npm stop ends them. ` : ''}npm start starts it.`,
    );
    return 1;
  }
  const { daemon, edge, moto } = state;
  console.log(`The local AWS is up at ${state.endpoint} since ${state.startedAt}.`);
  console.log(`  router and emulators: process ${daemon.pid}, .local/logs/daemon.log and router.log`);
  console.log(`  edge: ${edge.endpoint}, .local/logs/edge-access.log and functions.log`);
  console.log(`  moto: process ${moto.pid}, port ${moto.port}, .local/logs/moto.log`);
  const megabytes = (said.journal.bytes / 1e6).toFixed(1);
  console.log(`  what it holds: ${said.journal.changes} changes, ${megabytes} MB in .local/journal`);
  if (state.version !== servicesVersion(DAEMON)) {
    console.log('  started from older sources: npm stop, then npm start, to run these');
  }
  console.log(`  the world: ${await worldInWords(edge.endpoint)}`);
  if (existsSync(SYNTHESIZED)) {
    const environment = localEnvironment(state.endpoint);
    const rows = await Promise.all(
      deploymentStacks(deployment).map(async (stack) => [
        stack.id,
        (await countInBucket(stack, environment)) || '-',
      ]),
    );
    console.log(`\n${table(['stack', 'resources in its state'], rows)}`);
  }
  return 0;
}

type World = Pick<ShownWorld, 'speed' | 'drained' | 'regions'>;

/** Which regions are not well or drained, and how fast time goes. */
export function inWords({ speed, drained = [], regions }: World): string {
  const sick = regions.flatMap(({ name, state: { dead, status, delayMilliseconds } }) => {
    if (dead) return [`${name} is dead`];
    if (status !== undefined) return [`${name} answers ${status}`];
    return delayMilliseconds > 0 ? [`${name} is slow`] : [];
  });
  const out = drained.map((name) => `${name} is drained`);
  const said = [...sick, ...out].join(', ') || 'every region is well';
  return `${said}; time runs ${speed === 1 ? 'as it does' : `${speed} times as fast`}`;
}

async function worldInWords(edgeEndpoint: string): Promise<string> {
  const answer = await fetch(`${edgeEndpoint}/_local/world`);
  return answer.ok ? inWords((await answer.json()) as World) : `it answers ${answer.status}`;
}
