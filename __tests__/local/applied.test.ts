import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Applied, type AppliedProps } from '../../local/applied';
import type { State } from '../../terraform/state-store';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { fakeStack } from '../support/stacks';

let directory: string;
let stack: SynthesizedStack;
let states: Record<string, State>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meridian-applied-'));
  stack = fakeStack('region-asia', {
    directory: join(directory, 'demo-region-asia'),
    upstreams: ['demo-global'],
  });
  states = {
    'demo-region-asia.tfstate': { lineage: 'a', serial: 3, outputs: { own: 1 }, resources: [] },
    'demo-global.tfstate': {
      lineage: 'g',
      serial: 5,
      outputs: { zone: { value: 'Z1' }, keys: { value: [1] } },
      resources: [],
    },
  };
  mkdirSync(join(stack.directory, 'assets'), { recursive: true });
  writeFileSync(
    join(stack.directory, 'cdk.tf.json'),
    '{"zone_id":"${data.terraform_remote_state.demo-global.outputs.zone}"}',
  );
  writeFileSync(join(stack.directory, 'assets', 'function.js'), '1');
});
afterEach(() => rmSync(directory, { recursive: true }));

const applied = (more: Partial<AppliedProps> = {}) =>
  new Applied({
    directory,
    instance: 'this-world',
    version: '1',
    environment: {},
    readState: async (_, key) => states[key],
    ...more,
  });

const change = (key: string, more: Partial<State>) => {
  states = { ...states, [key]: { ...(states[key] as State), ...more } };
};

test('a stack that was never applied has nothing to be known of', async () => {
  expect(await applied().since(stack)).toBeUndefined();
});

test('where nothing is different, it says since when', async () => {
  await applied().remember(stack);
  const since = await applied().since(stack);
  expect(Date.now() - (since?.getTime() ?? 0)).toBeLessThan(60_000);
});

test('what Terraform puts beside the synthesized files is no difference', async () => {
  await applied().remember(stack);
  mkdirSync(join(stack.directory, '.terraform', 'providers'), { recursive: true });
  writeFileSync(join(stack.directory, '.terraform', 'providers', 'x'), '1');
  writeFileSync(join(stack.directory, '.terraform.lock.hcl'), '1');
  expect(await applied().since(stack)).toBeDefined();
});

test('nor is an apply of what it reads that changed no output', async () => {
  await applied().remember(stack);
  change('demo-global.tfstate', { serial: 6, resources: [{}] });
  expect(await applied().since(stack)).toBeDefined();
});

test('nor is another value of an output that it does not read', async () => {
  await applied().remember(stack);
  change('demo-global.tfstate', { outputs: { zone: { value: 'Z1' }, keys: { value: [1, 2] } } });
  expect(await applied().since(stack)).toBeDefined();
});

test.each<[string, () => void]>([
  ['its configuration', () => writeFileSync(join(stack.directory, 'cdk.tf.json'), '{"resource":{}}')],
  ['an asset', () => writeFileSync(join(stack.directory, 'assets', 'function.js'), '2')],
  ['a new file', () => writeFileSync(join(stack.directory, 'assets', 'more.js'), '1')],
  [
    'an output of what it reads',
    () => change('demo-global.tfstate', { outputs: { zone: { value: 'Z2' }, keys: { value: [1] } } }),
  ],
  [
    'an output that is no more, which its contract asks for',
    () => change('demo-global.tfstate', { outputs: { zone: { value: 'Z1' } } }),
  ],
  ['its own state, which somebody else applied', () => change('demo-region-asia.tfstate', { serial: 4 })],
  ['its own state, which is another one', () => change('demo-region-asia.tfstate', { lineage: 'b' })],
])('%s makes a plan necessary', async (_, differ) => {
  await applied().remember(stack);
  differ();
  expect(await applied().since(stack)).toBeUndefined();
});

test.each<[string, Partial<AppliedProps>]>([
  ['another world', { instance: 'another-world' }],
  ['another local AWS', { version: '2' }],
])('so does %s', async (_, more) => {
  await applied().remember(stack);
  expect(await applied(more).since(stack)).toBeUndefined();
});

test('so does a state that cannot be read, whose reason Terraform then tells', async () => {
  await applied().remember(stack);
  const readState = () => Promise.reject(new Error('no bucket'));
  expect(await applied({ readState }).since(stack)).toBeUndefined();
});

test('an apply whose state cannot be read afterwards is noted nowhere, and no failure', async () => {
  await applied({ readState: () => Promise.reject(new Error('no bucket')) }).remember(stack);
  expect(await applied().since(stack)).toBeUndefined();
});

test('what is forgotten is planned', async () => {
  await applied().remember(stack);
  applied().forget(stack);
  expect(await applied().since(stack)).toBeUndefined();
});
