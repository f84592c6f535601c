import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Changes, NOTHING } from '../../terraform/json-output';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import type { WorkspaceOptions } from '../../terraform/workspace';
import { LocalDeployment, type WalkTerraform } from '../../walk/local-deployment';
import { FakeWorld } from '../drills/support';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { synthesizedFolder } from '../support/synthesized-folder';

let bucket: FakeStateBucket;
beforeAll(async () => {
  bucket = await fakeStateBucket();
});
afterAll(() => bucket.close());

/** A stack that is applied, and a walk whose Terraform does as the test says: by command, what each comes to. */
async function applied({ planned = { ...NOTHING, change: 1 }, applies = true, lost = '' } = {}) {
  const [stack] = synthesizedStacks(synthesizedFolder({ 'demo-mesh': [] })) as [SynthesizedStack];
  bucket.objects = new Map([[stack.backend.key, JSON.stringify({ lineage: 'l', serial: 1 })]]);
  const did: string[] = [];
  const terraform = ({ signal }: WorkspaceOptions): WalkTerraform => {
    const run = (command: string, changes: Changes) => async () => {
      did.push(command);
      if (signal?.aborted) throw new Error('interrupted before it started');
      if (command === 'apply' && !applies) throw new Error('AWS did not like it');
      return changes;
    };
    return {
      init: async () => void (await run('init', NOTHING)()),
      plan: run('plan', planned),
      plannedResources: async () => [{ address: lost, type: 'aws_vpc', change: { actions: ['delete'] } }],
      showJson: async () => ({}),
      apply: run('apply', planned),
      destroy: run('destroy', NOTHING),
      forgetPlan: () => did.push('forget the plan'),
    };
  };
  const interruption = new AbortController();
  const deployment = new LocalDeployment({
    world: new FakeWorld().context({}).world,
    environment: bucket.environment,
    instance: 'this-one',
    version: '1',
    mediaPrefix: 'media/',
    signal: interruption.signal,
    directory: mkdtempSync(join(tmpdir(), 'meridian-test-')),
    terraform,
  });
  await deployment.remember(stack);
  return { stack, deployment, did, interrupt: () => interruption.abort() };
}

it('after an interruption Terraform still destroys what was planned before it', async () => {
  const { stack, deployment, did, interrupt } = await applied();
  await deployment.plan(stack);
  interrupt();

  await deployment.destroy(stack);

  expect(did).toEqual(['init', 'plan', 'init', 'destroy']);
});

it('what was planned before an interruption is not applied after it', async () => {
  const { stack, deployment, interrupt } = await applied();
  await deployment.plan(stack);
  interrupt();

  await expect(deployment.apply(stack)).rejects.toThrow('interrupted before it started');
});

it('a stack whose apply has failed is not as applied, though its state is as it was', async () => {
  const { stack, deployment } = await applied({ applies: false });
  expect(await deployment.isAsApplied(stack)).toBe(true);
  await deployment.plan(stack);

  await expect(deployment.apply(stack)).rejects.toThrow('AWS did not like it');

  expect(await deployment.isAsApplied(stack)).toBe(false);
});

it('a plan that finds nothing is not kept', async () => {
  const { stack, deployment, did } = await applied({ planned: NOTHING });

  await deployment.plan(stack);

  expect(did).toEqual(['init', 'plan', 'forget the plan']);
});

it.each([
  ['that finds nothing', { planned: NOTHING }, false],
  ['that is refused', { planned: { ...NOTHING, remove: 1 }, lost: 'aws_vpc.one' }, true],
  ['that was applied already', {}, false],
])('a plan %s is not applied', async (_, more, deletionProtection) => {
  const { stack, deployment, did } = await applied(more);
  const planned = { ...stack, deletionProtection };
  const plan = await deployment.plan(planned).catch(() => undefined);
  if (plan !== undefined && plan !== NOTHING) await deployment.apply(planned);
  did.length = 0;

  await expect(deployment.apply(planned)).rejects.toThrow('expected a plan of demo-mesh to apply, got none');

  expect(did).toEqual([]);
});

it('a plan that is refused is not kept', async () => {
  const { stack, deployment, did } = await applied({
    planned: { ...NOTHING, remove: 1 },
    lost: 'aws_vpc.one',
  });

  await expect(deployment.plan({ ...stack, deletionProtection: true })).rejects.toThrow(
    'would destroy aws_vpc.one',
  );

  expect(did).toEqual(['init', 'plan', 'forget the plan']);
});
