import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import minimatch from 'minimatch';
import { parse } from 'yaml';
import { type Contexts, evaluated, evaluatedAll, isDue, type Result } from './expressions';
import type { GitHub, Permissions } from './github';

type Mapping = Readonly<Record<string, unknown>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Mapping;
  readonly with?: Mapping;
  readonly 'continue-on-error'?: boolean;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: unknown;
  readonly uses?: string;
  readonly with?: Mapping;
  readonly environment?: string;
  readonly env?: Mapping;
  readonly permissions?: Permissions;
  readonly outputs?: Mapping;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<
    Record<string, { readonly outputs?: Readonly<Record<string, { readonly value: string }>> } | null>
  >;
  readonly env?: Mapping;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What this runner knows of a job and of a step: a workflow with anything else would not be run as GitHub runs it. */
const JOB_KEYS = [
  ...['needs', 'if', 'uses', 'with', 'environment', 'env', 'permissions', 'outputs', 'steps'],
  // Nothing runs beside anything here.
  ...['timeout-minutes', 'runs-on', 'container', 'concurrency'],
];
const STEP_KEYS = ['id', 'name', 'if', 'uses', 'run', 'shell', 'env', 'with', 'continue-on-error'];

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  default: ['-e'],
  bash: ['--noprofile', '--norc', '-eo', 'pipefail'],
};

export interface Event {
  readonly name: 'push' | 'pull_request' | 'schedule';
  readonly sha: string;
  readonly ref: string;
  /** Of a pull request: the branch that it goes to. */
  readonly baseRef?: string;
  readonly payload: object;
}

export interface RunnerOptions {
  /** A repository with the workflows. */
  readonly origin: string;
  readonly repository: string;
  readonly github: GitHub;
  /** For the workspaces, files and artifacts of jobs. */
  readonly scratch: string;
  /** What leads to AWS; without credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder with the packages of the same `package-lock.json`. */
  readonly installed: string;
}

/** What became of a job, under the names of the jobs around it. */
export interface JobRun {
  readonly result: Result;
  readonly log: string;
}

export interface WorkflowRun {
  readonly result: Result;
  readonly jobs: Readonly<Record<string, JobRun>>;
  /** What the jobs have written into the run's summary. */
  readonly summary: string;
}

interface Ended {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
}

interface Called {
  readonly inputs: Mapping;
  readonly path: string;
  /** What the caller's job lets it do; undefined for the run's own workflow. */
  readonly granted?: Permissions | undefined;
}

/** Carries out the jobs of a workflow of a commit one after the other, as GitHub's runner would. */
export class Runner {
  constructor(private readonly options: RunnerOptions) {}

  /** @param isApproved whether somebody approves of a job in an environment */
  async run(
    file: string,
    event: Event,
    isApproved: (environment: string) => boolean = () => true,
  ): Promise<WorkflowRun> {
    const run = new Run(this.options, event, file, isApproved);
    const noted = { file, head_sha: event.sha, conclusion: undefined as 'success' | 'failure' | undefined };
    this.options.github.runs.push(noted);
    const { result } = await run.workflow(`.github/workflows/${file}`, { inputs: {}, path: '' });
    noted.conclusion = result === 'success' ? 'success' : 'failure';
    return { result, jobs: run.jobs, summary: run.summary };
  }
}

class Run {
  readonly jobs: Record<string, JobRun> = {};
  summary = '';
  private readonly artifacts: string;

  constructor(
    readonly options: RunnerOptions,
    readonly event: Event,
    readonly file: string,
    private readonly isApproved: (environment: string) => boolean,
  ) {
    this.artifacts = mkdtempSync(join(options.scratch, 'artifacts-'));
  }

  artifact(name: string): string {
    return join(this.artifacts, name);
  }

  async workflow(path: string, called: Called): Promise<Ended> {
    const workflow = parse(this.atCommit(path)) as Workflow;
    const ended: Record<string, Ended> = {};
    const ancestors: Record<string, Set<string>> = {};
    for (const [name, job] of inOrder(workflow.jobs)) {
      refuseUnknown(job, JOB_KEYS, `${path}: ${name}`);
      const needed = needsOf(job);
      const before = new Set(needed.flatMap((id) => [id, ...(ancestors[id] ?? [])]));
      ancestors[name] = before;
      const contexts = {
        github: this.github(),
        inputs: called.inputs,
        needs: Object.fromEntries(needed.map((id) => [id, ended[id]])),
      };
      const results = [...before].map((id) => ended[id]?.result ?? 'skipped');
      const isRun = await isDue(job.if, contexts, results);
      ended[name] = isRun
        ? await this.job(
            job,
            workflow,
            { ...contexts, failed: results.includes('failure') },
            { ...called, path: `${called.path}${name}` },
          )
        : { result: 'skipped', outputs: {} };
      if (!isRun) this.jobs[`${called.path}${name}`] = { result: 'skipped', log: '' };
    }
    const results = Object.values(ended).map(({ result }) => result);
    const failed = results.includes('failure');
    const contexts = { jobs: ended, github: this.github(), inputs: called.inputs };
    const declared = Object.entries(workflow.on.workflow_call?.outputs ?? {});
    const outputs = await evaluatedAll(
      Object.fromEntries(declared.map(([name, { value }]) => [name, value])),
      contexts,
    );
    const result = failed ? 'failure' : results.every((each) => each === 'skipped') ? 'skipped' : 'success';
    return { result, outputs };
  }

  private async job(
    job: Job,
    workflow: Workflow,
    { failed, ...contexts }: Contexts & { readonly failed: boolean },
    { path, granted }: Called,
  ): Promise<Ended> {
    const permissions = job.permissions ?? {};
    for (const [scope, level] of Object.entries(granted === undefined ? {} : permissions)) {
      if (granted?.[scope] !== level && granted?.[scope] !== 'write') {
        throw new Error(
          `${path}: GitHub does not start a run whose job asks for "${scope}: ${level}", which its caller lacks`,
        );
      }
    }
    if (job.uses !== undefined) {
      const inputs = await evaluatedAll(job.with, contexts, failed);
      return this.workflow(job.uses.replace(/^\.\//, ''), { inputs, path: `${path}/`, granted: permissions });
    }
    const environment =
      job.environment === undefined ? undefined : await evaluated(job.environment, contexts);
    if (environment !== undefined && !this.isApproved(environment)) {
      this.jobs[path] = { result: 'failure', log: `Rejected in ${environment}.` };
      return { result: 'failure', outputs: {} };
    }
    const runner = new JobRunner(this, { job, workflow, permissions, environment, contexts });
    const ended = await runner.run(path);
    this.summary += runner.summary;
    this.jobs[path] = { result: ended.result, log: runner.log };
    return ended;
  }

  atCommit(path: string): string {
    return execFileSync('git', ['show', `${this.event.sha}:${path}`], {
      cwd: this.options.origin,
      encoding: 'utf8',
    });
  }

  github(): Mapping {
    const { event, options, file } = this;
    return {
      repository: options.repository,
      sha: event.sha,
      ref: event.ref,
      base_ref: event.baseRef ?? '',
      event: event.payload,
      event_name: event.name,
      server_url: 'https://github.com',
      run_id: '1',
      workflow_ref: `${options.repository}/.github/workflows/${file}@${event.ref}`,
    };
  }

  /** Whom OIDC calls a job: https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
  subject(environment: string | undefined): string {
    const { event, options } = this;
    if (environment !== undefined) return `repo:${options.repository}:environment:${environment}`;
    return `repo:${options.repository}:${event.name === 'pull_request' ? 'pull_request' : `ref:${event.ref}`}`;
  }
}

interface JobOptions {
  readonly job: Job;
  readonly workflow: Workflow;
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  readonly contexts: Contexts;
}

/** Steps that run one after the other: those of a job, or of an action in it. */
interface Steps {
  readonly steps: readonly Step[];
  readonly contexts: Contexts;
  readonly shell: string | undefined;
}

class JobRunner {
  log = '';
  private readonly folder: string;
  private readonly workspace: string;
  private readonly temporary: string;
  private readonly token: string;
  private readonly masks = new Set<string>();
  /** What GITHUB_ENV has added. */
  private added: Record<string, string> = {};

  constructor(
    private readonly parent: Run,
    private readonly options: JobOptions,
  ) {
    this.folder = mkdtempSync(join(parent.options.scratch, 'job-'));
    this.workspace = join(this.folder, 'workspace');
    this.temporary = join(this.folder, 'temp');
    for (const folder of [this.workspace, this.temporary]) mkdirSync(folder);
    this.token = parent.options.github.admit({
      permissions: options.permissions,
      subject: parent.subject(options.environment),
    });
  }

  get summary(): string {
    const file = join(this.folder, 'summary');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async run(path: string): Promise<Ended> {
    const { job, workflow, contexts } = this.options;
    process.stdout.write(`\n::: ${path}\n`);
    const known = {
      ...contexts,
      github: { ...this.parent.github(), token: this.token },
      runner: { temp: this.temporary, os: 'Linux' },
    };
    const { result, steps } = await this.steps({
      steps: job.steps ?? [],
      contexts: known,
      shell: workflow.defaults?.run?.shell,
    });
    const outputs = await evaluatedAll(job.outputs, { ...known, steps });
    return { result, outputs };
  }

  private async steps({
    steps,
    contexts,
    shell,
  }: Steps): Promise<{ result: Result; steps: Record<string, Ended> }> {
    const ended: Record<string, Ended> = {};
    let failed = false;
    for (const [index, step] of steps.entries()) {
      const title = step.name ?? step.uses ?? `step ${index + 1}`;
      refuseUnknown(step, STEP_KEYS, title);
      const known = { ...contexts, steps: ended };
      if (!(await isDue(step.if, known, [failed ? 'failure' : 'success']))) continue;
      this.say(`--- ${title}\n`);
      const { result, outputs } = await this.step(step, known, shell);
      if (step.id !== undefined) ended[step.id] = { result, outputs };
      if (result === 'failure' && step['continue-on-error'] !== true) failed = true;
    }
    return { result: failed ? 'failure' : 'success', steps: ended };
  }

  private async step(step: Step, contexts: Contexts, shell: string | undefined): Promise<Ended> {
    if (step.run !== undefined) return this.script(step, contexts, step.shell ?? shell ?? 'default');
    const uses = step.uses ?? '';
    const given = await evaluatedAll(step.with, contexts);
    if (uses.startsWith('./')) return this.action(uses, given, contexts);
    const known = this.uses[uses.replace(/@.*/, '')];
    if (known === undefined)
      throw new Error(`uses: expected ${Object.keys(this.uses).join(', ')}, got ${uses}`);
    try {
      known(given);
      return { result: 'success', outputs: {} };
    } catch (error) {
      this.say(`${(error as Error).message}\n`);
      return { result: 'failure', outputs: {} };
    }
  }

  /** What actions of others do, here. */
  private readonly uses: Readonly<Record<string, (given: Readonly<Record<string, string>>) => void>> = {
    'actions/checkout': (given) => {
      const { sha } = this.parent.event;
      const git = (...args: string[]) => execFileSync('git', args, { cwd: this.workspace, stdio: 'pipe' });
      git('init', '--quiet', '.');
      git('remote', 'add', 'origin', `file://${this.parent.options.origin}`);
      if (given['fetch-depth'] === '0')
        git('fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*', sha);
      else git('fetch', '--quiet', '--depth=1', 'origin', sha);
      git('checkout', '--quiet', '--detach', sha);
    },
    'actions/setup-node': (given) => {
      const here = process.version.slice(1);
      if (given['node-version']?.split('.')[0] !== here.split('.')[0]) {
        this.say(`This machine has Node.js ${here}.\n`);
      }
    },
    'actions/upload-artifact': ({ name = '', path = '' }) => {
      const folder = this.parent.artifact(name);
      mkdirSync(folder, { recursive: true });
      for (const file of existsSync(dirname(path)) ? readdirSync(dirname(path)) : []) {
        if (minimatch(file, basename(path))) cpSync(join(dirname(path), file), join(folder, file));
      }
    },
    'actions/download-artifact': ({ name = '', path = '' }) => {
      const folder = this.parent.artifact(name);
      if (!existsSync(folder)) throw new Error(`Artifact not found for name: ${name}`);
      cpSync(folder, join(this.workspace, path), { recursive: true });
    },
  };

  private async action(
    uses: string,
    given: Readonly<Record<string, string>>,
    contexts: Contexts,
  ): Promise<Ended> {
    const file = join(this.workspace, uses, 'action.yml');
    const { inputs = {}, outputs = {}, runs } = parse(readFileSync(file, 'utf8')) as Action;
    if (runs.using !== 'composite') throw new Error(`${uses}: expected composite, got ${runs.using}`);
    const defaults = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? '')]),
    );
    const own = { ...contexts, inputs: { ...defaults, ...given } };
    const { result, steps } = await this.steps({ steps: runs.steps, contexts: own, shell: undefined });
    const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    return { result, outputs: await evaluatedAll(values, { ...own, steps }) };
  }

  private async script(step: Step, contexts: Contexts, shell: string): Promise<Ended> {
    const flags = SHELLS[shell];
    if (flags === undefined)
      throw new Error(`shell: expected ${Object.keys(SHELLS).join(', ')}, got ${shell}`);
    const file = join(mkdtempSync(join(this.folder, 'step-')), 'script.sh');
    const [output, environment] = [`${file}.output`, `${file}.env`];
    for (const each of [output, environment]) writeFileSync(each, '');
    writeFileSync(file, step.run ?? '');
    const { workflow, job } = this.options;
    const env = {
      ...this.environment(),
      GITHUB_OUTPUT: output,
      GITHUB_ENV: environment,
      ...(await evaluatedAll(workflow.env, contexts)),
      ...(await evaluatedAll(job.env, contexts)),
      ...this.added,
      ...(await evaluatedAll(step.env, contexts)),
    };
    const isDone = (await this.spawned([...flags, file], env)) === 0;
    this.added = { ...this.added, ...fileCommands(environment) };
    return { result: isDone ? 'success' : 'failure', outputs: fileCommands(output) };
  }

  private environment(): Record<string, string> {
    const { event, options, file } = this.parent;
    const payload = join(this.folder, 'event.json');
    writeFileSync(payload, JSON.stringify(event.payload));
    appendFileSync(join(this.folder, 'summary'), '');
    const { HOME = '', TF_CLI_CONFIG_FILE, TF_PLUGIN_MIRROR, PATH = '' } = process.env;
    return {
      ...options.environment,
      PATH: `${join(__dirname, 'bin')}:${PATH}`,
      HOME,
      ...(TF_CLI_CONFIG_FILE === undefined ? {} : { TF_CLI_CONFIG_FILE }),
      ...(TF_PLUGIN_MIRROR === undefined ? {} : { TF_PLUGIN_MIRROR }),
      INSTALLED: options.installed,
      CI: 'true',
      RUNNER_TEMP: this.temporary,
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: options.github.url,
      GITHUB_REPOSITORY: options.repository,
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_BASE_REF: event.baseRef ?? '',
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: payload,
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_WORKFLOW_REF: `${options.repository}/.github/workflows/${file}@${event.ref}`,
      GITHUB_STEP_SUMMARY: join(this.folder, 'summary'),
      ...(this.options.permissions['id-token'] === 'write'
        ? {
            ACTIONS_ID_TOKEN_REQUEST_URL: `${options.github.url}/token?version=2`,
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: this.token,
          }
        : {}),
    };
  }

  private spawned(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
    const minutes = this.options.job['timeout-minutes'] ?? 360;
    return new Promise((resolve, reject) => {
      const child = spawn('bash', args, {
        cwd: this.workspace,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const timer = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, minutes * 60_000);
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
          const whole = text.lastIndexOf('\n') + 1;
          this.say(text.slice(0, whole));
          text = text.slice(whole);
        });
      }
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(timer);
        this.say(text);
        resolve(code ?? -1);
      });
    });
  }

  /** Without what a command has told to mask. */
  private say(text: string): void {
    for (const [, value = ''] of text.matchAll(/^::add-mask::(.+)$/gm)) this.masks.add(value);
    let shown = text;
    for (const value of this.masks) shown = shown.replaceAll(value, '***');
    this.log += shown;
    process.stdout.write(shown);
  }
}

const needsOf = ({ needs = [] }: Job): readonly string[] => (typeof needs === 'string' ? [needs] : needs);

/** Every job after those that it needs. */
function inOrder(jobs: Readonly<Record<string, Job>>): [string, Job][] {
  const done: [string, Job][] = [];
  const left = new Map(Object.entries(jobs));
  while (left.size > 0) {
    const next = [...left].find(([, job]) => needsOf(job).every((id) => done.some(([name]) => name === id)));
    if (next === undefined) throw new Error(`needs: ${[...left.keys()].join(', ')} wait for each other`);
    done.push(next);
    left.delete(next[0]);
  }
  return done;
}

function refuseUnknown(block: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(block).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`${where}: expected ${known.join(', ')}, got ${unknown.join(', ')}`);
}

/** `name=value` lines: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files */
function fileCommands(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`expected name=value, got ${line}`);
      return [name, value];
    }),
  );
}
