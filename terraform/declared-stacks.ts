import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { local, root } from './paths';
import { platformProgram } from './synthesize';
import type { SynthesizedStack } from './synthesized';

/** A stack as far as the documents tell without a synthesis. */
export interface DeclaredStack
  extends Pick<
    SynthesizedStack,
    'id' | 'deployment' | 'accountId' | 'kind' | 'name' | 'awsRegion' | 'upstreams' | 'backend'
  > {
  /** Every AWS region that it has resources in. */
  readonly awsRegions: readonly string[];
  /** Who plans, reviews and applies it. */
  readonly team: string;
  /** Undefined where the document lets no workflow in. */
  readonly ci?: CiAccess;
}

/** Whose workflows plan and apply a stack, and as which roles. */
export interface CiAccess {
  /** As GitHub's tokens name it: `owner/name`, or `owner@123/name@456`. */
  readonly repository: string;
  readonly planRoleArn: string;
  readonly applyRoleArn: string;
}

export interface DeclaredOptions {
  readonly signal?: AbortSignal;
  /** Where the list is kept. @default - `.local/stacks.json` */
  readonly file?: string;
  /** @default - `main.ts --list` */
  readonly list?: (signal?: AbortSignal) => Promise<string>;
  /** What the stacks follow from. @default - the documents and the kinds of stacks */
  readonly sources?: readonly string[];
}

const SOURCES = ['main.ts', 'config', 'stacks'].map((name) => join(root, name));

/**
 * Every stack of every document, in the order of first application. The list is kept until a source changes: asking the
 * documents takes seconds, and completion asks at every key.
 */
export async function declaredStacks(options: DeclaredOptions = {}): Promise<readonly DeclaredStack[]> {
  const { signal, file = join(local, 'stacks.json'), sources = SOURCES } = options;
  const { list = (abort) => platformProgram(['--list'], abort) } = options;
  const fingerprint = fingerprintOf(sources);
  const kept = keptIn(file);
  if (kept?.fingerprint === fingerprint) return kept.stacks;
  const stacks = JSON.parse(await list(signal)) as DeclaredStack[];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ fingerprint, stacks }));
  return stacks;
}

interface Kept {
  readonly fingerprint: string;
  readonly stacks: readonly DeclaredStack[];
}

function keptIn(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // Nothing was kept, or it was being written.
    return undefined;
  }
}

/** Changes when a file is changed, comes or goes. */
function fingerprintOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesIn)) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
