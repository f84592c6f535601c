import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse } from '../../review/analysis/analyse';
import { sourcesOf } from '../../review/analysis/stack-source';
import { judge } from '../../review/gates/judge';
import { review } from '../../review/review';
import { selectedStacks } from '../../review/select';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeTerraform } from '../support/fake-terraform';
import { smallStacks } from '../support/terraform-stacks';

let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
  const state = (outputs: object) =>
    JSON.stringify({ version: 4, serial: 1, lineage: 'a', outputs, resources: [] });
  const zone = { zone: { value: 'Z1', type: 'string' } };
  bucket.objects = new Map(['demo-global', 'demo-region'].map((id) => [`${id}.tfstate`, state(zone)]));
});
afterEach(() => bucket.close());

const reading = (id: string, of: string, outputs: object = {}) => ({
  id,
  input: `\${data.terraform_remote_state.${of}.outputs.zone}`,
  reads: [of],
  outputs: { ...outputs },
});
/** A producer, its reader, and one that reads that in turn. */
const stacks = (input: string) =>
  smallStacks([
    { id: 'demo-global', input, outputs: { zone: 'Z1' } },
    reading('demo-region', 'demo-global', { zone: 'Z1' }),
    reading('demo-mesh', 'demo-region'),
  ]);

async function said(ids: readonly string[], input = 'changed') {
  const [base, head] = [stacks('as it was'), stacks(input)];
  const binary = fakeTerraform(
    join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'terraform'),
    `case "$1" in
show) echo '{"format_version":"1.2","complete":true,"errored":false,"applyable":false}' ;;
esac`,
  );
  const planned = await review({
    head,
    base,
    selected: selectedStacks({ head, base, all: false, ids }),
    isIncluded: ({ id }) => ids.includes(id),
    environment: bucket.environment,
    applyCommand: (id) => `npx meridian apply ${id}`,
    terraform: { binary },
  });
  const [before, after] = [sourcesOf(base), sourcesOf(head)];
  const { findings } = judge(analyse(planned, { base: before, head: after }), [], new Date('2026-01-01'));
  return findings
    .filter(({ gate }) => gate === 'G05')
    .map(({ severity, sentence }) => `${severity}: ${sentence}`);
}

test('a stack whose producer is changed and not planned says so', async () => {
  expect(await said(['demo-region'])).toEqual([
    'warn: "demo-region" reads zone of "demo-global", which the change touches and this review does not plan: the plan takes what is applied. Where "demo-global" is not applied yet, review both.',
  ]);
});

test('a producer in between does not hide it', async () => {
  expect(await said(['demo-mesh'])).toEqual([
    'warn: "demo-mesh" reads zone of "demo-region", which reads "demo-global", which the change touches and this review does not plan: the plan takes what is applied. Where "demo-global" is not applied yet, review both.',
  ]);
});

test('where both are planned, or nothing is changed, there is nothing to say', async () => {
  expect(await said(['demo-global', 'demo-region'])).toEqual([]);
  expect(await said(['demo-region'], 'as it was')).toEqual([]);
});
