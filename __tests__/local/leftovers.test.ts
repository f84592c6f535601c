import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isRunning, type ProcessIdentity, signalProcess } from 'local-aws/daemon/processes';
import { endLeftovers, findLeftovers } from '../../local/leftovers';

const DIRECTORY = `/nowhere/${process.pid}/.local`;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** A process that lives until it is ended; `polite` ends at the first interrupt. */
async function idle(environment: Record<string, string>, polite = true): Promise<ProcessIdentity> {
  const script = `${polite ? '' : "process.on('SIGINT', () => {});"} setInterval(() => {}, 1000); console.log('ready')`;
  const child = spawn(process.execPath, ['-e', script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  const identity = identify(child.pid ?? 0);
  if (!identity) {
    throw new Error('it ended');
  }
  return identity;
}

describe('what a killed command left behind', () => {
  it('is found by its mark and ended, the polite and the others', async () => {
    const polite = await idle({ MERIDIAN_LOCAL_RUN: DIRECTORY });
    const stubborn = await idle({ MERIDIAN_LOCAL_RUN: DIRECTORY }, false);
    const other = await idle({ MERIDIAN_LOCAL_RUN: `${DIRECTORY}/other` });
    expect(
      findLeftovers(DIRECTORY)
        .map(({ pid }) => pid)
        .sort(),
    ).toEqual([polite.pid, stubborn.pid].sort());
    expect(await endLeftovers(DIRECTORY, 100)).toBe(2);
    expect([polite, stubborn, other].map(isRunning)).toEqual([false, false, true]);
    expect(await endLeftovers(DIRECTORY, 100)).toBe(0);
  });

  it('is ended politely also where it is held still', async () => {
    const held = await idle({ MERIDIAN_LOCAL_RUN: DIRECTORY });
    const [child] = children;
    const ended = child && once(child, 'exit');
    signalProcess(held, 'SIGSTOP');
    expect(await endLeftovers(DIRECTORY, 20_000)).toBe(1);
    expect(await ended).toEqual([null, 'SIGINT']);
  });
});
