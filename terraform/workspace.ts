import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { terraformBinary } from './binary';
import { terraformCliConfig } from './cli-config';
import {
  type Changes,
  changesOf,
  type Diagnostic,
  type OutputLine,
  type ProgressEvent,
  parseLine,
  progressOf,
} from './json-output';
import { TerraformError } from './terraform-error';

export interface WorkspaceOptions {
  /** Folder with `cdk.tf.json`; its name is the stack's id. */
  readonly directory: string;
  /** Added to `process.env`, for example to reach the local AWS. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Aborting it interrupts Terraform once, which then finishes what is under way and writes its state. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** Everything Terraform prints is appended here. @default - it is not kept */
  readonly logFile?: string;
  /** @default - `terraformBinary()` */
  readonly binary?: string;
  /** Longest run of one command before it is interrupted. @default 7200 for apply and destroy, 1800 otherwise */
  readonly timeoutSeconds?: number;
}

export interface Output {
  readonly value: unknown;
  readonly sensitive: boolean;
}

interface Finished {
  readonly lines: readonly OutputLine[];
  readonly stdout: string;
}

const PLAN_FILE = 'meridian.tfplan';

/** How long Terraform may take to stop after an interrupt before it is killed. */
const GRACE_SECONDS = 300;

/** Terraform's plugin cache is not made for two writers: the first command of a process fills it, the others wait. */
let firstInit: Promise<Finished> | undefined;

/** One synthesized stack and the Terraform that works in its folder. One command runs at a time. */
export class Workspace {
  readonly stackId: string;
  private isPlanned = false;

  constructor(private readonly options: WorkspaceOptions) {
    this.stackId = basename(options.directory);
  }

  /** Prepares the folder: backend and provider. Extra arguments are Terraform's own, such as `-backend=false`. */
  async init(...args: readonly string[]): Promise<void> {
    // Terraform does not move a state and speak JSON at once.
    const json = args.includes('-migrate-state') ? [] : ['-json'];
    const init = () => this.run('init', ...json, '-no-color', '-input=false', ...args);
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
    const { stdout } = await this.run('validate', '-json', '-no-color');
    const { valid, diagnostics } = JSON.parse(stdout) as { valid: boolean; diagnostics: Diagnostic[] };
    if (!valid) throw this.failure('validate', diagnostics, '');
  }

  /** Computes what the next `apply` will do, and keeps exactly that for it. */
  async plan(...args: readonly string[]): Promise<Changes> {
    this.isPlanned = false;
    const { lines } = await this.run(
      'plan',
      '-json',
      '-no-color',
      '-input=false',
      `-out=${PLAN_FILE}`,
      ...args,
    );
    this.isPlanned = true;
    return changesOf(lines);
  }

  /** The plan in words, as Terraform shows it to people. */
  async show(): Promise<string> {
    const { stdout } = await this.run('show', '-no-color', PLAN_FILE);
    return stdout.trim();
  }

  /** Applies the plan that was made, or makes one and applies it. */
  async apply(): Promise<Changes> {
    const what = this.isPlanned ? [PLAN_FILE] : ['-auto-approve'];
    this.isPlanned = false;
    try {
      const { lines } = await this.run('apply', '-json', '-no-color', '-input=false', ...what);
      return changesOf(lines);
    } finally {
      this.forgetPlan();
    }
  }

  async destroy(): Promise<Changes> {
    const { lines } = await this.run('destroy', '-json', '-no-color', '-input=false', '-auto-approve');
    return changesOf(lines);
  }

  async output(): Promise<Record<string, Output>> {
    const { stdout } = await this.run('output', '-json', '-no-color');
    return JSON.parse(stdout) as Record<string, Output>;
  }

  /** A saved plan holds secrets in clear: it does not outlive its purpose. */
  forgetPlan(): void {
    this.isPlanned = false;
    rmSync(join(this.options.directory, PLAN_FILE), { force: true });
  }

  private async run(command: string, ...args: readonly string[]): Promise<Finished> {
    const { directory, environment, signal, onProgress, logFile } = this.options;
    const binary = this.options.binary ?? (await terraformBinary());
    if (signal?.aborted) throw this.failure(command, [], 'it was interrupted before it started');
    if (command !== 'show') onProgress?.({ kind: 'command', command });

    const child = spawn(binary, [command, ...args], {
      cwd: directory,
      env: {
        ...process.env,
        TF_CLI_CONFIG_FILE: terraformCliConfig(),
        TF_IN_AUTOMATION: '1',
        CHECKPOINT_DISABLE: '1',
        // CloudTrail, and the local AWS's log, then say which stack a call was made for.
        TF_APPEND_USER_AGENT: `meridian-stack/${this.stackId}`,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // In a group of its own a Ctrl-C on the terminal does not reach Terraform by itself: it gets one interrupt from
      // `stopping`, where a second one would make it drop what it is doing and lose state.
      detached: process.platform !== 'win32',
    });
    const log = logFile === undefined ? undefined : openLog(logFile, `${this.stackId}: terraform ${command}`);
    const stopped = stopping(child, signal, this.timeoutSeconds(command));

    const lines: OutputLine[] = [];
    const text: string[] = [];
    const errors: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      log?.write(`${line}\n`);
      const parsed = parseLine(line);
      if (!parsed) {
        text.push(line);
        return;
      }
      lines.push(parsed);
      const event = progressOf(parsed);
      if (event) onProgress?.(event);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      log?.write(`${line}\n`);
      errors.push(line);
    });

    const { code, reason } = await new Promise<{ code: number | null; reason?: string }>((done) => {
      child.once('error', (error) =>
        done({ code: null, reason: `${binary} does not start: ${error.message}` }),
      );
      child.once('close', (code, by) => done({ code, ...(by ? { reason: `it was ended by ${by}` } : {}) }));
    });
    const interruption = stopped();
    await new Promise<void>((written) => (log ? log.end(written) : written()));
    const stdout = text.join('\n');
    // `validate -json` exits with 1 when the configuration is wrong, and says what is wrong on stdout.
    if (code === 0 || (command === 'validate' && stdout.trimStart().startsWith('{')))
      return { lines, stdout };
    throw this.failure(
      command,
      lines.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : [])),
      interruption ?? reason ?? [...text, ...errors].join('\n'),
    );
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
    });
  }
}

function openLog(file: string, title: string) {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 });
  log.write(`--- ${new Date().toISOString()} ${title}\n`);
  return log;
}

/** Interrupts the child when the signal or the clock says so; the returned function ends the watch and says which did. */
function stopping(child: ChildProcess, signal: AbortSignal | undefined, timeoutSeconds: number) {
  let reason: string | undefined;
  let kill: NodeJS.Timeout | undefined;
  const stop = (why: string) => {
    if (reason !== undefined) return;
    reason = why;
    child.kill('SIGINT');
    kill = setTimeout(() => child.kill('SIGKILL'), GRACE_SECONDS * 1000);
  };
  const onAbort = () => stop('it was interrupted');
  signal?.addEventListener('abort', onAbort, { once: true });
  const clock = setTimeout(
    () => stop(`it took longer than ${timeoutSeconds} seconds`),
    timeoutSeconds * 1000,
  );
  return () => {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(clock);
    clearTimeout(kill);
    return reason;
  };
}
