import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServices } from 'local-aws/daemon/state';
import { describeChanges } from '../cli/progress';
import { drillsOf } from '../drills';
import { LOCAL_DIRECTORY } from '../local/directory';
import { runningLocalEnvironment } from '../local/environment';
import { credentialsOf } from '../local/run-stacks';
import { SIDE_BY_SIDE } from '../local/schedule';
import { checks } from '../preflight';
import { isNothing } from '../terraform/json-output';
import { planAlone } from '../terraform/plan-alone';
import { sideBySide } from '../terraform/side-by-side';
import { StateStore } from '../terraform/state-store';
import { synthesizedStacks } from '../terraform/synthesized';
import { assertNothingDenied } from './support/access';
import { run } from './support/command';
import { consoleTests } from './support/console';
import { heldObjects } from './support/held';
import { kill, killDuringApply, requestLog } from './support/local-aws';
import { longerSuites } from './support/longer-suites';
import { storeObject } from './support/store-object';

const DEPLOYMENT = 'demo';
const DOCUMENT = `config/deployments/${DEPLOYMENT}.ts`;
/** The longest ones plan stacks. */
const DRILL_MINUTES = 10;
/** Of the herd: the 10,000 that are asked for otherwise take a minute longer (docs/decisions/0035-what-ci-runs.md). */
const VIEWERS = 2000;

/** More than the time for which the safety rule of a service refuses everything after a move. */
const RULE_WAIT_MS = 6000;

/** Stacks of the deployment in the order of their first application; known once the sources are synthesized. */
const stacks = () => synthesizedStacks().filter(({ deployment }) => deployment === DEPLOYMENT);

/** Each stack plans nothing in a folder of its own, with the role that plans it in CI. */
async function assertNothingToChange(): Promise<void> {
  const environment = runningLocalEnvironment() ?? {};
  const credentials = credentialsOf(stacks(), environment);
  const changed = await sideBySide(stacks(), SIDE_BY_SIDE, async (stack) => {
    const changes = await planAlone(stack, {
      environment: { ...environment, ...(await credentials?.(stack, 'plan')) },
    });
    console.log(`  ${stack.id}: ${describeChanges(changes, 'to')}`);
    return isNothing(changes) ? [] : [stack.id];
  });
  assert.notEqual(changed.length, 0);
  assert.deepEqual(changed.flat(), []);
}

/** Processes of the local AWS and of Terraform that work in this folder or below it. */
function processes(): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /daemon\.ts|moto\/server|terraform/.test(line))
    .filter((line) => {
      try {
        return readlinkSync(`/proc/${line.trim().split(' ')[0]}/cwd`).startsWith(process.cwd());
      } catch {
        return false; // It has ended since.
      }
    });
}

const rolesOf = (purpose: string) => stacks().map(({ id }) => `${id}-${purpose}`);

/** Twenty seconds of a drill are one of a machine that others use too, so that a bound may be missed once for their sake. */
async function holds(drill: string): Promise<boolean> {
  return (await run(`npx meridian drill ${drill} --viewers ${VIEWERS}`, DRILL_MINUTES)).exitCode === 0;
}

before(async () => {
  await run('npx meridian local reset', 2);
});
after(async () => {
  await run('npx meridian local reset', 2);
});

test('the local AWS starts, and a second start finds it', async () => {
  assert.equal((await run('npx meridian local up', 5)).exitCode, 0);
  const second = await run('npx meridian local up', 2);
  assert.equal(second.exitCode, 0);
  assert.match(second.output, /already|running/i);
});

test('a new account takes the deployment: every check of the preflight is answered, and none finds anything', async () => {
  const { exitCode, output } = await run(`npx meridian preflight ${DEPLOYMENT} --local --json`, 3);
  assert.equal(exitCode, 0);
  assert.equal(output.match(/"outcome": "fine"/g)?.length, checks.length);
  assert.match(output, /"isReady": true/);
});

test('a stack whose state bucket does not exist says in one sentence what to run first', async () => {
  const { exitCode, output } = await run(`npx meridian plan ${DEPLOYMENT}-global --local`, 3);
  assert.notEqual(exitCode, 0);
  assert.match(output, new RegExp(`npx meridian bootstrap ${DEPLOYMENT}`));
});

/** Only what the provider waits for is left. What it asks for when it is interrupted may be made all the same, and then is in no state. */
const isAlmostMade = (output: string) =>
  [...output.matchAll(/apply (\d+)\/(\d+), /g)].some(([, made, all]) => Number(all) - Number(made) <= 4);

test('bootstrap creates the state stack, also where a deployment was interrupted, and a second time changes nothing', async () => {
  const interrupted = await run('node cli/bin/meridian.js local deploy demo-state', 3, isAlmostMade);
  assert.equal(interrupted.exitCode, 130);
  assert.equal((await run(`npx meridian bootstrap ${DEPLOYMENT} --local`, 6)).exitCode, 0);
  const second = await run(`npx meridian bootstrap ${DEPLOYMENT} --local`, 4);
  assert.equal(second.exitCode, 0);
  assert.match(second.output, /nothing|unchanged|no changes/i);
});

test('a stack whose upstream was never applied names it in one sentence', async () => {
  const plain = await run(`npx meridian plan ${DEPLOYMENT}-backfill --local`, 3);
  assert.notEqual(plain.exitCode, 0);
  assert.match(plain.output, new RegExp(`${DEPLOYMENT}-global.*apply`));
  assert.doesNotMatch(plain.output, /\n\s+at /);

  const cdktf = await run(
    `eval "$(npx meridian local env)" && CI=1 npx cdktf diff ${DEPLOYMENT}-region-asia --skip-synth --skip-provider-lock`,
    4,
  );
  assert.notEqual(cdktf.exitCode, 0);
  assert.match(cdktf.output.replaceAll(/\s+/g, ' '), new RegExp(`apply "${DEPLOYMENT}-global" first`));
});

test('npm start applies every stack, also where the local AWS is killed in the middle, and says what is up', async () => {
  const done = new AbortController();
  const killed = killDuringApply(`${DEPLOYMENT}-global`, 10, done.signal);
  const first = await run('npm start', 25);
  done.abort();
  assert.equal(await killed, true);
  assert.match(first.output, /ended in the middle: it is started again with what it had/);
  // What Terraform got no answer to it repeats, and where it gave that up the next start goes on.
  const { exitCode, output } = first.exitCode === 0 ? first : await run('npm start', 20);
  assert.equal(exitCode, 0);
  for (const { id } of stacks()) assert.match(output, new RegExp(id));
});

test('each stack was applied from its own state and those of its upstreams alone', () => {
  const statesRead = new Map<string, Set<string>>();
  for (const { agent = '', service, path } of requestLog()) {
    const stackId = /meridian-stack\/(\S+)/.exec(agent)?.[1];
    const key = /\/([^/]+)\.tfstate$/.exec(path ?? '')?.[1];
    if (service !== 's3' || stackId === undefined || key === undefined) continue;
    statesRead.set(stackId, (statesRead.get(stackId) ?? new Set()).add(key));
  }
  for (const { id, upstreams } of stacks()) {
    assert.deepEqual([...(statesRead.get(id) ?? [])].sort(), [id, ...upstreams].sort());
  }
});

test('a second npm start finds nothing to change in any stack', async () => {
  const { exitCode, output } = await run('npm start', 10);
  assert.equal(exitCode, 0);
  assert.match(output, /nothing to change/i);
});

test('commands make up the values that Terraform leaves to them', async () => {
  const command = (words: string) => run(`npx meridian ${words} --local`, 2);
  const unsigned = await command(`edge-token sign ${DEPLOYMENT}`);
  assert.notEqual(unsigned.exitCode, 0);
  assert.match(unsigned.output, /has no value yet: "npx meridian edge-token publish" makes one up/);

  assert.match((await command(`edge-token publish ${DEPLOYMENT}`)).output, /At the edge: token-key:1/);
  assert.match((await command(`edge-token sign ${DEPLOYMENT}`)).output, /^[\w-]+\.[\w-]+\.[\w-]+$/m);
  for (const time of ['first', 'second']) {
    assert.match((await command(`master-password ${DEPLOYMENT}`)).output, /Set a new password/, time);
  }
});

test('the documented table of accepted resource types is the one in the states', async () => {
  const counts = new Map<string, number>();
  for (const { backend, deployment } of stacks()) {
    const store = new StateStore(backend, deployment, runningLocalEnvironment());
    const { resources } = (await store.read(backend.key)) ?? { resources: [] };
    store.close();
    for (const { mode, type = '', instances = [] } of resources) {
      if (mode !== 'managed' || !type.startsWith('aws_')) continue;
      counts.set(type, (counts.get(type) ?? 0) + instances.length);
    }
  }
  const accepted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [type, count] of accepted) console.log(`  ${type.padEnd(60)} ${count}`);
  const documented = [
    ...readFileSync('docs/reference/local-aws.md', 'utf8').matchAll(/^\| `(aws_\w+)` \|/gm),
  ].map(([, type]) => type);
  assert.deepEqual(
    documented,
    accepted.map(([type]) => type),
  );
});

consoleTests({
  endpoint: () => findServices(LOCAL_DIRECTORY)?.edge.endpoint ?? '',
  store: (...object) => storeObject(runningLocalEnvironment()?.AWS_ENDPOINT_URL ?? '', ...object),
});

for (const [name, { summary }] of Object.entries(drillsOf({ viewers: VIEWERS }))) {
  test(`drill ${name}: ${summary}`, async () => {
    assert.ok((await holds(name)) || (await holds(name)), 'a bound was missed twice');
  });
}

test('a service moves to its standby and back by a command, alone, and its stack plans nothing in between', async () => {
  const command = (words: string) => run(`npx meridian failover ${words} --local`, 2);
  const told = async () => {
    const { output } = await command(`status ${DEPLOYMENT}`);
    return output.split('\n').filter((line) => / answers/.test(line));
  };
  const before = await told();
  assert.ok(before.includes('orders: europe answers; europe On, asia Off'));

  assert.match((await command(`plan ${DEPLOYMENT} orders --to asia`)).output, /Nothing was changed\./);
  assert.match(
    (await command(`move ${DEPLOYMENT} orders --to asia --why test`)).output,
    /: done in [\d.]+ s/,
  );
  const away = before.map((line) =>
    line.startsWith('orders:') ? 'orders: asia answers; europe Off, asia On' : line,
  );
  assert.deepEqual((await told()).sort(), away.sort());
  const plan = await run(`npx meridian plan ${DEPLOYMENT}-failover --local`, 3);
  assert.match(plan.output, /nothing to change/);

  await sleep(RULE_WAIT_MS);
  assert.match((await command(`back ${DEPLOYMENT} orders --why test`)).output, /: done in [\d.]+ s/);
  assert.deepEqual((await told()).sort(), before.sort());
});

test('no role was denied anything that the drills need of it', () => assertNothingDenied([]));

/** A team, an option off and on, and a secret's version: they touch few stacks. */
const EDITS = ['region-team', 'cors-stored-origins', 'token-key'];

test('edits of the applied document are applied and taken back by the roles of CI, and no viewer notices', async () => {
  const only = EDITS.map((kind) => `--only ${kind}`).join(' ');
  const { exitCode, output } = await run(`npx meridian walk --edits 6 --together 3 --seed 1 ${only}`, 20);
  assert.equal(exitCode, 0);
  for (const kind of EDITS) {
    assert.match(output, new RegExp(`${kind}: (?!as the document says)`));
    assert.match(output, new RegExp(`${kind}: as the document says`));
  }
});

test('no role was denied what the edits need', () =>
  assertNothingDenied(
    ['global', 'region-america'].flatMap((name) => [
      `${DEPLOYMENT}-${name}-plan`,
      `${DEPLOYMENT}-${name}-apply`,
    ]),
  ));

test('after a kill -9 npm start brings back every state, version and object, and plans nothing', async () => {
  const services = findServices(LOCAL_DIRECTORY);
  assert.ok(services);
  const held = await heldObjects();
  kill(services);

  const { exitCode, output, seconds } = await run('npm start', 10);

  assert.equal(exitCode, 0);
  console.log(`  ${seconds.toFixed(0)} s, ${held.length} buckets and versions of objects`);
  assert.match(output, /with what it held: \d+ changes were made again\./);
  assert.match(output, /Nothing to change/);
  assert.deepEqual(await heldObjects(), held);
  assert.ok(held.length > stacks().length);
});

test(
  'what was brought back is what the sources say: each stack, alone in a folder of its own, plans no change',
  assertNothingToChange,
);

test('no role was denied what planning its stack needs', () => assertNothingDenied(rolesOf('plan')));

test('a country that goes to another region is applied after a stop, and nothing else is planned', async () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  assert.equal((await run('npm stop', 2)).exitCode, 0);
  try {
    assert.match(document, /'AE', 'BH'/);
    writeFileSync(DOCUMENT, document.replace("'AE', 'BH'", "'BH'"));
    const { exitCode, output } = await run('npm start', 10);
    assert.equal(exitCode, 0);
    assert.match(
      output,
      new RegExp(`${DEPLOYMENT}-global: applied \\(0 added, [1-9]\\d* changed, 0 destroyed\\)`),
    );
    assert.match(output, new RegExp(`${DEPLOYMENT}-state: as applied at`));
    assert.doesNotMatch(output, new RegExp(`${DEPLOYMENT}-region-\\w+: (plan|applied)`));
  } finally {
    writeFileSync(DOCUMENT, document);
  }
});

describe('while databases go, which is waiting', { concurrency: 2 }, () => {
  test('destroy leaves nothing in any state', async () => {
    const { exitCode, output } = await run('npx meridian local destroy', 20);
    assert.equal(exitCode, 0, output.slice(-500));
  });

  longerSuites();
});

test('no role was denied what takes its stack down', () =>
  assertNothingDenied(rolesOf('apply').filter((role) => !role.includes('-state-'))));

test('npm stop leaves no process, and after a destroy nothing to bring back', async () => {
  assert.equal((await run('npm stop', 2)).exitCode, 0);
  assert.deepEqual(processes(), []);
  assert.equal(existsSync('.local/services.json'), false);
  const { output } = await run('npx meridian local up', 5);
  assert.doesNotMatch(output, /with what it held/);
});
