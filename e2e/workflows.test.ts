import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { localAws } from 'local-aws/world/aws-api';
import { run } from './support/command';
import { OwnLocalAws } from './support/own-local-aws';
import { GitHub } from './support/workflows/github';
import { SmallRepository } from './support/workflows/repository';
import { Runner, type WorkflowRun } from './support/workflows/runner';

// Each workflow, step by step, as GitHub's runner would: of a deployment with two stacks of which one reads the other.

const REPOSITORY = 'meridian-example/platform';
const scratch = mkdtempSync(join(tmpdir(), 'meridian-workflows-'));
const ownAws = new OwnLocalAws(join(scratch, '.local-aws'));
const github = new GitHub(REPOSITORY);
const APPROVED = ['plan', 'demo-global', 'demo-watch'];

let repository: SmallRepository;
let runner: Runner;

/** Of every job of every run. */
const logs: string[] = [];

async function ran(run: Promise<WorkflowRun>): Promise<WorkflowRun> {
  const ended = await run;
  logs.push(...Object.values(ended.jobs).map(({ log }) => log));
  return ended;
}

const push = (file: string, name: 'push' | 'schedule' = 'push', approved: readonly string[] = APPROVED) =>
  ran(
    runner.run(file, { name, sha: github.head, ref: 'refs/heads/main', payload: {} }, (environment) =>
      approved.includes(environment),
    ),
  );

const reviewOf = (sha: string) =>
  ran(
    runner.run('review.yml', {
      name: 'pull_request',
      sha,
      ref: 'refs/pull/1/merge',
      baseRef: 'main',
      payload: { pull_request: { number: 1, head: { repo: { full_name: REPOSITORY } } } },
    }),
  );

const resultsOf = ({ jobs }: WorkflowRun) =>
  Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]));
const logOf = ({ jobs }: WorkflowRun, name: string) => jobs[name]?.log ?? '';

function merge(change: () => void, message: string): void {
  change();
  github.head = repository.commit(message);
}

before(async () => {
  assert.equal((await ownAws.start('enforce')).exitCode, 0);
  await github.start();
  repository = new SmallRepository(join(scratch, 'repository'));
  repository.commit('the platform');
  github.head = repository.commit('its first run');
  github.environments = ['plan', 'demo-state', 'demo-global', 'demo-watch'];
  const { AWS_ENDPOINT_URL = '', HTTP_PROXY = '', http_proxy = '' } = ownAws.environment;
  runner = new Runner({
    origin: repository.directory,
    repository: REPOSITORY,
    github,
    scratch,
    environment: {
      AWS_ENDPOINT_URL,
      HTTP_PROXY,
      http_proxy,
      NO_PROXY: '127.0.0.1',
      AWS_EC2_METADATA_DISABLED: 'true',
      CHECKPOINT_DISABLE: '1',
    },
    installed: resolve('.'),
  });
  const administrator = `eval "$(npx local-aws env --directory ${join(scratch, '.local-aws')})"`;
  const bootstrap = await run(
    `${administrator} && cd ${repository.directory} && npx meridian bootstrap demo --yes`,
    4,
  );
  assert.equal(bootstrap.exitCode, 0);
});
after(async () => {
  await ownAws.command('stop');
  github.stop();
  rmSync(scratch, { recursive: true });
});

test('the workflow of the tests calls what CI runs, and checks nothing else out', async () => {
  const { parse } = await import('yaml');
  const { jobs } = parse(readFileSync('.github/workflows/tests.yml', 'utf8'));
  const steps = jobs.tests.steps as readonly { readonly uses?: string; readonly run?: string }[];
  assert.deepEqual(
    steps.map(({ uses, run: script }) => uses?.replace(/@.*/, '') ?? script),
    ['actions/checkout', '.ci/run'],
  );
  assert.equal((await run('bash -n .ci/run && test -x .ci/run', 1)).exitCode, 0);
});

test('the first run applies every stack after those that it reads, each as its own role', async () => {
  const applied = await push('apply-demo.yml');
  assert.deepEqual(resultsOf(applied), {
    'environments/protected': 'success',
    'pending/plan': 'success',
    'demo-global/apply': 'success',
    'demo-watch/apply': 'success',
    applied: 'success',
  });
  assert.match(logOf(applied, 'demo-global/apply'), /Signed in to apply: demo-global\./);
  assert.match(logOf(applied, 'demo-watch/apply'), /demo-watch is applied as reviewed/);
});

test('the nightly run finds nothing where everything is as it was applied', async () => {
  const nightly = await push('nightly.yml', 'schedule');
  assert.equal(nightly.result, 'success');
  assert.match(logOf(nightly, 'nothing'), /demo: success, \[\]/);
});

test('a pull request gets one comment with what it would do, written over at the next push', async () => {
  const sha = repository.pullRequest('iceland', () =>
    repository.editDocument("asia: ['MU',", "asia: ['IS', 'MU',"),
  );
  for (const _ of [1, 2]) {
    const reviewed = await reviewOf(sha);
    assert.deepEqual(resultsOf(reviewed), {
      'demo/environments/protected': 'success',
      'demo/plan': 'success',
      'demo/comment': 'success',
      reviewed: 'success',
    });
    assert.match(reviewed.summary, /IS: europe → asia/);
  }
  assert.equal(github.comments.length, 1);
  assert.match(github.comments[0]?.body ?? '', /^<!-- meridian review: demo -->\n.*IS: europe → asia/s);
});

test('a merge applies exactly the stack that was reviewed, and no other', async () => {
  merge(() => repository.git('merge', '--quiet', '--ff-only', 'iceland'), 'merged');
  const applied = await push('apply-demo.yml');
  assert.deepEqual(resultsOf(applied), {
    'environments/protected': 'success',
    'pending/plan': 'success',
    'demo-global/apply': 'success',
    'demo-watch': 'skipped',
    applied: 'success',
  });
  assert.match(logOf(applied, 'demo-global/apply'), /demo-global is applied as reviewed/);
  assert.match(logOf(applied, 'applied'), /demo-watch: nothing to change/);
});

test('the nightly run names a stack that somebody has changed by hand', async () => {
  const answer = await localAws(ownAws.endpoint)({
    service: 'monitoring',
    region: 'us-east-1',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=DeleteAlarms&Version=2010-08-01&AlarmNames.member.1=demo-watch-attack',
  });
  assert.equal(answer.status, 200);
  const nightly = await push('nightly.yml', 'schedule');
  assert.equal(nightly.result, 'failure');
  assert.match(logOf(nightly, 'nothing'), /demo: success, \["demo-watch"\]/);
});

test('a role that plans cannot apply', async () => {
  // What a pull request could write into its own branch.
  const sha = repository.pullRequest('apply-from-a-branch', () =>
    repository.edit('.github/actions/review/action.yml', (text) =>
      text.replace(
        'npx meridian review "$DEPLOYMENT" "${scope[@]}" --out "$REPORT"',
        'AWS_PROFILE=demo-watch npx meridian apply demo-watch --yes',
      ),
    ),
  );
  const reviewed = await reviewOf(sha);
  assert.equal(resultsOf(reviewed)['demo/plan'], 'failure');
  assert.match(logOf(reviewed, 'demo/plan'), /AccessDenied: User: \S+assumed-role\/demo-watch-plan/);
  assert.equal(reviewed.result, 'failure');
});

test('a plan that a gate refuses fails the review, and the comment says why', async () => {
  const sha = repository.pullRequest('another-state', () =>
    repository.edit('stacks/stack-ids.ts', (text) => text.replace('${id}.tfstate', '${id}-2.tfstate')),
  );
  const reviewed = await reviewOf(sha);
  assert.equal(resultsOf(reviewed)['demo/plan'], 'failure');
  assert.equal(resultsOf(reviewed).reviewed, 'failure');
  assert.match(github.comments[0]?.body ?? '', /\*\*G15\*\* The backend of "demo-global" changes/);
});

test('a stack that nobody approves of stops those that read it', async () => {
  merge(() => {
    repository.editDocument("asia: ['IS', 'MU',", "asia: ['MU',");
    repository.editDocument('refusals: 10_000', 'refusals: 20_000');
  }, 'Iceland back, and another threshold');
  const applied = await push('apply-demo.yml', 'push', ['plan', 'demo-watch']);
  assert.deepEqual(resultsOf(applied), {
    'environments/protected': 'success',
    'pending/plan': 'success',
    'demo-global/apply': 'failure',
    'demo-watch': 'skipped',
    applied: 'failure',
  });
  assert.match(logOf(applied, 'applied'), /demo-global: failed\ndemo-watch: not applied/);
});

test('no key of a session is in a log', () => {
  const files = readdirSync(scratch)
    .map((name) => join(scratch, name, 'temp/aws-credentials'))
    .filter(existsSync);
  const keys = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^aws_\w+ = (.+)$/gm)].map(([, value = '']) => value),
  );
  assert.ok(keys.length > 30);
  assert.deepEqual(
    keys.filter((key) => logs.some((log) => log.includes(key))),
    [],
  );
});
