import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOrder } from '../../cli/apply-all';
import { knownSecrets } from '../../cli/known-secrets';
import { reportLines } from '../../cli/preflight';
import { maskedKnown } from '../../review/masking/masked';
import { Secrets } from '../../review/masking/secrets';
import { withoutSecrets } from '../../review/masking/without-secrets';
import { review } from '../../review/review';
import type { ProgressEvent } from '../../terraform/json-output';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeTerraform } from '../support/fake-terraform';
import { smallStacks } from '../support/terraform-stacks';

const planted = Array.from({ length: 1000 }, (_, index) =>
  index % 2 === 0 ? randomBytes(12).toString('hex') : `hunter "${index}" & <co>`,
);
const step = (value: string) => ({ type: 'get_attr', value });
const index = (value: number) => ({ type: 'index', value: { value, type: 'number' } });

/** A place in a state for each: marked, deep, by name alone, of an output. */
const instanceWith = (secret: string, at: number) => {
  if (at % 3 === 0) return { attributes: { a: secret }, sensitive_attributes: [[step('a')]] };
  if (at % 3 === 1) {
    const path = [step('block'), index(1), step('b')];
    return { attributes: { block: [{}, { b: secret }] }, sensitive_attributes: [path] };
  }
  return { attributes: { master_password: secret }, sensitive_attributes: [] };
};
const inResources = planted.slice(0, 900);
const inOutputs = planted.slice(900);
const state = JSON.stringify({
  version: 4,
  serial: 1,
  lineage: 'a',
  outputs: Object.fromEntries(
    inOutputs.map((value, at) => [`o${at}`, { value, type: 'string', sensitive: true }]),
  ),
  resources: inResources.map((secret, at) => ({
    mode: 'managed',
    type: 'aws_x',
    name: `r${at}`,
    instances: [instanceWith(secret, at)],
  })),
});

let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
  bucket.objects = new Map([['demo-global.tfstate', state]]);
});
afterEach(() => bucket.close());

const stacks = () => smallStacks([{ id: 'demo-global', input: 'a', outputs: { zone: 'Z1' } }]);
const shownIn = (text: string) =>
  planted.filter((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)));
const quoting = planted.map((secret) => `it was given ${secret}, which is wrong`);

test('a review prints none of 1,000 secrets of a state while it plans, nor why it could not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const hook = (secret: string) => ({
    type: 'refresh_complete',
    hook: { resource: { addr: `aws_x.r[${JSON.stringify(secret)}]` } },
  });
  const diagnostic = (detail: string) => ({
    type: 'diagnostic',
    diagnostic: { severity: 'error', summary: 'refused', detail },
  });
  const lines = [...planted.map(hook), ...quoting.map(diagnostic)].map((line) => JSON.stringify(line));
  writeFileSync(join(folder, 'lines'), `${lines.join('\n')}\n`);
  const binary = fakeTerraform(
    join(folder, 'terraform'),
    `case "$1" in plan) cat ${join(folder, 'lines')}; exit 1 ;; esac`,
  );
  const events: ProgressEvent[] = [];
  const secrets = new Secrets([]);
  const [only] = await review({
    head: stacks(),
    selected: stacks().map((stack) => ({ stack, reason: 'changed' as const })),
    environment: bucket.environment,
    applyCommand: (id) => `npx meridian apply ${id}`,
    terraform: { binary, onProgress: (event) => events.push(event) },
    secrets,
  });

  const told = events.flatMap((event) => (event.kind === 'resource' ? [event.address] : []));
  expect([told.length, shownIn(told.join('\n'))]).toEqual([1000, []]);
  expect(only?.problem?.match(/it was given ‹secret/g)?.length).toBe(1000);
  expect(shownIn(only?.problem ?? '')).toEqual([]);
  const thrown = quoting.map((text) => withoutSecrets(new Error(text), secrets).message);
  expect([thrown.length, shownIn(thrown.join('\n'))]).toEqual([1000, []]);
});

test('a preflight prints none of 1,000 secrets of the states that it reads', async () => {
  const secrets = await knownSecrets(stacks(), bucket.environment);
  const results = quoting.map((problem, at) => ({
    id: `check-${at}`,
    outcome: 'problem' as const,
    findings: [{ problem, remedy: problem }],
    seconds: 1,
  }));
  const masked = maskedKnown(results, secrets);

  const lines = reportLines(masked, 'account 1', 1);
  expect(lines.length).toBe(1001);
  expect(shownIn([...lines, JSON.stringify(masked)].join('\n'))).toEqual([]);
});

test('what stops an apply of all is told without any of 1,000 secrets, also before there is a plan', async () => {
  const secrets = await knownSecrets(stacks(), bucket.environment);
  const told: string[] = [];
  for (const text of quoting) {
    const apply = () => Promise.reject(withoutSecrets(new Error(text), secrets));
    const run = inOrder(stacks(), { apply, goOn: 'npx meridian apply demo --all', print: () => undefined });
    told.push(
      await run.then(
        () => '',
        ({ message }: Error) => message,
      ),
    );
  }

  expect(told.filter((message) => message.includes('it was given ‹secret')).length).toBe(1000);
  expect(shownIn(told.join('\n'))).toEqual([]);
});

test('a state that may not be read, or is none, is no failure', async () => {
  bucket.objects = undefined;
  expect((await knownSecrets(stacks(), bucket.environment)).maskKnown('text')).toBe('text');
});
