import { type Changes, NOTHING } from '../../terraform/json-output';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { TerraformError } from '../../terraform/terraform-error';
import { applyInRandomOrder, type Task, type Teams } from '../../walk/apply-edit';
import { randomSequence } from '../../walk/random-sequence';
import { fakeStack } from '../support/stacks';

const ONE: Changes = { ...NOTHING, change: 1 };

const tasks = (...names: string[]): Task[] =>
  names.map((name) => ({ stack: fakeStack(name), work: 'apply' }));

/** Teams whose plan is as the test says; what they do is noted. */
function teams(plan: (id: string, applied: readonly string[]) => Changes) {
  const did: string[] = [];
  const note = (what: string) => async (one: SynthesizedStack) => {
    did.push(`${what} ${one.id}`);
    return ONE;
  };
  const applied = () => did.flatMap((each) => (each.startsWith('apply ') ? [each.slice(6)] : []));
  const all: Teams = {
    plan: async ({ id }) => plan(id, applied()),
    apply: note('apply'),
    destroy: note('destroy'),
  };
  return { did, all };
}

const { signal } = new AbortController();
const options = (all: Teams, seed = 1) => ({ teams: all, random: randomSequence(seed), signal });

it('stacks are applied in an order that the seed decides', async () => {
  const orders = [1, 2, 3, 4, 5, 6].map(async (seed) => {
    const { all, did } = teams(() => ONE);
    await applyInRandomOrder(tasks('a', 'b', 'c', 'd'), options(all, seed));
    expect([...did].sort()).toEqual(['a', 'b', 'c', 'd'].map((name) => `apply demo-${name}`));
    return did.join();
  });

  expect(new Set(await Promise.all(orders)).size).toBeGreaterThan(2);
});

it('groups follow each other', async () => {
  const { all, did } = teams(() => ONE);

  await applyInRandomOrder(tasks('global', 'region-asia', 'region-europe', 'mesh'), {
    ...options(all),
    order: [['region-europe'], ['region-*']],
  });

  expect(did.slice(0, 2)).toEqual(['apply demo-region-europe', 'apply demo-region-asia']);
  expect(did.slice(2).sort()).toEqual(['apply demo-global', 'apply demo-mesh']);
});

it('a team whose plan is refused tries again when another one has applied', async () => {
  const { all, did } = teams((id, applied) => {
    if (id === 'demo-region-asia' && !applied.includes('demo-global')) throw new Error('apply global first');
    return ONE;
  });

  for (const seed of [1, 2, 3, 4]) {
    did.length = 0;
    const done = await applyInRandomOrder(tasks('region-asia', 'global'), {
      ...options(all, seed),
      parallel: 1,
    });
    expect(did).toEqual(['apply demo-global', 'apply demo-region-asia']);
    expect(done.slice(-2)).toEqual(['demo-global', 'demo-region-asia']);
  }
});

it('what nobody can apply is refused with its sentence', async () => {
  const { all, did } = teams((id) => {
    if (id === 'demo-data-asia') throw new Error('would lose its data');
    return ONE;
  });

  await expect(applyInRandomOrder(tasks('data-asia', 'data-europe'), options(all))).rejects.toThrow(
    'would lose its data',
  );
  expect(did).toEqual(['apply demo-data-europe']);
});

it('a failure of Terraform that no sentence explains is not tried again', async () => {
  let plans = 0;
  const { all } = teams(() => {
    plans++;
    throw new TerraformError({ stackId: 'demo-a', command: 'plan', diagnostics: [] });
  });

  await expect(applyInRandomOrder(tasks('a'), options(all))).rejects.toThrow(TerraformError);
  expect(plans).toBe(1);
});

it('what has left the document is destroyed, and what plans nothing is left alone', async () => {
  const { all, did } = teams(() => NOTHING);

  await applyInRandomOrder([...tasks('a'), { stack: fakeStack('b'), work: 'destroy' }], options(all));

  expect(did).toEqual(['destroy demo-b']);
});
