import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStateStack, stackJson, synthesizedStacks } from '../../terraform/synthesized';
import { synthesizedFolder } from '../support/synthesized-folder';

const demo = {
  'demo-backfill': ['demo-global', 'demo-region-b'],
  'demo-global': [],
  'demo-region-a': ['demo-global', 'demo-region-b'],
  'demo-region-b': ['demo-global'],
  'demo-state': [],
};

test('stacks come in the order of apply: the state stack, then everybody after what they read', () => {
  expect(synthesizedStacks(synthesizedFolder(demo)).map(({ id }) => id)).toEqual([
    'demo-state',
    'demo-global',
    'demo-region-b',
    'demo-backfill',
    'demo-region-a',
  ]);
});

test('a stack knows its deployment and kind, where it is, what it reads, where its state is and how many resources it has', () => {
  const directory = synthesizedFolder(demo);
  expect(synthesizedStacks(directory).at(-1)).toEqual({
    id: 'demo-region-a',
    directory: join(directory, 'stacks', 'demo-region-a'),
    deployment: 'demo',
    kind: 'region',
    name: 'a',
    awsRegion: 'eu-west-1',
    awsRegions: ['eu-west-1', 'eu-west-2'],
    upstreams: ['demo-global', 'demo-region-b'],
    backend: { bucket: 'states', key: 'demo-region-a.tfstate', region: 'eu-west-1' },
    resourceCount: 3,
    deletionProtection: false,
  });
});

test('the name of a deployment or of a region may be anything, for no id is taken apart', () => {
  const folder = synthesizedFolder(
    { 'eu-state': [], 'eu-region-state': [], 'eu-test-state': [], 'eu-test-global': [] },
    {
      'eu-test-state': { deployment: 'eu-test', kind: 'state' },
      'eu-test-global': { deployment: 'eu-test', kind: 'global' },
    },
  );
  const stacks = synthesizedStacks(folder);

  expect(stacks.map(({ id, deployment, kind }) => [id, deployment, kind])).toEqual([
    ['eu-state', 'eu', 'state'],
    ['eu-test-state', 'eu-test', 'state'],
    ['eu-region-state', 'eu', 'region'],
    ['eu-test-global', 'eu-test', 'global'],
  ]);
  expect(stacks.filter(isStateStack).map(({ id }) => id)).toEqual(['eu-state', 'eu-test-state']);
});

test('a stack that says neither its deployment nor its kind is refused', () => {
  const directory = synthesizedFolder({ 'x-a': [] });
  const file = join(directory, 'stacks', 'x-a', 'cdk.tf.json');
  writeFileSync(
    file,
    '{"terraform":{"backend":{"s3":{"bucket":"states","key":"x-a.tfstate","region":"eu-west-1"}}}}',
  );
  expect(() => synthesizedStacks(directory)).toThrow("expected the stack's deployment and kind, got none");
});

test('a stack is read once, and again after its file has changed', () => {
  const directory = synthesizedFolder({ 'x-a': [] });
  const [stack] = synthesizedStacks(directory);
  if (stack === undefined) throw new Error('no stack');
  const json = stackJson(stack);
  expect(stackJson(stack)).toBe(json);

  writeFileSync(join(stack.directory, 'cdk.tf.json'), JSON.stringify({ ...json, locals: { changed: true } }));
  expect(stackJson(stack).locals).toEqual({ changed: true });
});

test('where nothing is synthesized, the error names the command', () => {
  const empty = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  expect(() => synthesizedStacks(empty)).toThrow(
    `No stack is synthesized in ${empty}: run "npx meridian synth"`,
  );
});

test('stacks that read each other are refused', () => {
  expect(() => synthesizedStacks(synthesizedFolder({ 'x-a': ['x-b'], 'x-b': ['x-a'] }))).toThrow(
    'Stacks read each other in a circle: x-a -> x-b -> x-a',
  );
});

test('a stack without the S3 backend is refused', () => {
  const directory = synthesizedFolder({ 'x-a': [] });
  writeFileSync(join(directory, 'stacks', 'x-a', 'cdk.tf.json'), '{}');
  expect(() => synthesizedStacks(directory)).toThrow('expected an S3 backend, got none');
});
