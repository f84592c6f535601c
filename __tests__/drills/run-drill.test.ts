import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drill } from '../../drills/drill';
import { runDrill } from '../../drills/run-drill';
import { FakeWorld } from './support';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const log = join(folder, 'router.log');
beforeEach(() => writeFileSync(log, ''));

/** What the world is told to do, in its order, and what is printed. */
async function run(drill: Partial<Drill>, signal = new AbortController().signal) {
  const did: (string | number)[] = [];
  const lines: string[] = [];
  const { world } = new FakeWorld().context({ regions: async () => [] });
  const asTold = {
    ...world,
    mend: async () => void did.push('mend'),
    run: async (speed: number) => void did.push(speed),
  };
  const whole: Drill = { summary: 'something fails', run: async () => [], ...drill };
  const print = (line: string) => void lines.push(line.trim());
  const problems = runDrill('loss', whole, { world: asTold, region: undefined, log, signal, print });
  return { problems: await problems.catch(String), did, lines };
}

const callsRoute53 = async () => {
  appendFileSync(log, `${JSON.stringify({ service: 'route53', method: 'GET', path: '/', agent: 'x' })}\n`);
  return [];
};

describe('a drill', () => {
  it('begins and ends with a world that is mended, at the speed of the machine', async () => {
    const { did, lines } = await run({ speed: 30 });

    expect(did).toEqual(['mend', 20, 30, 'mend', 1]);
    expect(lines.at(-1)).toBe('loss: holds.');
  });

  it('that fails on the way leaves the world mended too', async () => {
    const { problems, did } = await run({ run: () => Promise.reject(new Error('no viewer')) });

    expect([problems, did.slice(-2)]).toEqual(['Error: no viewer', ['mend', 1]]);
  });

  it('that is interrupted leaves the world mended too', async () => {
    const interrupted = new AbortController();
    const hangs = () => {
      setImmediate(() => interrupted.abort());
      return new Promise<never>(() => undefined);
    };
    const { problems, did } = await run({ run: hangs }, interrupted.signal);

    expect(problems).toContain('The drill was interrupted');
    expect(did.slice(-2)).toEqual(['mend', 1]);
  });

  it('that is interrupted before it began does not begin', async () => {
    const started = jest.fn(async () => []);
    const { problems } = await run({ run: started }, AbortSignal.abort());

    expect(problems).toContain('The drill was interrupted');
    expect(started).not.toHaveBeenCalled();
  });

  it('does not hold where a control plane was called, and names the call', async () => {
    const { problems, lines } = await run({ run: callsRoute53 });

    expect(problems).toEqual(['calls to control planes and states: expected at most 0, got 1']);
    expect(lines).toContain('called: route53 GET /');
    expect(lines.at(-1)).toBe('loss: does not hold.');
  });

  it('that is about a control plane may call it', async () => {
    const { problems } = await run({ run: callsRoute53, callsControlPlanes: true });

    expect(problems).toEqual([]);
  });
});
