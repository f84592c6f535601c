import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgressEvent } from '../../terraform/json-output';
import { TerraformError } from '../../terraform/terraform-error';
import { Workspace, type WorkspaceOptions } from '../../terraform/workspace';
import { fakeTerraform } from '../support/fake-terraform';

let directory: string;
let events: ProgressEvent[];
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'demo-global');
  mkdirSync(directory);
  events = [];
});

function workspace(script: string, options: Partial<WorkspaceOptions> = {}): Workspace {
  const binary = fakeTerraform(join(directory, 'terraform'), script);
  return new Workspace({ directory, binary, onProgress: (event) => events.push(event), ...options });
}

/** A script that prints these lines. */
const prints = (...lines: readonly object[]) =>
  `cat <<'END'\n${lines.map((line) => JSON.stringify(line)).join('\n')}\nEND`;

const failureOf = async (run: Promise<unknown>): Promise<TerraformError> => {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TerraformError)) throw new Error(`expected a TerraformError, got ${String(error)}`);
  return error;
};

const resource = (addr: string) => ({ resource: { addr } });

test('a plan counts what would change, outputs included', async () => {
  const script = prints(
    { type: 'version', terraform: '1.11.4' },
    { type: 'refresh_complete', hook: resource('aws_vpc.main') },
    { type: 'planned_change', change: { ...resource('aws_sqs_queue.misses'), action: 'create' } },
    { type: 'change_summary', changes: { add: 1, change: 2, remove: 3, import: 4, operation: 'plan' } },
    { type: 'outputs', outputs: { a: { action: 'create' }, b: { action: 'noop' }, c: { action: 'delete' } } },
  );
  await expect(workspace(script).plan()).resolves.toEqual({
    add: 1,
    change: 2,
    remove: 3,
    imported: 4,
    moved: 0,
    forgotten: 0,
    outputs: 2,
  });
  expect(events).toEqual([
    { kind: 'command', command: 'plan' },
    { kind: 'resource', address: 'aws_vpc.main', action: 'read', phase: 'complete' },
    { kind: 'change', address: 'aws_sqs_queue.misses', action: 'create' },
    { kind: 'planned', add: 1, change: 2, remove: 3 },
  ]);
});

test('an apply reports each resource as it goes, and what was done rather than what was planned', async () => {
  const hook = { ...resource('aws_sqs_queue.misses'), action: 'create' };
  const script = prints(
    { type: 'change_summary', changes: { add: 2, change: 0, remove: 0, operation: 'plan' } },
    { type: 'apply_start', hook },
    { type: 'apply_progress', hook: { ...hook, elapsed_seconds: 10 } },
    { type: 'apply_complete', hook: { ...hook, elapsed_seconds: 12 } },
    { type: 'change_summary', changes: { add: 1, change: 0, remove: 0, operation: 'apply' } },
  );
  const { add } = await workspace(script).apply();
  expect(add).toBe(1);
  expect(events.filter(({ kind }) => kind === 'resource')).toEqual([
    { kind: 'resource', address: 'aws_sqs_queue.misses', action: 'create', phase: 'start' },
    {
      kind: 'resource',
      address: 'aws_sqs_queue.misses',
      action: 'create',
      phase: 'progress',
      elapsedSeconds: 10,
    },
    {
      kind: 'resource',
      address: 'aws_sqs_queue.misses',
      action: 'create',
      phase: 'complete',
      elapsedSeconds: 12,
    },
  ]);
});

test('an apply after a plan does what was planned, and the plan with its secrets is removed', async () => {
  const terraform = workspace('case "$1" in plan) touch meridian.tfplan ;; esac; echo "$@" >> arguments');
  await terraform.plan();
  expect(existsSync(join(directory, 'meridian.tfplan'))).toBe(true);
  await terraform.apply();
  expect(existsSync(join(directory, 'meridian.tfplan'))).toBe(false);
  await terraform.apply();
  expect(readFileSync(join(directory, 'arguments'), 'utf8').trim().split('\n')).toEqual([
    'plan -json -no-color -input=false -out=meridian.tfplan',
    'apply -json -no-color -input=false meridian.tfplan',
    'apply -json -no-color -input=false -auto-approve',
  ]);
});

test('a plan is readable by its owner only, from its first byte and wherever it is kept', async () => {
  const terraform = workspace(
    'case "$1" in plan) ls -l meridian.tfplan | cut -c1-10 > mode; echo secret > meridian.tfplan ;; esac',
  );
  const kept = join(directory, 'kept.tfplan');
  await terraform.plan();
  terraform.keepPlan(kept);

  expect(readFileSync(join(directory, 'mode'), 'utf8').trim()).toBe('-rw-------');
  expect(readFileSync(kept, 'utf8').trim()).toBe('secret');
  expect(statSync(kept).mode & 0o777).toBe(0o600);
});

test('what a plan moves and forgets is counted, which Terraform does not, and told when it is applied', async () => {
  const summary = { type: 'change_summary', changes: { add: 0, change: 0, remove: 0, operation: 'plan' } };
  const plan = prints(
    {
      type: 'planned_change',
      change: { ...resource('aws_sqs_queue.new'), previous_resource: { addr: 'old' }, action: 'move' },
    },
    { type: 'planned_change', change: { ...resource('aws_s3_bucket.reports'), action: 'remove' } },
    summary,
  );
  const terraform = workspace(`if [ "$1" = plan ]; then\n${plan}\nelse\n${prints(summary)}\nfi`);
  await expect(terraform.plan()).resolves.toMatchObject({ remove: 0, moved: 1, forgotten: 1 });
  await expect(terraform.apply()).resolves.toMatchObject({ remove: 0, moved: 1, forgotten: 1 });
});

test('a state that could not be saved is kept where no synthesis empties the folder, and the failure says where', async () => {
  const unsavedDirectory = join(directory, '..', 'unsaved');
  const script = `if [ "$1" = apply ]; then echo '{"serial":2}' > errored.tfstate; exit 1; fi`;
  const { unsavedState = '' } = await failureOf(workspace(script, { unsavedDirectory }).apply());
  expect(unsavedState).toMatch(/\/unsaved\/demo-global-\d+\.tfstate$/);
  expect(readFileSync(unsavedState, 'utf8')).toBe('{"serial":2}\n');
  expect(statSync(unsavedState).mode & 0o077).toBe(0);
  expect(existsSync(join(directory, 'errored.tfstate'))).toBe(false);
});

test('a failure holds every error once, with its resource and without colours and frames', async () => {
  const wrong = {
    severity: 'error',
    summary: 'creating queue',
    detail: '\u001b[31m│ QueueAlreadyExists\u001b[0m',
    address: 'aws_sqs_queue.misses',
  };
  const script = prints(
    {
      type: 'diagnostic',
      diagnostic: { severity: 'warning', summary: 'Deprecated', detail: 'Use another.' },
    },
    { type: 'diagnostic', diagnostic: wrong },
    { type: 'diagnostic', diagnostic: wrong },
    { type: 'diagnostic', diagnostic: { severity: 'error', summary: 'No such zone', detail: '' } },
  );
  const error = await failureOf(workspace(`${script}\nexit 1`).apply());
  expect(error.message).toBe(
    [
      'terraform apply of demo-global failed:',
      '  aws_sqs_queue.misses: creating queue',
      '  QueueAlreadyExists',
      '  No such zone',
    ].join('\n'),
  );
  expect(error.diagnostics).toHaveLength(4);
  expect(events).toContainEqual({ kind: 'warning', summary: 'Deprecated', detail: 'Use another.' });
});

test('plain text is shown where Terraform fails without a diagnostic', async () => {
  const error = await failureOf(workspace('echo "flag provided but not defined: -jsn" >&2; exit 2').plan());
  expect(error.message).toBe('terraform plan of demo-global failed:\n  flag provided but not defined: -jsn');
});

test('a wrong configuration is told by validate, with the block it is in', async () => {
  const diagnostic = {
    severity: 'error',
    summary: 'Missing required argument',
    detail: 'The argument "type" is required.',
    snippet: { context: 'resource.aws_ssm_parameter.g' },
  };
  const script = `${prints({ valid: false, diagnostics: [diagnostic] })}\nexit 1`;
  expect((await failureOf(workspace(script).validate())).message).toContain(
    'aws_ssm_parameter.g: Missing required argument',
  );
});

test('a terraform that does not start is an error, not a crash', async () => {
  const error = await failureOf(new Workspace({ directory, binary: '/does/not/exist' }).plan());
  expect(error.message).toContain('/does/not/exist does not start');
});

test('everything Terraform prints is in the log, which the error names', async () => {
  const logFile = join(directory, 'logs', 'demo-global.log');
  const error = await failureOf(workspace('echo out; echo err >&2; exit 1', { logFile }).plan());
  expect(error.message).toContain(`Everything it printed: ${logFile}`);
  expect(readFileSync(logFile, 'utf8')).toMatch(/demo-global: terraform plan\n(out\nerr|err\nout)\n$/);
});

test('an abort interrupts Terraform once, and waits until it has written its state', async () => {
  const controller = new AbortController();
  const script = `trap 'echo interrupted >> interrupts; sleep 0.1; echo done > state; exit 1' INT\n${prints({ type: 'apply_start', hook: { ...resource('a.b'), action: 'create' } })}\nwhile :; do sleep 0.05; done`;
  const terraform = workspace(script, {
    signal: controller.signal,
    onProgress: ({ kind }) => kind === 'resource' && controller.abort(),
  });
  const error = await failureOf(terraform.apply());
  expect(error.message).toBe('terraform apply of demo-global failed:\n  it was interrupted');
  expect(readFileSync(join(directory, 'interrupts'), 'utf8')).toBe('interrupted\n');
  expect(existsSync(join(directory, 'state'))).toBe(true);
  expect((await failureOf(terraform.plan())).message).toContain('it was interrupted before it started');
});

test('a command that takes too long is interrupted', async () => {
  const script = `trap 'exit 1' INT; while :; do sleep 0.05; done`;
  const error = await failureOf(workspace(script, { timeoutSeconds: 0.2 }).plan());
  expect(error.message).toContain('it took longer than 0.2 seconds');
});

test('Terraform gets the environment of its caller on top of the own, and is not asked for input', async () => {
  const script = 'echo "$AWS_ENDPOINT_URL $TF_IN_AUTOMATION $CHECKPOINT_DISABLE" > environment';
  await workspace(script, { environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } }).init();
  expect(readFileSync(join(directory, 'environment'), 'utf8')).toBe('http://127.0.0.1:1 1 1\n');
});

describe('a plan as JSON, which has secrets in clear', () => {
  const SECRET = 'hunter2-of-the-origin';
  const plan = JSON.stringify({
    resource_changes: [{ address: 'a.b', change: { after: { value: SECRET } } }],
  });
  const printed = async (script: string) => {
    const logFile = join(directory, 'logs', 'demo-global.log');
    const result = await workspace(script, { logFile })
      .plannedResources(new Set())
      .catch((error: Error) => error.message);
    return { result, log: readFileSync(logFile, 'utf8') };
  };

  test('is read, and not logged', async () => {
    const { result, log } = await printed(`echo '${plan}'; echo a warning >&2`);
    expect(result).toEqual(JSON.parse(plan).resource_changes);
    expect(log).toMatch(/demo-global: terraform show\na warning\n$/);
  });

  test('is not asked for where the plan touches none of the types', async () => {
    const action = (addr: string, action: string) => ({
      type: 'planned_change',
      change: { resource: { addr, resource_type: addr.split('.')[0] ?? '' }, action },
    });
    const planned = prints(
      action('aws_vpc.a', 'create'),
      action('aws_sqs_queue.b', 'update'),
      action('aws_s3_bucket_lifecycle_configuration.c', 'create'),
    );
    const terraform = workspace(
      `case "$1" in plan) touch meridian.tfplan\n${planned}\n;; show) echo '${plan}' ;; esac`,
    );
    await terraform.plan();
    const asked = (...types: string[]) => terraform.plannedResources(new Set(types));
    await expect(asked('aws_vpc', 'aws_kms_key')).resolves.toEqual([]);
    // What is made takes nothing, but a lifecycle.
    await expect(asked('aws_s3_bucket_lifecycle_configuration')).resolves.toEqual(
      JSON.parse(plan).resource_changes,
    );
    await expect(asked('aws_kms_key', 'aws_sqs_queue')).resolves.toEqual(JSON.parse(plan).resource_changes);

    // Of a plan that others have made nobody has told what it touches.
    terraform.keepPlan(join(directory, 'kept'));
    terraform.takePlan(join(directory, 'kept'), await terraform.plan());
    await expect(asked('aws_vpc')).resolves.toEqual(JSON.parse(plan).resource_changes);
  });

  test.each([
    ['Terraform fails', `echo '${plan}'; echo why >&2; exit 1`, 'why'],
    ['it is cut off', `echo '${plan.slice(0, -4)}'`, 'what it printed is no whole JSON'],
    ['it begins with something else', `echo '${SECRET}'`, 'what it printed is no whole JSON'],
  ])('is in no error and no log where %s', async (_, script, reason) => {
    const { result, log } = await printed(script);
    expect(result).toMatch(new RegExp(`^terraform show of demo-global failed:\n  ${reason}\n`));
    expect(`${result}${log}`).not.toContain(SECRET.slice(0, 7));
  });
});

describe("variables of the user's shell", () => {
  afterEach(() => {
    delete process.env.TF_LOG;
    delete process.env.TF_WORKSPACE;
  });

  test('that would write secrets into logs do not reach Terraform', async () => {
    process.env.TF_LOG = 'debug';
    await expect(workspace('[ -z "$TF_LOG" ]').init()).resolves.toBeUndefined();
  });

  test('that would lead to another state are refused before Terraform runs', async () => {
    process.env.TF_WORKSPACE = 'other';
    await expect(workspace('touch ran').plan()).rejects.toThrow(/^TF_WORKSPACE is set, and/);
    expect(existsSync(join(directory, 'ran'))).toBe(false);
  });
});
