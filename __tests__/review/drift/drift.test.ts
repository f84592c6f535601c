import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf } from '../../../cli/review-drift';
import { analyse } from '../../../review/analysis/analyse';
import { sourcesOf } from '../../../review/analysis/stack-source';
import { type DriftOptions, drifted } from '../../../review/drift/drift';
import { judge } from '../../../review/gates/judge';
import { type Format, formats, render } from '../../../review/report';
import { type FakeStateBucket, fakeStateBucket } from '../../support/fake-state-bucket';
import { fakeTerraform } from '../../support/fake-terraform';
import { smallStacks } from '../../support/terraform-stacks';
import { destroyed, updated } from '../support';
import { taggedAs } from './states';

const KEY = 'kR7vB2xQ9mT4wZ8nL3pF6sD1hJ5gC0yA4eU7iO2b';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:left-over';

let bucket: FakeStateBucket;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  bucket = await fakeStateBucket();
  const resource = { mode: 'managed', type: 'aws_sqs_queue', name: 'a', instances: [{ attributes: {} }] };
  const state = { version: 4, serial: 1, lineage: 'a', outputs: {}, resources: [resource] };
  bucket.objects = new Map([
    ['demo-small.tfstate', JSON.stringify(state)],
    ['demo-empty.tfstate', JSON.stringify({ ...state, resources: [] })],
  ]);
});
afterEach(() => bucket.close());

interface There {
  readonly resource_drift?: readonly object[];
  /** A shell command instead of a plan. */
  readonly plan?: string;
  readonly taggedIn?: DriftOptions['taggedIn'];
}

const stacks = () =>
  smallStacks([
    { id: 'demo-small', input: 'a', resources: { other: {} } },
    { id: 'demo-empty', input: 'a' },
    { id: 'demo-none', input: 'a' },
  ]);

async function looked(
  { resource_drift = [], plan = 'exit 0', taggedIn = async () => [] }: There,
  allow: Parameters<typeof judge>[1] = [],
) {
  const shown = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [destroyed('aws_vpc.a')],
    output_changes: { a: { actions: ['update'], before: 'a', after: KEY } },
    resource_drift,
  };
  const binary = fakeTerraform(
    join(folder, 'terraform'),
    `case "$1" in
plan) echo "$*" >> ${folder}/asked; ${plan} ;;
show) cat <<'EOF'\n${JSON.stringify(shown)}\nEOF
;;
esac`,
  );
  const all = stacks();
  const { stacks: found, outside } = await drifted({
    deployment: 'demo',
    stacks: all,
    environment: bucket.environment,
    applyCommand: (id) => `npx meridian apply ${id}`,
    taggedIn,
    terraform: { binary },
  });
  const sources = sourcesOf(all);
  return judge(
    analyse(found, { head: sources, base: sources }, undefined, outside),
    allow,
    new Date('2026-01-01'),
  );
}

const saidOf = ({ findings }: Awaited<ReturnType<typeof looked>>) =>
  findings.map(({ gate, severity, sentence }) => `${gate} ${severity} ${sentence}`);
const route = (cidr: string) => ({ destination_cidr_block: cidr });

test('a deployment that is as it was applied: no finding, and 0', async () => {
  const judged = await looked({});
  expect(judged.findings).toEqual([]);
  expect(judged.outside).toEqual({
    unapplied: ['demo-empty', 'demo-none'],
    contracts: [],
    unmanaged: [],
    unasked: [],
  });
  expect(exitCodeOf(judged)).toBe(0);
});

test('nothing is planned, locked or kept: only what has changed is asked for', async () => {
  await looked({});
  const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
  expect(asked).toEqual([expect.stringContaining('-refresh-only -lock=false')]);
  expect(existsSync(join(folder, 'demo-small.tfplan'))).toBe(false);
});

test('what somebody has deleted or changed is told of every type, and what the sources ask for is not', async () => {
  const judged = await looked({
    resource_drift: [
      destroyed('aws_route.a'),
      destroyed('aws_s3_bucket.a'),
      updated('aws_route.b', route('10.0.0.0/16'), route('10.1.0.0/16')),
    ],
  });
  expect(saidOf(judged)).toEqual([
    'G18 refuse aws_s3_bucket.a of "demo-small" has been deleted by somebody else.',
    'G18 warn aws_route.a of "demo-small" has been deleted by somebody else.',
    'G18 warn aws_route.b of "demo-small" has been changed by somebody else: destination_cidr_block.',
  ]);
  expect(exitCodeOf(judged)).toBe(2);
});

test('what no stack asks for is listed, and is no finding', async () => {
  const judged = await looked({
    resource_drift: [{ ...updated('terraform_data.other', { ingress: ['a'] }, { ingress: ['b'] }) }],
  });
  expect(judged.findings).toEqual([]);
  expect(judged.outside?.unasked).toEqual([
    { stack: 'demo-small', address: 'terraform_data.other', attributes: ['ingress'] },
  ]);
});

test('what differs alike and nobody asks for is one line of a report', async () => {
  const counted = (name: string) => updated(`terraform_data.${name}`, { count: 0 }, { count: 1 });
  const judged = await looked({ resource_drift: ['other', 'kept'].map(counted) });
  expect(render(judged, 'md')).toContain('- demo-small: 2 × `terraform_data` count');
});

test('what carries the tags and is in no state is told, until somebody answers for it', async () => {
  const asked: string[][] = [];
  const taggedIn = async (awsRegions: readonly string[]) => {
    asked.push([...awsRegions]);
    return [taggedAs(QUEUE, { stack: 'demo-small' })];
  };
  const judged = await looked({ taggedIn });
  expect(saidOf(judged)).toEqual([
    `G24 warn ${QUEUE} in eu-west-1 carries the tags of "demo-small", and is in no state: nobody plans it, and a destroy leaves it there.`,
  ]);
  expect(exitCodeOf(judged)).toBe(2);
  expect(asked).toEqual([['eu-west-1', 'us-east-1']]);

  const answer = {
    gate: 'G24',
    stack: 'demo-small',
    address: QUEUE,
    reason: 'kept for the audit',
    owner: 'data',
    ticket: 'OPS-1',
    expires: '2026-02-01',
  };
  expect(exitCodeOf(await looked({ taggedIn }, [answer]))).toBe(0);
});

test('a stack that Terraform cannot look at is told, and the others are looked at: 1', async () => {
  const state = bucket.objects?.get('demo-small.tfstate');
  if (state === undefined) throw new Error('expected a state, got none');
  bucket.objects?.set('demo-none.tfstate', state);
  const judged = await looked({
    resource_drift: [destroyed('aws_route.a')],
    plan: 'case "$PWD" in */demo-small) echo "no credentials" >&2; exit 1 ;; esac',
  });
  expect(saidOf(judged)).toEqual([
    expect.stringMatching(/^G14 refuse "demo-small" has no whole plan: .*no credentials/s),
    'G18 warn aws_route.a of "demo-none" has been deleted by somebody else.',
  ]);
  expect(exitCodeOf(judged)).toBe(1);
});

test('where AWS does not tell what carries the tags, it is said, and nothing is called unmanaged: 1', async () => {
  const judged = await looked({
    taggedIn: async () => {
      throw new Error('eu-west-1 does not tell what carries the tag deployment (AccessDenied: no)');
    },
  });
  expect(judged.outside).toMatchObject({ unmanaged: [], unlisted: expect.stringContaining('AccessDenied') });
  expect(render(judged, 'md')).toContain('AccessDenied');
  expect(exitCodeOf(judged)).toBe(1);
});

test('where a state cannot be read, nobody is asked what is in none', async () => {
  bucket.objects?.set('demo-small.tfstate', '{');
  let isAsked = false;
  const judged = await looked({
    taggedIn: async () => {
      isAsked = true;
      return [];
    },
  });
  expect([isAsked, judged.outside?.unlisted, exitCodeOf(judged)]).toEqual([
    false,
    'not every state can be read',
    1,
  ]);
});

test.each(formats)('a report as %s says what differs, and no secret', async (format: Format) => {
  const changes = {
    resource_drift: [
      updated(
        'aws_secretsmanager_secret_version.a',
        { secret_string: 'before' },
        { secret_string: KEY },
        { before_sensitive: { secret_string: true }, after_sensitive: { secret_string: true } },
      ),
      updated('aws_route.b', route('10.0.0.0/16'), route('10.1.0.0/16')),
    ],
  };
  const text = render(await looked(changes), format);
  expect(text).toContain('aws_route.b');
  expect(text).not.toContain(KEY);
  expect(render(await looked(changes), format)).toBe(text);
});

test('a report says first how much differs', async () => {
  expect(render(await looked({}), 'md')).toContain('## Nothing differs from what was applied');
  const one = await looked({ resource_drift: [destroyed('aws_route.a')] });
  expect(render(one, 'md')).toContain('## 1 difference from what was applied');
  expect(render(one, 'md')).toContain('| demo-small | 1 deleted | G18 |');
});
