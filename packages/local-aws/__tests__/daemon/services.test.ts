import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../daemon/free-port';
import type { MotoLaunch } from '../../daemon/moto';
import { identify, isRunning, type ProcessIdentity } from '../../daemon/processes';
import { isHealthy, startServices, stopServices } from '../../daemon/services';
import { findServices, readState, writeState } from '../../daemon/state';
import { type AwsCall, localAws } from '../../world/aws-api';

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

  it('leave no moto behind when the daemon is killed, and start again', async () => {
    const { state } = await start();
    process.kill(state.daemon.pid, 'SIGKILL');
    expect(await gone(state.moto)).toBe(true);
    expect(findServices(directory)).toBeUndefined();

    const again = await start();
    expect(again.started).toBe(true);
    expect(again.state.daemon).not.toEqual(state.daemon);
  });

  it.each(['daemon', 'moto'] as const)(
    'come back with everything that was answered, where the %s was killed amid changes',
    async (which) => {
      // Not the port that every local AWS asks for first: another one may take it before the second start.
      const { state } = await start(FAKE, undefined, await freePort());
      const path = (key: number) => `/bucket/${key}`;
      const answered: number[] = [];
      const put = async (endpoint: string, key: number) => {
        const call: AwsCall = {
          service: 's3',
          region: 'us-east-1',
          method: 'PUT',
          path: path(key),
          body: 'kept',
        };
        const { status } = await localAws(endpoint)(call).catch(() => ({ status: 0 }));
        if (status !== 200) return;
        answered.push(key);
        if (answered.length === 10) process.kill(state[which].pid, 'SIGKILL');
      };
      await Promise.all(Array.from({ length: 20 }, (_, key) => put(state.endpoint, key)));
      expect(await gone(state.daemon)).toBe(true);
      expect(await gone(state.moto)).toBe(true);

      const again = await start();

      expect(again.resumed?.changes).toBeGreaterThanOrEqual(answered.length);
      expect([again.state.instance, again.state.port]).toEqual([state.instance, state.port]);
      expect(answered.length).toBeGreaterThanOrEqual(10);
      for (const key of answered) {
        expect(await (await fetch(again.state.endpoint + path(key))).text()).toMatch(/^kept of /);
      }
    },
  );

  it('answer at the port that they have answered at, or say why they do not start', async () => {
    const { state } = await start();
    const { port, endpoint } = state;
    await localAws(endpoint)({
      service: 's3',
      region: 'us-east-1',
      method: 'PUT',
      path: '/bucket',
      body: '',
    });
    await stopServices(directory);
    const sentence = 'what it holds knows its address (a reset forgets what it holds)';
    await expect(start(FAKE, undefined, port + 1)).rejects.toThrow(
      `it answers at port ${port} and no other, because ${sentence}`,
    );

    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start()).rejects.toThrow(`port ${port} on 127.0.0.1 is taken: ${sentence}`);
    other.close();
    await once(other, 'close');
    expect((await start()).state).toMatchObject({ port, instance: state.instance });
  });

  it('look for queues in the AWS regions of what they held before', async () => {
    const { state } = await start();
    const change = { service: 's3', region: 'sa-east-1', method: 'PUT', path: '/bucket', body: '' };
    await localAws(state.endpoint, 'terraform')(change);
    await stopServices(directory);
    await start();
    const log = join(directory, 'logs', 'router.log');
    const asked = () =>
      (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line.includes('event-source-mappings') && line.includes('sa-east-1'));
    for (let wait = 0; wait < 200 && asked().length === 0; wait++) {
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(asked()).not.toEqual([]);
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
