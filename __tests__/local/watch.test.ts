import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, type ProcessIdentity } from 'local-aws/daemon/processes';
import type { Started } from 'local-aws/daemon/services';
import type { ServicesState } from 'local-aws/daemon/state';
import { whileRunning } from '../../local/watch';

jest.setTimeout(60_000);

const DIRECTORY = `/nowhere/${process.pid}/.local`;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  jest.restoreAllMocks();
});

/** A process that lives until it is ended. */
async function idle(environment: Record<string, string> = {}): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', "setInterval(() => {}, 1000); console.log('ready')"], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  const identity = identify(child.pid ?? 0);
  if (!identity) throw new Error('it ended');
  return identity;
}

async function services(instance = 'one'): Promise<ServicesState> {
  const daemon = await idle();
  return { instance, daemon, moto: { ...daemon, port: 1 } } as ServicesState;
}

const kill = ({ daemon }: ServicesState) => process.kill(daemon.pid, 'SIGKILL');
const started = (state: ServicesState): Started => ({ state, started: true, outdated: false });

/** As the kernel names it: `T` is held still. */
const stateOf = ({ pid }: ProcessIdentity) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];

const options = (state: ServicesState, restart: () => Promise<Started>) => ({
  services: state,
  directory: DIRECTORY,
  signal: new AbortController().signal,
  restart,
  say: jest.fn(),
  everyMilliseconds: 25,
});

test('services that end in the middle are started again, and the work goes on', async () => {
  const first = await services();
  const second = await services();
  const restart = jest.fn(async () => started(second));
  const watched = options(first, restart);

  const result = await whileRunning(watched, async (signal) => {
    kill(first);
    while (restart.mock.calls.length === 0) await sleep(25);
    await sleep(200);
    return signal.aborted ? 'ended' : 'done';
  });

  expect(result).toBe('done');
  expect(restart).toHaveBeenCalledTimes(1);
  expect(watched.say).toHaveBeenCalledWith(expect.stringContaining('is started again with what it had'));
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('Terraform is held still until the services answer again', async () => {
  const first = await services();
  const second = await services();
  const terraform = await idle({ MERIDIAN_LOCAL_RUN: DIRECTORY });
  const meanwhile: (string | undefined)[] = [];
  const restart = async () => {
    await sleep(100);
    meanwhile.push(stateOf(terraform));
    return started(second);
  };

  await whileRunning(options(first, restart), async () => {
    kill(first);
    while (meanwhile.length === 0) await sleep(25);
    await sleep(100);
  });

  expect([...meanwhile, stateOf(terraform)]).toEqual(['T', 'S']);
});

test.each([
  ['cannot be started again', () => Promise.reject(new Error('the port is taken')), 'the port is taken'],
  ['have lost what they had', async () => started(await services('another')), 'what it had is lost'],
])('the work is ended where the services %s', async (_, restart, reason) => {
  const first = await services();
  const said = jest.spyOn(console, 'error').mockImplementation();

  const result = await whileRunning(options(first, restart), async (signal) => {
    kill(first);
    await once(signal, 'abort');
    return 'ended';
  });

  expect(result).toBe('ended');
  expect(said.mock.calls[0]?.[0]).toContain(`The local AWS ended in the middle: ${reason}`);
});

test('services that end again and again are given up', async () => {
  const first = await services();
  jest.spyOn(console, 'error').mockImplementation();
  const restart = jest.fn(async () => started(first));

  await whileRunning(options(first, restart), async (signal) => {
    kill(first);
    await once(signal, 'abort');
  });

  expect(restart).toHaveBeenCalledTimes(3);
});
