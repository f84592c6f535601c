import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type State, StateStore } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import { appliedDirectory } from './directory';

export interface AppliedProps {
  /** `.local` */
  readonly directory: string;
  readonly instance: string;
  /** Of the local AWS: another one may answer a plan differently. */
  readonly version: string;
  /** What reaches the local AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** @default - asks the state bucket */
  readonly readState?: (stack: SynthesizedStack, key: string) => Promise<State | undefined>;
}

/**
 * What each stack was last applied from: its synthesized folder, the outputs that it reads of other stacks, and the state that came of
 * it. Where all of that is as it was, a plan would find what the last one found, unless somebody went around Terraform.
 */
export class Applied {
  private readonly home: string;

  constructor(private readonly props: AppliedProps) {
    this.home = appliedDirectory(props.directory, props.instance);
  }

  /** When the stack was applied; `undefined` where something of it is different now. */
  async since(stack: SynthesizedStack): Promise<Date | undefined> {
    try {
      const { digest, at } = JSON.parse(readFileSync(this.file(stack), 'utf8'));
      return digest === (await this.digest(stack)) ? new Date(at) : undefined;
    } catch {
      // Never applied, or its state cannot be read: Terraform will say why.
      return undefined;
    }
  }

  /** Where that fails, the next start plans the stack. */
  async remember(stack: SynthesizedStack): Promise<void> {
    const digest = await this.digest(stack).catch(() => undefined);
    if (digest === undefined) return;
    mkdirSync(this.home, { recursive: true });
    writeFileSync(this.file(stack), `${JSON.stringify({ digest, at: new Date().toISOString() })}\n`);
  }

  forget(stack: SynthesizedStack): void {
    rmSync(this.file(stack), { force: true });
  }

  private file({ id }: SynthesizedStack): string {
    return join(this.home, `${id}.json`);
  }

  private async digest(stack: SynthesizedStack): Promise<string> {
    const hash = createHash('sha256').update(`${this.props.version} ${synthesizedDigest(stack)}`);
    const own = await this.state(stack, stack.backend.key);
    hash.update(`\0${own?.lineage} ${own?.serial}`);
    const sources = readFileSync(join(stack.directory, 'cdk.tf.json'), 'utf8');
    for (const upstream of [...stack.upstreams].sort()) {
      const state = await this.state(stack, `${upstream}.tfstate`);
      hash.update(`\0${upstream} ${JSON.stringify(outputsRead(sources, upstream, state?.outputs))}`);
    }
    return hash.digest('hex');
  }

  private async state(stack: SynthesizedStack, key: string): Promise<State | undefined> {
    if (this.props.readState) return this.props.readState(stack, key);
    const store = new StateStore(stack.backend, stack.deployment, this.props.environment);
    try {
      return await store.read(key);
    } finally {
      store.close();
    }
  }
}

/** The same for stacks from which Terraform would make the same. */
export function synthesizedDigest({ directory }: Pick<SynthesizedStack, 'directory'>): string {
  const hash = createHash('sha256');
  for (const name of synthesizedFiles(directory)) {
    hash.update(`\0${name}\0`).update(readFileSync(join(directory, name)));
  }
  return hash.digest('hex');
}

/** Every output of another stack by its name, because contracts ask for names, and the values of those that the sources read. */
function outputsRead(sources: string, upstream: string, outputs: State['outputs'] = {}): State['outputs'] {
  const reads = [
    ...sources.matchAll(new RegExp(`(?:terraform_remote_state\\.${upstream}|self)\\.outputs(\\.\\w+)?`, 'g')),
  ];
  const names = new Set(reads.map(([, name]) => name?.slice(1)));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, names.has(name) ? value : 'not read']),
  );
}

/** What was synthesized, without what Terraform has put beside it. */
const synthesizedFiles = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((name) => !/^(\.terraform|meridian\.tfplan|errored\.tfstate)/.test(name))
    .sort();
