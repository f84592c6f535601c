import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, judge, sourcesOf } from '../../review';
import { applySealed } from '../../review/apply-sealed';
import { countsOf } from '../../review/counts';
import { KeptPlans } from '../../review/kept-plans';
import { isTainted } from '../../review/planned-stack';
import { type ReviewedStack, type ReviewOptions, review } from '../../review/review';
import { changedStacks } from '../../review/select';
import { parseState } from '../../terraform/state-store';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { Workspace } from '../../terraform/workspace';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { type SmallStack, smallStacks } from '../support/terraform-stacks';

let bucket: FakeStateBucket;
let plansIn: string;
beforeEach(async () => {
  bucket = await fakeStateBucket();
  bucket.objects = new Map();
  plansIn = mkdtempSync(join(tmpdir(), 'meridian-test-'));
});
afterEach(() => bucket.close());

const environment = () => ({ ...bucket.environment, AWS_REGION: 'eu-west-1' });
const applyCommand = (id: string) => `npx meridian apply ${id}`;

const global = (zone: string): SmallStack => ({
  id: 'demo-global',
  input: zone,
  outputs: { hosted_zone_id: '${terraform_data.kept.input}', web_acl_arn: '${terraform_data.kept.output}' },
});
const reads = (...names: readonly string[]): SmallStack => ({
  id: 'demo-region',
  input: names.map((name) => `\${data.terraform_remote_state.demo-global.outputs.${name}}`),
  reads: ['demo-global'],
  outputs: { vpc_id: '${terraform_data.kept.id}' },
});
const region = reads('hosted_zone_id');

async function apply(stacks: readonly SynthesizedStack[]): Promise<void> {
  for (const { directory } of stacks) {
    const workspace = new Workspace({ directory, environment: environment() });
    await workspace.init('-reconfigure');
    await workspace.apply();
  }
}

function reviewOf(
  head: readonly SynthesizedStack[],
  { base, ...options }: Partial<ReviewOptions> = {},
): Promise<readonly ReviewedStack[]> {
  return review({
    head,
    ...(base ? { base } : {}),
    selected: base ? changedStacks(base, head) : head.map((stack) => ({ stack, reason: 'changed' })),
    environment: environment(),
    plansIn,
    applyCommand,
    ...options,
  });
}

const found = (reviewed: readonly ReviewedStack[], id: string): ReviewedStack => {
  const one = reviewed.find(({ stack }) => stack.id === id);
  if (one === undefined)
    throw new Error(`${id} was not planned, only ${reviewed.map(({ stack }) => stack.id)}`);
  return one;
};

/** What the stack's resource would keep. */
const keptAfter = ({ plan, problem }: ReviewedStack) => {
  if (plan === undefined) throw new Error(`not planned: ${problem}`);
  const { after } =
    plan.resource_changes?.find(({ address }) => address === 'terraform_data.kept')?.change ?? {};
  return (after as { readonly input?: unknown } | undefined)?.input;
};

const serialOf = (id: string) => parseState(bucket.objects?.get(`${id}.tfstate`) ?? '{}').serial;

describe('where nothing has been applied', () => {
  test('a reader is planned with what its producer will publish, and with a placeholder where that is not known', async () => {
    const stacks = smallStacks([global('Z1'), reads('hosted_zone_id', 'web_acl_arn')]);
    const reviewed = await reviewOf(stacks);

    expect(keptAfter(found(reviewed, 'demo-region'))).toEqual([
      'Z1',
      'arn:aws:service:eu-west-1:123456789012:not-applied-web-acl-arn',
    ]);
    expect(found(reviewed, 'demo-region').inputs).toEqual([
      { producer: 'demo-global', output: 'hosted_zone_id', source: 'planned' },
      { producer: 'demo-global', output: 'web_acl_arn', source: 'placeholder' },
    ]);
    expect(existsSync(join(plansIn, 'demo-global.tfplan'))).toBe(true);
    expect(existsSync(join(plansIn, 'demo-region.tfplan'))).toBe(false);
  });

  test('without a bucket every stack is planned on an empty state, no plan is kept, and nothing is made', async () => {
    bucket.objects = undefined;
    const reviewed = await reviewOf(smallStacks([global('Z1'), region]));

    expect(reviewed.map(({ problem }) => problem)).toEqual([undefined, undefined]);
    expect(reviewed.map(({ plan }) => countsOf(plan ?? {}).create)).toEqual([1, 1]);
    expect(reviewed.map(({ kept }) => kept)).toEqual([undefined, undefined]);
    expect(bucket.objects).toBeUndefined();
  });

  test('a reader alone is planned with placeholders', async () => {
    const head = smallStacks([global('Z1'), region]);
    const only = head.slice(1).map((stack) => ({ stack, reason: 'changed' as const }));
    const reviewed = await reviewOf(head, { selected: only, isIncluded: () => false });

    expect(reviewed.map(({ stack }) => stack.id)).toEqual(['demo-region']);
    expect(keptAfter(found(reviewed, 'demo-region'))).toEqual(['not-applied-hosted-zone-id']);
  });
});

describe('where everything is applied', () => {
  const base = () => smallStacks([global('Z1'), region]);

  test('who reads an output that changes joins, with the value that is planned, and its plan is never kept', async () => {
    const before = base();
    await apply(before);
    const reviewed = await reviewOf(smallStacks([global('Z2'), region]), { base: before });

    expect(reviewed.map(({ stack, reason }) => [stack.id, reason])).toEqual([
      ['demo-global', 'changed'],
      ['demo-region', 'reader'],
    ]);
    expect(keptAfter(found(reviewed, 'demo-region'))).toEqual(['Z2']);
    expect(reviewed.map(isTainted)).toEqual([false, true]);
    expect(reviewed.map(({ kept }) => kept?.file)).toEqual([join(plansIn, 'demo-global.tfplan'), undefined]);
    expect(statSync(join(plansIn, 'demo-global.tfplan')).mode & 0o077).toBe(0);
  });

  test('nobody joins where the outputs stay as they are, and what changes is planned on live values', async () => {
    const before = base();
    await apply(before);
    const after = smallStacks([global('Z1'), { ...region, resources: { other: {} } }]);
    const reviewed = await reviewOf(after, { base: before });

    expect(reviewed.map(({ stack }) => stack.id)).toEqual(['demo-region']);
    expect(reviewed.map(isTainted)).toEqual([false]);
    expect(reviewed[0]?.kept).toBeDefined();
  });

  test('an output that goes while somebody reads it is told in one sentence that names both', async () => {
    const before = base();
    await apply(before);
    const after = smallStacks([{ id: 'demo-global', input: 'Z1', outputs: {} }, region]);
    const reader = found(await reviewOf(after, { base: before }), 'demo-region');

    expect(reader.plan).toBeUndefined();
    expect(reader.problem).toBe(
      '"demo-region" reads hosted_zone_id of "demo-global", which "demo-global" does not publish: put the output back, or let "demo-region" do without it first.',
    );
  });

  test('a stack that is removed is planned to be destroyed, after its readers', async () => {
    const before = base();
    await apply(before);
    const reviewed = await reviewOf(smallStacks([global('Z1')]), { base: before });

    expect(reviewed.map(({ stack, reason }) => [stack.id, reason])).toEqual([['demo-region', 'removed']]);
    expect(countsOf(found(reviewed, 'demo-region').plan ?? {})).toMatchObject({ destroy: 1, create: 0 });
    expect(existsSync(join(plansIn, 'demo-region.tfplan'))).toBe(false);
  });

  test("a plan that Terraform's own guard forbids is made all the same, and a gate refuses it", async () => {
    const guarded = (triggers: string): SmallStack => ({
      id: 'demo-global',
      input: 'Z1',
      resources: { kept: { triggers_replace: triggers, lifecycle: { prevent_destroy: true } } },
    });
    await apply(smallStacks([guarded('a')]));
    const head = smallStacks([guarded('b')]);
    const reviewed = await reviewOf(head);

    expect(reviewed.map(({ plan }) => countsOf(plan ?? {}))).toMatchObject([{ replace: 1 }]);
    const judged = judge(analyse(reviewed, { head: sourcesOf(head), base: [] }), [], new Date());
    expect(judged.findings).toMatchObject([
      { gate: 'G01', address: 'terraform_data.kept', severity: 'refuse' },
    ]);
    expect(judged.appliable).toEqual([]);
  });

  test('neither a lock nor a state is left by a review', async () => {
    const before = base();
    await apply(before);
    const states = new Map(bucket.objects);
    await reviewOf(smallStacks([global('Z2'), region]), { base: before });

    expect(bucket.objects).toEqual(states);
  });
});

describe('a plan that was kept', () => {
  const about = { commit: '0123456789abcdef', base: 'fedcba9876543210', target: 'local' };

  /** Global is applied; the region's plan is reviewed, and kept. */
  async function sealed() {
    const stacks = smallStacks([global('Z1'), region]);
    await apply(stacks.slice(0, 1));
    const plans = new KeptPlans(plansIn);
    const gates = { passed: [], refused: [] };
    for (const reviewed of await reviewOf(stacks, { plansIn: plans.unjudged })) {
      if (reviewed.kept !== undefined) plans.keep(reviewed, { ...about, gates });
    }
    plans.close();
    return stacks;
  }

  function applyPlan(stacks: readonly SynthesizedStack[], agree = async () => {}) {
    const stack = stacks.find(({ id }) => id === 'demo-region');
    if (stack === undefined) throw new Error('no region');
    const planFile = join(plansIn, 'demo-region.tfplan');
    const reviewCommand = (base: string) => `npx meridian review --stack demo-region --base ${base}`;
    return applySealed({
      stack,
      stacks,
      planFile,
      environment: environment(),
      target: 'local',
      agree,
      applyCommand,
      reviewCommand,
    });
  }

  test('is applied as it was reviewed', async () => {
    await expect(applyPlan(await sealed())).resolves.toMatchObject({ add: 1, change: 0, remove: 0 });
    expect(bucket.objects?.get('demo-region.tfstate')).toContain('"Z1"');
  });

  test('is refused when its producer has been applied since, which Terraform itself would not notice', async () => {
    const stacks = await sealed();
    await apply(smallStacks([global('Z2')]));
    await expect(applyPlan(stacks)).rejects.toThrow(
      [
        '"demo-global" has been applied since, and "demo-region" reads of it: hosted_zone_id.',
        'Nothing was changed. Plan it again: npx meridian review --stack demo-region --base fedcba9876543210',
      ].join('\n'),
    );
    expect(bucket.objects?.has('demo-region.tfstate')).toBe(false);
  });

  test('is refused when its producer is applied while somebody is asked', async () => {
    const stacks = await sealed();
    await expect(applyPlan(stacks, () => apply(smallStacks([global('Z2')])))).rejects.toThrow(
      '"demo-global" has been applied since',
    );
    expect(bucket.objects?.has('demo-region.tfstate')).toBe(false);
  });

  test('is refused when the stack itself has been applied since', async () => {
    const stacks = await sealed();
    await apply(stacks.slice(1));
    const serial = serialOf('demo-region');
    await expect(applyPlan(stacks)).rejects.toThrow(
      'The state of "demo-region" has changed since: it was planned on none, and is now serial',
    );
    expect(serialOf('demo-region')).toBe(serial);
  });

  test('is applied after a producer was applied that published the same again', async () => {
    const stacks = await sealed();
    await apply(smallStacks([{ ...global('Z1'), resources: { more: {} } }]));
    await expect(applyPlan(stacks)).resolves.toMatchObject({ add: 1 });
  });

  test('holds what it is to be compared with, and no value of an output', async () => {
    await sealed();
    const seal = readFileSync(join(plansIn, 'demo-region.seal.json'), 'utf8');
    expect(JSON.parse(seal)).toMatchObject({
      stack: 'demo-region',
      ...about,
      inputs: [{ producer: 'demo-global', output: 'hosted_zone_id', source: 'live' }],
      upstreams: { 'demo-global': { hosted_zone_id: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    expect(seal).not.toContain('Z1');
  });
});
