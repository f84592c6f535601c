import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { terraformBinary } from './binary';
import { terraformCliConfig } from './cli-config';
import { membersOf } from './json-members';
import {
  type Changes,
  changesOf,
  type Diagnostic,
  type OutputLine,
  type ProgressEvent,
  parseLine,
  progressOf,
  touchedTypes,
} from './json-output';
import { local } from './paths';
import { run } from './run';
import { shellEnvironment } from './shell-environment';
import { profileOf } from './stack-profile';
import { TerraformError } from './terraform-error';

export interface WorkspaceOptions {
  /** Folder with `cdk.tf.json`; its name is the stack's id. */
  readonly directory: string;
  /** Added to `process.env`, for example to reach the local AWS; by command where commands have credentials of their own. */
  readonly environment?: Environment | ((command: string) => Promise<Environment>);
  /** Aborting it interrupts Terraform once, which then finishes what is under way and writes its state. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** Everything Terraform prints for people is appended here. @default - it is not kept */
  readonly logFile?: string;
  /** Where a state goes that could not be saved. @default - `.local/unsaved` */
  readonly unsavedDirectory?: string;
  /** @default - `terraformBinary()` */
  readonly binary?: string;
  /** Longest run of one command before it is interrupted. @default 7200 for apply and destroy, 1800 otherwise */
  readonly timeoutSeconds?: number;
}

type Environment = Readonly<Record<string, string>>;
type Attributes = Readonly<Record<string, unknown>>;

export interface Output {
  readonly value: unknown;
  readonly sensitive: boolean;
}

/** What a plan does to one resource. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  /** Key of an instance that a replacement has left behind; undefined for the current one. */
  readonly deposed?: string;
  /** `delete` and `create` together stand for a replacement. */
  readonly change: {
    readonly actions: readonly string[];
    /** Attributes, null where there is no resource. */
    readonly before?: Attributes | null;
    readonly after?: Attributes | null;
  };
}

export interface Versions {
  readonly terraform: string;
  /** By the provider's source. */
  readonly providers: Readonly<Record<string, string>>;
}

interface Finished {
  readonly lines: readonly OutputLine[];
  readonly stdout: string;
}

const PLAN_FILE = 'meridian.tfplan';
/** Where Terraform leaves a state that it cannot write to its backend. */
const UNSAVED_STATE = 'errored.tfstate';

/** Found, and where it is missing downloaded, once per process. */
let foundBinary: Promise<string> | undefined;

async function commonBinary(onProgress: WorkspaceOptions['onProgress']): Promise<string> {
  foundBinary ??= terraformBinary({ onMessage: (message) => onProgress?.({ kind: 'message', message }) });
  try {
    return await foundBinary;
  } catch (error) {
    foundBinary = undefined;
    throw error;
  }
}

/** Terraform's plugin cache is not made for two writers: the first command of a process fills it, the others wait. */
let firstInit: Promise<Finished> | undefined;

/** One synthesized stack and the Terraform that works in its folder. One command runs at a time. */
export class Workspace {
  readonly stackId: string;
  /** What the plan that `apply` will take comes to, and what it touches, where that was told: of a plan that is taken it is not. */
  private planned: { readonly changes: Changes; readonly touches?: ReadonlySet<string> } | undefined;

  constructor(private readonly options: WorkspaceOptions) {
    this.stackId = basename(options.directory);
  }

  /** Prepares the folder: backend and provider. Extra arguments are Terraform's own, such as `-backend=false`. */
  async init(...args: readonly string[]): Promise<void> {
    // Terraform does not move a state and speak JSON at once.
    const json = args.includes('-migrate-state') ? [] : ['-json'];
    const init = () => this.terraform('init', ...json, '-no-color', '-input=false', ...args);
    if (firstInit !== undefined) {
      await firstInit.catch(() => {});
      await init();
      return;
    }
    firstInit = init();
    await firstInit;
  }

  /** Throws what Terraform finds wrong in the configuration; reads neither AWS nor any state. */
  async validate(): Promise<void> {
    const { stdout } = await this.terraform('validate', '-json', '-no-color');
    const { valid, diagnostics } = JSON.parse(stdout) as { valid: boolean; diagnostics: Diagnostic[] };
    if (!valid) throw this.failure('validate', diagnostics, '');
  }

  /** Computes what the next `apply` will do, and keeps exactly that for it. */
  async plan(...args: readonly string[]): Promise<Changes> {
    this.forgetPlan();
    // Terraform writes into the file that is there: none but its owner may ever read it.
    writeFileSync(join(this.options.directory, PLAN_FILE), '', { mode: 0o600 });
    const { lines } = await this.terraform(
      'plan',
      '-json',
      '-no-color',
      '-input=false',
      `-out=${PLAN_FILE}`,
      ...args,
    );
    const changes = changesOf(lines);
    this.planned = { changes, touches: touchedTypes(lines) };
    return changes;
  }

  /** The plan in words, as Terraform shows it to people. */
  async show(): Promise<string> {
    const { stdout } = await this.terraform('show', '-no-color', PLAN_FILE);
    return stdout.trim();
  }

  /**
   * What the plan does to each resource, secrets in clear: none of it is logged, or part of an error. Nothing, and without
   * another run of Terraform and its provider, where it touches none of these types (`touchedTypes`).
   */
  async plannedResources(types: ReadonlySet<string>): Promise<readonly PlannedResource[]> {
    const touches = this.planned?.touches;
    if (touches !== undefined && ![...touches].some((type) => types.has(type))) return [];
    const { resource_changes: changes = [] } = (await this.showJson()) as {
      readonly resource_changes?: readonly PlannedResource[];
    };
    return changes;
  }

  /**
   * The plan as JSON, or these members of it alone, secrets in clear likewise:
   * https://developer.hashicorp.com/terraform/internals/json-format
   */
  async showJson(members?: readonly string[]): Promise<object> {
    const { stdout } = await this.terraform('show', '-json', '-no-color', PLAN_FILE);
    try {
      return members === undefined ? (JSON.parse(stdout) as object) : membersOf(stdout, members);
    } catch {
      throw this.failure('show', [], 'what it printed is no whole JSON');
    }
  }

  /** What plans here: a plan that was made by others is not applied. */
  async versions(): Promise<Versions> {
    const { stdout } = await this.terraform('version', '-json');
    const { terraform_version: terraform, provider_selections: providers = {} } = JSON.parse(stdout) as {
      readonly terraform_version: string;
      readonly provider_selections?: Versions['providers'];
    };
    return { terraform, providers };
  }

  /** Keeps the plan in a file that others may not read, because it holds secrets in clear: a copy has the mode of what it copies. */
  keepPlan(file: string): void {
    copyFileSync(join(this.options.directory, PLAN_FILE), file);
  }

  /** Takes a plan that was kept: the next `apply` does exactly that. */
  takePlan(file: string, changes: Changes): void {
    copyFileSync(file, join(this.options.directory, PLAN_FILE));
    this.planned = { changes };
  }

  /** Applies the plan that was made, or makes one and applies it. */
  async apply(): Promise<Changes> {
    const { planned } = this;
    const what = planned ? [PLAN_FILE] : ['-auto-approve'];
    this.planned = undefined;
    try {
      const { lines } = await this.terraform('apply', '-json', '-no-color', '-input=false', ...what);
      const done = changesOf(lines);
      // An apply of a plan does not tell what it moved and forgot.
      if (planned === undefined) return done;
      const { moved, forgotten } = planned.changes;
      return { ...done, moved, forgotten };
    } finally {
      this.forgetPlan();
    }
  }

  async destroy(): Promise<Changes> {
    const { lines } = await this.terraform('destroy', '-json', '-no-color', '-input=false', '-auto-approve');
    return changesOf(lines);
  }

  /** A saved plan holds secrets in clear: it does not outlive its purpose. */
  forgetPlan(): void {
    this.planned = undefined;
    rmSync(join(this.options.directory, PLAN_FILE), { force: true });
  }

  private async terraform(command: string, ...args: readonly string[]): Promise<Finished> {
    const { directory, signal, onProgress, logFile } = this.options;
    const shell = shellEnvironment();
    const binary = this.options.binary ?? (await commonBinary(onProgress));
    if (signal?.aborted) throw this.failure(command, [], 'it was interrupted before it started');
    if (command !== 'show' && command !== 'version') onProgress?.({ kind: 'command', command });

    const { environment: given } = this.options;
    const environment = typeof given === 'function' ? await given(command) : given;
    const profile = profileOf(this.stackId);
    const isSecret = command === 'show' && args.includes('-json');
    const lines: OutputLine[] = [];
    const text: string[] = [];
    const { code, errors, reason } = await run({
      binary,
      args: [command, ...args],
      directory,
      environment: {
        ...shell.environment,
        TF_CLI_CONFIG_FILE: terraformCliConfig(),
        TF_IN_AUTOMATION: '1',
        CHECKPOINT_DISABLE: '1',
        ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
        ...environment,
      },
      onLine: (line) => {
        const parsed = parseLine(line);
        if (parsed) lines.push(parsed);
        else text.push(line);
        const event = parsed && progressOf(parsed);
        if (event) onProgress?.(event);
      },
      timeoutSeconds: this.timeoutSeconds(command),
      ...(signal ? { signal } : {}),
      ...(logFile === undefined
        ? {}
        : { log: { file: logFile, title: `${this.stackId}: terraform ${command}`, isSecret } }),
    });
    const stdout = text.join('\n');
    // `validate -json` exits with 1 when the configuration is wrong, and says what is wrong on stdout.
    if (code === 0 || (command === 'validate' && stdout.trimStart().startsWith('{')))
      return { lines, stdout };
    const diagnostics = lines.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : []));
    const printed = isSecret ? errors : [...text, ...errors];
    throw this.failure(command, diagnostics, reason ?? printed.join('\n'));
  }

  private timeoutSeconds(command: string): number {
    return this.options.timeoutSeconds ?? (command === 'apply' || command === 'destroy' ? 7200 : 1800);
  }

  private failure(command: string, diagnostics: readonly Diagnostic[], output: string): TerraformError {
    const { logFile } = this.options;
    return new TerraformError({
      stackId: this.stackId,
      command,
      diagnostics,
      output,
      ...(logFile !== undefined && existsSync(logFile) ? { logFile } : {}),
      unsavedState: this.keepUnsavedState(),
    });
  }

  /** The next synthesis empties the folder, and with it the only record of what an apply has made. */
  private keepUnsavedState(): string | undefined {
    const { directory, unsavedDirectory = join(local, 'unsaved') } = this.options;
    const left = join(directory, UNSAVED_STATE);
    if (!existsSync(left)) return undefined;
    mkdirSync(unsavedDirectory, { recursive: true });
    const kept = join(unsavedDirectory, `${this.stackId}-${Date.now()}.tfstate`);
    copyFileSync(left, kept);
    chmodSync(kept, 0o600);
    rmSync(left);
    return kept;
  }
}
