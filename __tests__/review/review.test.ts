import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTainted } from '../../review/planned-stack';
import { review } from '../../review/review';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeTerraform } from '../support/fake-terraform';
import { smallStacks } from '../support/terraform-stacks';

const SECRET = 'data.aws_secretsmanager_secret_version.secret-1';
const DIAGNOSTIC = JSON.stringify({
  type: 'diagnostic',
  diagnostic: {
    severity: 'error',
    summary: 'reading Secrets Manager Secret Version (demo/secret/v1|AWSCURRENT): empty result',
    detail: '',
    address: SECRET,
  },
});

let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
  const outputs = { zone: { value: 'Z1', type: 'string' } };
  const state = { version: 4, serial: 1, lineage: 'a', outputs, resources: [] };
  bucket.objects = new Map([['demo-global.tfstate', JSON.stringify(state)]]);
});
afterEach(() => bucket.close());

/** Of two stacks that are applied: whoever reads another one finds no secret before that one is applied again. */
async function reviewed({ isChanged }: { readonly isChanged: boolean }) {
  const binary = fakeTerraform(
    join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'terraform'),
    `case "$1" in
plan)
  grep -q terraform_remote_state cdk.tf.json || exit 0
  grep -q review-not-applied-yet cdk.tf.json && exit 0
  echo '${DIAGNOSTIC}'
  exit 1 ;;
show) echo '{"format_version":"1.2","complete":true,"errored":false,"applyable":${isChanged}}' ;;
esac`,
  );
  const head = smallStacks([
    { id: 'demo-global', input: 'Z1', outputs: { zone: 'Z1' } },
    {
      id: 'demo-region',
      input: '${data.terraform_remote_state.demo-global.outputs.zone}',
      reads: ['demo-global'],
    },
  ]);
  const all = await review({
    head,
    selected: head.map((stack) => ({ stack, reason: 'changed' as const })),
    environment: bucket.environment,
    applyCommand: (id) => `npx meridian apply ${id}`,
    terraform: { binary },
  });
  const region = all.find(({ stack }) => stack.id === 'demo-region');
  if (region === undefined) throw new Error('the region was not planned');
  return region;
}

test('what the apply of another stack of the review may make is waited for, and the plan is tainted', async () => {
  const region = await reviewed({ isChanged: true });

  expect(region.problem).toBeUndefined();
  expect(region.inputs).toEqual([
    { producer: 'demo-global', output: 'zone', source: 'live' },
    { producer: 'demo-global', output: SECRET, source: 'placeholder' },
  ]);
  expect(isTainted(region)).toBe(true);
});

test('where no stack of the review changes, it is a problem', async () => {
  const region = await reviewed({ isChanged: false });

  expect(region.plan).toBeUndefined();
  expect(region.problem).toContain('demo/secret/v1');
});
