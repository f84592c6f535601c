import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptPlans } from '../../review/kept-plans';
import type { ReviewedStack } from '../../review/review';
import { smallStacks } from '../support/terraform-stacks';

const [stack] = smallStacks([{ id: 'demo-global', input: 'x' }]);
const judged = {
  commit: 'abc',
  base: 'def',
  target: 'local',
  gates: { passed: ['G01'], refused: [] },
};

/** A stack whose plan lies where nobody has judged it yet. */
function planned({ unjudged }: KeptPlans): ReviewedStack {
  if (stack === undefined) throw new Error('no stack');
  const file = join(unjudged, `${stack.id}.tfplan`);
  writeFileSync(file, 'a plan', { mode: 0o600 });
  const versions = { terraform: '1.11.4', providers: {} };
  return { stack, reason: 'changed', inputs: [], kept: { file, versions, state: undefined, edges: [] } };
}

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'review');
});

test('a plan that may be applied lies beside its seal, and nobody else may read either', () => {
  const plans = new KeptPlans(directory);
  plans.keep(planned(plans), judged);
  plans.close();

  expect(readdirSync(directory).sort()).toEqual(['demo-global.seal.json', 'demo-global.tfplan']);
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
});

test('of a plan that nobody has judged, or that was refused, nothing is left', () => {
  const plans = new KeptPlans(directory);
  planned(plans);
  expect(statSync(plans.unjudged).mode & 0o077).toBe(0);
  plans.close();

  expect(readdirSync(directory)).toEqual([]);
});

test('what an earlier review has kept goes before another begins, its seals with it, and nothing else', () => {
  const earlier = new KeptPlans(directory);
  earlier.keep(planned(earlier), judged);
  earlier.close();
  for (const name of ['mine.tfplan', 'review.md', 'other.seal.json'])
    writeFileSync(join(directory, name), '');
  new KeptPlans(directory).close();

  expect(readdirSync(directory).sort()).toEqual(['mine.tfplan', 'other.seal.json', 'review.md']);
});

test('a stack without a plan is not sealed', () => {
  const plans = new KeptPlans(directory);
  const { kept: _, ...reviewed } = planned(plans);
  expect(() => plans.keep(reviewed, judged)).toThrow('No plan of "demo-global" is kept.');
  plans.close();
});

test('what a killed review has left, secrets in clear, goes before another begins; what one that runs holds stays', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const owner of [pid, process.ppid])
    mkdirSync(join(directory, `.unjudged-${owner}-abcdef`), { recursive: true });
  writeFileSync(join(directory, `.unjudged-${pid}-abcdef`, 'demo-global.tfplan'), 'a plan');
  new KeptPlans(directory).close();

  expect(readdirSync(directory)).toEqual([`.unjudged-${process.ppid}-abcdef`]);
});
