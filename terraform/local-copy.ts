import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressEvent } from './json-output';
import { local, root } from './paths';
import { parseState, type State } from './state-store';
import type { SynthesizedStack } from './synthesized';
import { Workspace } from './workspace';

export interface LocalCopyOptions {
  /** Added to `process.env`, as for Terraform. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Where the state lies while no bucket can hold it, and the work in progress.
   * @default - `.bootstrap`, or `.local/bootstrap` where the environment names another AWS
   */
  readonly workDirectory?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
  readonly logFile?: string;
  /** @default - `terraformBinary()` */
  readonly binary?: string;
}

/** The state stack in a folder of its own, where its state may lie on this machine; `cdktf.out` is left as synthesized. */
export class LocalCopy {
  readonly directory: string;
  readonly workspace: Workspace;
  private readonly stateFile: string;
  private readonly override: string;

  constructor(
    readonly stack: SynthesizedStack,
    { environment = {}, workDirectory, signal, onProgress, logFile, binary }: LocalCopyOptions,
  ) {
    const isElsewhere = Boolean(environment.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL);
    const home = workDirectory ?? (isElsewhere ? join(local, 'bootstrap') : join(root, '.bootstrap'));
    this.directory = join(home, stack.id);
    // Not `terraform.tfstate`: Terraform takes that for a leftover to migrate, and empties it.
    this.stateFile = join(this.directory, 'kept.tfstate');
    this.override = join(this.directory, 'backend_override.tf.json');
    this.workspace = new Workspace({
      directory: this.directory,
      environment,
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(logFile === undefined ? {} : { logFile }),
      ...(binary === undefined ? {} : { binary }),
    });
  }

  /** The state kept here, if it holds anything. */
  state(): State | undefined {
    if (!existsSync(this.stateFile)) return undefined;
    const text = readFileSync(this.stateFile, 'utf8');
    return text.trim() === '' ? undefined : parseState(text);
  }

  /** Works with the state in this folder. */
  async useHere(): Promise<void> {
    this.refresh();
    this.keepHere();
    await this.workspace.init('-reconfigure');
  }

  async moveToBucket(): Promise<void> {
    rmSync(this.override, { force: true });
    await this.workspace.init('-migrate-state', '-force-copy');
  }

  /** Takes the state out of the bucket, which keeps its own copy until it is destroyed. */
  async moveHere(): Promise<void> {
    this.refresh();
    rmSync(this.override, { force: true });
    await this.workspace.init('-reconfigure');
    this.keepHere();
    await this.workspace.init('-migrate-state', '-force-copy');
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private refresh(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    cpSync(this.stack.directory, this.directory, {
      recursive: true,
      filter: (path) => !path.includes('.terraform'),
    });
  }

  /** Terraform lets an override file replace the backend as a whole. */
  private keepHere(): void {
    const backend = { local: { path: this.stateFile } };
    writeFileSync(this.override, `${JSON.stringify({ terraform: { backend } }, null, 2)}\n`);
  }
}
