import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MotoLaunch } from '../../daemon/moto';
import { identify, isRunning, type ProcessIdentity } from '../../daemon/processes';
import { isHealthy, startServices, stopServices } from '../../daemon/services';
import { findServices, readState, writeState } from '../../daemon/state';

const FAKE: MotoLaunch = {
  command: process.execPath,
  args: [join(__dirname, '../support/fake-moto.js'), '--port', '{port}'],
  description: 'a fake',
};

let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-services-'));
});

afterEach(async () => {
  await stopServices(directory);
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
  rmSync(directory, { recursive: true, force: true });
});

const start = (launch = FAKE, signal?: AbortSignal, port?: number) =>
  startServices({ directory, port, moto: async () => launch, signal });

async function gone(identity: ProcessIdentity): Promise<boolean> {
  for (let wait = 0; wait < 400 && isRunning(identity); wait++) {
    await new Promise((done) => setTimeout(done, 25));
  }
  return !isRunning(identity);
}

describe('the services', () => {
  it('start in the background, are found by a second start, and end without a trace', async () => {
    const { state, started } = await start();
    expect(started).toBe(true);
    expect(await isHealthy(state)).toBe(true);
    expect(await (await fetch(`${state.endpoint}/bucket/key`)).text()).toBe('fake moto');

    const moto = jest.fn();
    const second = await startServices({ directory, moto });
    expect(second).toEqual({ state, started: false, outdated: false });
    expect(moto).not.toHaveBeenCalled();

    expect(await stopServices(directory)).toBe(true);
    expect(isRunning(state.daemon)).toBe(false);
    expect(isRunning(state.moto)).toBe(false);
    expect(existsSync(join(directory, 'services.json'))).toBe(false);
    expect(await stopServices(directory)).toBe(false);
    expect(readFileSync(join(directory, 'logs', 'router.log'), 'utf8')).toContain('/bucket/key');
  });

  it('leave no moto behind when the daemon is killed, and start anew', async () => {
    const { state } = await start();
    process.kill(state.daemon.pid, 'SIGKILL');
    expect(await gone(state.moto)).toBe(true);
    expect(findServices(directory)).toBeUndefined();

    const again = await start();
    expect(again.started).toBe(true);
    expect(again.state.instance).not.toBe(state.instance);
  });

  it('end when moto does', async () => {
    const { state } = await start();
    process.kill(state.moto.pid, 'SIGKILL');
    expect(await gone(state.daemon)).toBe(true);
    expect(readFileSync(join(directory, 'logs', 'daemon.log'), 'utf8')).toContain('moto ended with SIGKILL');
  });

  it('are ended when the start is interrupted', async () => {
    const silent = join(directory, 'silent.js');
    const pidFile = join(directory, 'pid');
    writeFileSync(
      silent,
      `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); process.stdin.on('end', () => process.exit()).resume();`,
    );
    const abort = new AbortController();
    const starting = start({ ...FAKE, args: [silent] }, abort.signal);
    const failure = expect(starting).rejects.toThrow('Ctrl-C');
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') {
      await new Promise((done) => setTimeout(done, 25));
    }
    const moto = identify(Number(readFileSync(pidFile, 'utf8')));
    abort.abort(new Error('Ctrl-C'));
    await failure;
    expect(moto && isRunning(moto)).toBe(false);
    expect(readState(directory)).toBeUndefined();
  });

  it('say why moto did not start', async () => {
    const broken = join(directory, 'broken.js');
    writeFileSync(broken, "console.error('no module named flask'); process.exit(3);");
    await expect(start({ ...FAKE, args: [broken] })).rejects.toThrow(
      /the local AWS did not start: moto ended with status 3[\s\S]*no module named flask/,
    );
    await expect(start({ ...FAKE, command: join(directory, 'absent') })).rejects.toThrow(/ENOENT/);
  });

  it('refuse a port that is taken when it was asked for', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await start(FAKE, undefined, port).catch((error: Error) => error.message);
    other.close();
    expect(failure).toContain(`port ${port} on 127.0.0.1 is taken: ask for a free one`);
  });

  it('never end a process that merely got the same id', async () => {
    const innocent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    children.push(innocent);
    await once(innocent, 'spawn');
    const identity = { pid: innocent.pid ?? 0, started: 'another time' };
    writeState(directory, {
      version: '',
      instance: '',
      endpoint: 'http://127.0.0.1:9',
      port: 9,
      edge: { endpoint: 'http://127.0.0.1:9', port: 9 },
      daemon: identity,
      moto: { ...identity, port: 9 },
      startedAt: '',
    });
    expect(await stopServices(directory)).toBe(false);
    expect(identify(identity.pid)).toBeDefined();
    expect(readState(directory)).toBeUndefined();
  });
});
