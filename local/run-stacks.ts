import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { health } from 'local-aws/daemon/services';
import { findServices, type ServicesState } from 'local-aws/daemon/state';
import { localEnvironment } from 'local-aws/environment';
import { journalFile, noteEmptied } from 'local-aws/journal/journal';
import { localAws } from 'local-aws/world/aws-api';
import { terraformBinary } from '../terraform/binary';
import { synthesize } from '../terraform/synthesize';
import { isStateStack, type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { Applied } from './applied';
import { type CiCredentials, ciCredentials } from './ci-roles';
import { releaseDeadLocks } from './dead-locks';
import { deploy, type RunOptions, type StackResult } from './deploy';
import { destroy } from './destroy';
import { LOCAL_DIRECTORY, PROJECT_DIRECTORY } from './directory';
import { Display } from './display/display';
import { Interrupted } from './interruption';
import { endLeftovers } from './leftovers';
import { failures, resultTable, sentence, succeeded } from './summary';
import { up } from './up';
import { whileRunning } from './watch';

export interface CommandOptions {
  readonly deployment: string;
  /** Stacks side by side. */
  readonly parallel?: number;
  /** Leaves alone what is as it was applied. @default false */
  readonly keepsApplied?: boolean;
  readonly signal: AbortSignal;
}

export const SYNTHESIZED = join(PROJECT_DIRECTORY, 'cdktf.out', 'stacks');

export async function deployStacks(
  options: CommandOptions,
  names: readonly string[],
  services = runningServices(),
): Promise<number> {
  // Its folder is about to be another one.
  await endLeftovers(LOCAL_DIRECTORY);
  console.log('Synthesizing …');
  await synthesize(options.signal);
  const all = deploymentStacks(options.deployment);
  const stacks = selected(all, names, options.deployment);
  return report(options, services, all, async ({ services: { version, startedAt }, ...run }) => {
    for (const id of await releaseDeadLocks({ ...run, stacks, startedAt: new Date(startedAt) })) {
      console.log(`Released the lock that an ended run had left on ${id}.`);
    }
    const { keepsApplied } = options;
    return deploy({ ...run, stacks, applied: new Applied({ ...run, version }), keepsApplied });
  });
}

export async function destroyStacks(options: CommandOptions): Promise<number> {
  const services = runningServices();
  if (!existsSync(SYNTHESIZED)) {
    await synthesize(options.signal);
  }
  const stacks = deploymentStacks(options.deployment);
  const status = await report(options, services, stacks, (run) => destroy({ ...run, stacks }));
  if (status === 0) await noteIfEmpty(services);
  return status;
}

/** A local AWS without a bucket holds no state of anybody: the history of what was destroyed is of no use. */
async function noteIfEmpty(services: ServicesState): Promise<void> {
  const { body } = await localAws(services.endpoint)({ service: 's3', region: 'us-east-1', path: '/' });
  const said = await health(services);
  if (said && !body.includes('<Bucket>')) noteEmptied(journalFile(LOCAL_DIRECTORY), said.journal.changes);
}

export function runningServices(): ServicesState {
  const state = findServices(LOCAL_DIRECTORY);
  if (!state) {
    throw new Error('the local AWS is not running: npx meridian local up, or npm start');
  }
  return state;
}

export function deploymentStacks(deployment: string): SynthesizedStack[] {
  const all = synthesizedStacks();
  const stacks = all.filter((stack) => stack.deployment === deployment);
  if (stacks.length === 0) {
    const known = [...new Set(all.map((stack) => stack.deployment))].join(', ');
    throw new Error(`--deployment: expected one of ${known}, got ${deployment}`);
  }
  return stacks;
}

/** Names with or without the deployment in front; none means all. */
function selected(stacks: readonly SynthesizedStack[], names: readonly string[], deployment: string) {
  const ids = names.map((name) => {
    const stack = stacks.find(({ id }) => id === name || id === `${deployment}-${name}`);
    if (!stack) {
      throw new Error(`stack: expected one of ${stacks.map(({ id }) => id).join(', ')}, got ${name}`);
    }
    return stack.id;
  });
  return ids.length === 0 ? [...stacks] : stacks.filter(({ id }) => ids.includes(id));
}

/** Terraform works as the roles of CI that the deployment's `state` stack makes. */
export function credentialsOf(
  stacks: readonly SynthesizedStack[],
  environment: Readonly<Record<string, string>>,
): CiCredentials | undefined {
  const stateStack = stacks.find(isStateStack);
  return stateStack && ciCredentials({ stateStack, environment });
}

async function report(
  { signal, parallel }: CommandOptions,
  services: ServicesState,
  all: readonly SynthesizedStack[],
  work: (run: Omit<RunOptions, 'stacks'> & { readonly services: ServicesState }) => Promise<StackResult[]>,
): Promise<number> {
  // Nobody else works here: what a killed command left running holds locks.
  await endLeftovers(LOCAL_DIRECTORY);
  const started = performance.now();
  const { stdout } = process;
  const binary = await terraformBinary({ onMessage: (message) => console.log(message) });
  const display = new Display({
    write: (text) => stdout.write(text),
    isTty: stdout.isTTY === true,
    columns: stdout.columns,
  });
  const directory = LOCAL_DIRECTORY;
  const environment = localEnvironment(services.endpoint);
  const { instance } = services;
  const say = (text: string) => display.say(text);
  const restart = () => up({ signal, say });
  const results = await whileRunning({ services, directory, signal, restart, say }, (either) =>
    work({
      services,
      environment,
      credentials: credentialsOf(all, environment),
      directory,
      instance,
      binary,
      parallel,
      display,
      signal: either,
    }),
  ).finally(() => display.close());
  console.log(`\n${resultTable(results)}\n`);
  for (const failure of failures(results)) {
    console.error(`${failure}\n`);
  }
  console.log(sentence(results, Math.round((performance.now() - started) / 1000)));
  if (signal.aborted) {
    throw signal.reason instanceof Interrupted ? signal.reason : new Error('interrupted');
  }
  return succeeded(results) ? 0 : 1;
}
