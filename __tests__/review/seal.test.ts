import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { applySealed } from '../../review/apply-sealed';
import { edgesOf } from '../../review/edges';
import type { Input, InputSource } from '../../review/planned-stack';
import {
  type Circumstances,
  circumstancesOf,
  refusalsOf,
  type Seal,
  seal,
  sealFileOf,
} from '../../review/seal';
import { parseState } from '../../terraform/state-store';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeTerraform } from '../support/fake-terraform';
import { cases } from '../support/full-run';
import { listening } from '../support/listening';
import { smallStacks } from '../support/terraform-stacks';

const READ = ['hosted_zone_id', 'web_acl_arn', 'names'] as const;
const versions = { terraform: '1.11.4', providers: {} };
const reviewCommand = (base: string) => `npx meridian review --stack demo-region --base ${base}`;
const today = new Date('2026-01-10T15:00:00Z');

const globalState = (outputs: Readonly<Record<string, unknown>>, serial = 1) =>
  JSON.stringify({
    version: 4,
    serial,
    lineage: 'global',
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, { value, type: 'string' }]),
    ),
    resources: [],
  });

const value = fc.oneof(
  fc.string(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string()),
);
const outputs = fc.record({ hosted_zone_id: value, web_acl_arn: value, names: value, unread: value });

let bucket: FakeStateBucket;
let applied: () => number;
let binary: string;
let planFile: string;
const stacks = smallStacks([
  { id: 'demo-global', input: 'x', outputs: { unread: 'x' } },
  {
    id: 'demo-region',
    input: READ.map((name) => `\${data.terraform_remote_state.demo-global.outputs.${name}}`),
    reads: ['demo-global'],
  },
]);
const [, region] = stacks as [SynthesizedStack, SynthesizedStack];

beforeAll(async () => {
  bucket = await fakeStateBucket();
  const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const log = join(folder, 'applied');
  writeFileSync(log, '');
  const plan = { resource_changes: [], configuration: { root_module: { resources: [] } } };
  binary = fakeTerraform(
    join(folder, 'terraform'),
    `case "$1" in
version) echo '${JSON.stringify({ terraform_version: versions.terraform, provider_selections: {} })}' ;;
show) echo '${JSON.stringify(plan)}' ;;
apply) echo applied >> ${log} ;;
esac`,
  );
  applied = () => readFileSync(log, 'utf8').split('\n').length - 1;
  mkdirSync(join(folder, 'plans'));
  planFile = join(folder, 'plans', 'demo-region.tfplan');
  writeFileSync(planFile, 'a plan');
});
afterAll(() => bucket.close());

/** The region is reviewed while global has these outputs. */
function sealWith(then: Readonly<Record<string, unknown>>, inputs: readonly Input[] = []): void {
  const live = parseState(globalState(then)).outputs as Parameters<
    typeof circumstancesOf
  >[0]['edges'][0]['live'];
  const edges = edgesOf(region, stacks).map((edge) => ({ edge, live }));
  const now = circumstancesOf({
    stack: region,
    planFile,
    versions,
    target: 'local',
    state: undefined,
    edges,
  });
  const commits = { commit: 'abc', base: 'base' };
  const gates = { passed: [], refused: [] };
  seal({ ...now, stack: region.id, ...commits, inputs: [...inputs], gates }, planFile);
}

const apply = (environment: Record<string, string> = bucket.environment, file = planFile) =>
  applySealed({
    stack: region,
    stacks,
    planFile: file,
    binary,
    environment,
    target: 'local',
    agree: async () => {},
    applyCommand: (id) => `npx meridian apply ${id}`,
    reviewCommand,
  });

test('no plan is applied after any change of what its producer publishes to it', async () => {
  const before = applied();
  await fc.assert(
    fc.asyncProperty(outputs, fc.constantFrom(...READ), value, async (then, name, other) => {
      fc.pre(JSON.stringify(then[name]) !== JSON.stringify(other));
      sealWith(then);
      bucket.objects = new Map([['demo-global.tfstate', globalState({ ...then, [name]: other }, 2)]]);
      await expect(apply()).rejects.toThrow(
        `"demo-global" has been applied since, and "demo-region" reads of it: ${name}.\nNothing was changed. Plan it again: ${reviewCommand('base')}`,
      );
    }),
    { numRuns: cases(60, 500, 150) },
  );
  expect(applied()).toBe(before);
});

test('every plan is applied where a producer was applied and publishes the same to it', async () => {
  const before = applied();
  const numRuns = cases(20, 200, 60);
  await fc.assert(
    fc.asyncProperty(outputs, value, fc.integer({ min: 2, max: 1000 }), async (then, other, serial) => {
      sealWith(then);
      bucket.objects = new Map([['demo-global.tfstate', globalState({ ...then, unread: other }, serial)]]);
      await apply();
    }),
    { numRuns },
  );
  expect(applied()).toBe(before + numRuns);
});

test('no tainted plan is applied, whichever of its values nobody has applied', async () => {
  const before = applied();
  const source = fc.constantFrom<InputSource>('live', 'planned', 'placeholder');
  await fc.assert(
    fc.asyncProperty(outputs, fc.tuple(source, source, source), async (then, sources) => {
      fc.pre(sources.some((each) => each !== 'live'));
      const inputs = READ.map((output, index) => ({
        producer: 'demo-global',
        output,
        source: sources[index] ?? 'planned',
      }));
      sealWith(then, inputs);
      bucket.objects = new Map([['demo-global.tfstate', globalState(then)]]);
      await expect(apply()).rejects.toThrow('was planned with values that nobody has applied');
    }),
    { numRuns: cases(60, 1000, 200) },
  );
  expect(applied()).toBe(before);
});

describe('a plan is refused with the reason', () => {
  const circumstances: Circumstances = {
    synth: 'a',
    plan: 'b',
    target: '123456789012',
    versions: { terraform: '1.11.4', providers: { 'registry.terraform.io/hashicorp/aws': '5.100.0' } },
    state: { lineage: 'l', serial: 7 },
    upstreams: { 'demo-global': { hosted_zone_id: 'd' } },
  };
  const sealed: Seal = {
    format: 2,
    stack: 'demo-region',
    commit: '0123456789abcdef',
    base: 'fedcba9876543210',
    inputs: [],
    gates: { passed: ['G01'], refused: [] },
    ...circumstances,
  };

  test('but not where everything is as it was', () => {
    expect(refusalsOf(sealed, circumstances, today)).toEqual([]);
  });

  test.each<[Partial<Circumstances>, string]>([
    [{ plan: 'x' }, 'The plan of "demo-region" is not the one that was reviewed.'],
    [{ synth: 'x' }, '"demo-region" is synthesized otherwise than it was reviewed at commit 0123456789ab.'],
    [
      { versions: { ...circumstances.versions, terraform: '1.12.0' } },
      '"demo-region" was planned with Terraform 1.11.4 and aws 5.100.0, and here is Terraform 1.12.0 and aws 5.100.0.',
    ],
    [
      { state: { lineage: 'l', serial: 8 } },
      'The state of "demo-region" has changed since: it was planned on serial 7, and is now serial 8.',
    ],
    [{ state: { lineage: 'another', serial: 7 } }, 'The state of "demo-region" has changed since: '],
    [{ target: 'local' }, '"demo-region" was planned for account 123456789012, and this is the local AWS.'],
    [{ state: null }, 'it was planned on serial 7, and is now none.'],
    [
      { upstreams: {} },
      '"demo-global" has been applied since, and "demo-region" reads of it: hosted_zone_id.',
    ],
  ])('%j', (changed, sentence) => {
    expect(refusalsOf(sealed, { ...circumstances, ...changed }, today)).toEqual([
      expect.stringContaining(sentence),
    ]);
  });

  test('a gate that had something against it', () => {
    const gates = { passed: [], refused: ['G01'] };
    expect(refusalsOf({ ...sealed, gates }, circumstances, today)).toEqual([
      'The review has refused the plan of "demo-region": G01.',
    ]);
  });

  test('what somebody answered for holds until the day that he said, whatever else is as it was', () => {
    const until = (holdsUntil: string) =>
      refusalsOf({ ...sealed, gates: { ...sealed.gates, holdsUntil } }, circumstances, today);
    expect(until('2026-01-10')).toEqual([]);
    expect(until('2026-01-09')).toEqual([
      'Somebody answered for what the plan of "demo-region" does until 2026-01-09, and no longer.',
    ]);
  });
});

test('a state that nobody may read is told, and leaves no failure that nothing waits for', async () => {
  sealWith({ hosted_zone_id: 'Z1' });
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  const denying = await listening((_, response) => response.writeHead(403).end());
  await expect(apply({ ...denying.environment, AWS_REGION: 'eu-west-1' })).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('unhandledRejection', unhandled);
  denying.close();
  expect(unhandled).not.toHaveBeenCalled();
});

test('a plan on throw-away states is refused, whatever its seal says', async () => {
  const forged = fakeTerraform(
    join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'terraform'),
    `case "$1" in
version) echo '{"terraform_version":"1.11.4"}' ;;
show) echo '{"configuration":{"root_module":{"resources":[{"type":"terraform_remote_state","expressions":{"backend":{"constant_value":"local"}}}]}}}' ;;
apply) exit 9 ;;
esac`,
  );
  sealWith({ hosted_zone_id: 'Z1' });
  bucket.objects = new Map([['demo-global.tfstate', globalState({ hosted_zone_id: 'Z1' })]]);
  binary = forged;
  await expect(apply()).rejects.toThrow('such a plan is never applied');
});

describe('what is no plan of a review is told in a sentence', () => {
  test('a file that is not there', async () => {
    await expect(apply({}, join(tmpdir(), 'gone.tfplan'))).rejects.toThrow(
      `--plan: expected a file, got ${join(tmpdir(), 'gone.tfplan')}`,
    );
  });

  test.each([
    ['no seal', undefined, '--plan: expected a plan of "npx meridian review", which has '],
    [
      'a seal that is cut off',
      '{"format":2,',
      '--plan: expected a plan of "npx meridian review", which has ',
    ],
    [
      'a seal of another version',
      '{"format":1,"stack":"demo-region"}',
      'expected a seal of this version of "npx meridian review", got another one',
    ],
    ['a seal that says nothing', '[]', 'got another one (all of it): plan the stack again'],
  ])('%s', async (_, content, sentence) => {
    const file = join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'demo-region.tfplan');
    writeFileSync(file, 'a plan');
    if (content !== undefined) writeFileSync(sealFileOf(file), content);
    await expect(apply({}, file)).rejects.toThrow(sentence);
  });
});
