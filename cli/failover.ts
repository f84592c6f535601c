import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RoutingControls } from '../failover/routing-controls';
import { answering, changeTo, isSame, shown } from '../failover/states';
import type { Switch } from '../failover/switchboard';
import { switchboard } from '../failover/switchboards';
import { failoverContract } from '../stacks/failover/contract';
import { declaredStacks } from '../terraform/declared-stacks';
import { local as keptHere } from '../terraform/paths';
import { agree, consentOf, refuseUnanswerable } from './account';
import { clientSettings } from './aws-client';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStackOfKind, unknown } from './find-stack';

export interface FailoverArguments {
  readonly action: 'status' | 'move' | 'back' | 'plan' | 'watch' | undefined;
  readonly deployment: string | undefined;
  readonly service: string | undefined;
  readonly to: string | undefined;
  readonly why: string | undefined;
  readonly ticket: string | undefined;
  readonly local: boolean;
  readonly yes: boolean;
}

const TRY_MS = 3000;
const ROUNDS = 2;
const WATCH_MS = 2000;

/** Shows and turns the switches of a deployment's services. Asks nothing but their copies and the cluster's endpoints. */
export async function failover(args: FailoverArguments, signal: AbortSignal): Promise<void> {
  const { action = 'status', local } = args;
  const { deployment, awsRegions } = findStackOfKind(
    await declaredStacks({ signal }),
    args.deployment,
    failoverContract,
  );
  const environment = targetEnvironment(local);
  const folder = join(keptHere, 'failover');
  const where = local ? `${deployment}.local` : deployment;
  const board = await switchboard({
    path: `/${deployment}/failover/`,
    awsRegions,
    file: join(folder, `${where}.json`),
    settingsOf: (awsRegion) => clientSettings(awsRegion, environment),
    tryMs: TRY_MS,
    onFailure: (awsRegion, reason) => console.error(`No copy from ${awsRegion}: ${reason}`),
  });
  const controls = new RoutingControls({
    settingsOf: ({ awsRegion, url }) => ({ endpoint: url, ...clientSettings(awsRegion, environment) }),
    tryMs: TRY_MS,
    rounds: ROUNDS,
    random: Math.random,
    signal,
    onFailure: ({ awsRegion }, reason) =>
      console.error(`No answer from the endpoint in ${awsRegion}: ${reason}`),
  });
  try {
    if (action === 'status' || action === 'watch') {
      const meant = args.service === undefined ? board.switches : [found(board.switches, args.service)];
      await show(meant, controls, action === 'watch', signal);
      if (action === 'status') console.log(`Where the switches are was read from ${board.source}.`);
    } else {
      const one = found(board.switches, args.service);
      await move(one, controls, { ...args, action, log: join(folder, `${where}.log`) }, signal);
    }
  } finally {
    controls.close();
  }
}

function found(switches: readonly Switch[], service: string | undefined): Switch {
  const one = switches.find((each) => each.service === service);
  if (one !== undefined) return one;
  throw new UsageError(
    unknown(
      'service',
      service,
      switches.map((each) => each.service),
    ),
  );
}

async function show(
  switches: readonly Switch[],
  controls: RoutingControls,
  goesOn: boolean,
  signal: AbortSignal,
): Promise<void> {
  const told = new Map<string, string>();
  do {
    for (const one of switches) {
      const states = await controls.states(one);
      const note = states.primary === states.standby ? ` (both ${states.primary})` : '';
      const line = `${one.service}: ${answering(one, states)} answers${note}; ${shown(one, states)}`;
      if (told.get(one.service) !== line) console.log(goesOn ? `${new Date().toISOString()} ${line}` : line);
      told.set(one.service, line);
    }
    if (goesOn) await sleep(WATCH_MS, undefined, { signal });
  } while (goesOn);
}

interface Move extends FailoverArguments {
  readonly action: 'move' | 'back' | 'plan';
  /** Where a line is added. */
  readonly log: string;
}

async function move(one: Switch, controls: RoutingControls, args: Move, signal: AbortSignal): Promise<void> {
  const { action, why, ticket, log } = args;
  const to = action === 'back' ? one.primary : args.to;
  if (to === undefined) {
    throw new UsageError(
      `--to: expected a region of "${one.service}" (${one.primary}, ${one.standby}), got nothing`,
    );
  }
  const change = changeTo(one, to);
  const before = await controls.states(one);
  const words = `${one.service}: ${shown(one, before)} → ${shown(one, change)}`;
  if (isSame(before, change)) {
    console.log(`Nothing to do: ${one.service} is in ${to} (${shown(one, before)}).`);
    return;
  }
  if (action === 'plan') {
    console.log(`${words}. Nothing was changed.`);
    return;
  }
  if (why === undefined || why.trim() === '') throw new UsageError('--why: expected a reason, got nothing');
  const consent = consentOf(args);
  refuseUnanswerable('failover', consent);
  const [, , , , account = ''] = one.controlOf(to).split(':');
  await agree(`Turn ${words}`, { words: `account ${account}` }, consent, signal);
  const started = performance.now();
  const record = (outcome: string) => {
    const seconds = Math.round(performance.now() - started) / 1000;
    const who = `${userInfo().username}@${hostname()}`;
    const at = new Date().toISOString();
    const line = JSON.stringify({ at, who, why, ticket, service: one.service, to, before, outcome, seconds });
    mkdirSync(dirname(log), { recursive: true });
    appendFileSync(log, `${line}\n`);
    return seconds;
  };
  try {
    await controls.change(one, change);
  } catch (error) {
    record(error instanceof Error ? error.message : String(error));
    throw error;
  }
  const seconds = record('moved');
  console.log(`${words}: done in ${seconds} s. ${log} has a line of it.`);
}
