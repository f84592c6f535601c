import { reportLines } from '../../cli/preflight';
import { Aws } from '../../preflight/aws';
import type { Check } from '../../preflight/check';
import { runChecks } from '../../preflight/run';
import { Target } from '../../preflight/target';

const target = new Target({ stacks: [], applied: new Set(), accountId: '1', aws: new Aws({}) });
const check = (id: string, findings: Check['findings']): Check => ({
  id,
  asks: id,
  remedy: id,
  actions: [`${id}:Get`],
  findings,
});
const wrong = (id: string) => check(id, async () => [{ problem: `${id} is wrong`, remedy: `mend ${id}` }]);

test('every problem is reported at once, in the order of the checks', async () => {
  const slow = check('slow', async () => {
    await new Promise((done) => setTimeout(done, 30));
    return [{ problem: 'slow is wrong', remedy: 'mend slow' }];
  });
  const seen: string[] = [];
  const results = await runChecks([slow, wrong('quick'), check('fine', async () => [])], target, {
    onResult: ({ id }, done) => seen.push(`${done} ${id}`),
  });
  expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['slow', 'problem'],
    ['quick', 'problem'],
    ['fine', 'fine'],
  ]);
  expect(seen).toEqual(['1 quick', '2 fine', '3 slow']);
});

test('a check that the account refuses says what it needs, and ends no other', async () => {
  const refused = check('refused', async () => {
    throw Object.assign(new Error('not allowed\nand more'), { name: 'AccessDenied' });
  });
  const [first, second] = await runChecks([refused, wrong('other')], target);
  expect(first?.outcome).toBe('unknown');
  expect(first?.findings[0]).toEqual({
    problem: 'it could not be asked: AccessDenied: not allowed',
    remedy: 'let these credentials do refused:Get, and see that the network is up',
  });
  expect(second?.outcome).toBe('problem');
});

test('a check that never answers is given up', async () => {
  const [result] = await runChecks([check('silent', () => new Promise(() => {}))], target, {
    timeoutSeconds: 0.05,
  });
  expect(result?.findings[0]?.problem).toContain('no answer within 0.05 seconds');
});

test('no more are asked at once than allowed', async () => {
  let [now, most] = [0, 0];
  const counting = check('counting', async () => {
    now++;
    most = Math.max(most, now);
    await new Promise((done) => setTimeout(done, 5));
    now--;
    return [];
  });
  const results = await runChecks(
    Array.from({ length: 10 }, () => counting),
    target,
    { concurrency: 3 },
  );
  expect(most).toBe(3);
  expect(results.length).toBeGreaterThan(0);
});

test('an interrupt ends it', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(runChecks([wrong('a')], target, { signal })).rejects.toThrow('stopped');
});

test('each problem is one line with what mends it, and the last line says how many', async () => {
  const results = await runChecks([wrong('a'), check('b', async () => [])], target);
  expect(reportLines(results, 'account 1', 0)).toEqual([
    'a: a is wrong. Mend it: mend a',
    '2 checks of account 1: 1 in the way.',
  ]);
  expect(reportLines([], 'account 1', 3).at(-1)).toBe(
    '0 checks of account 1: nothing is in the way (3 stacks are applied already; only the others count).',
  );
});
