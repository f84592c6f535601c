import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReviewedStack } from './review';
import { circumstancesOf, type Seal, seal, sealFileOf } from './seal';

type Judged = Pick<Seal, 'commit' | 'base' | 'target' | 'gates'>;

/** With the process that made it, which leaves it where it is killed. */
const UNJUDGED = /^\.unjudged-(\d+)-/;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Folder of the plans that may be applied, each beside its seal. */
export class KeptPlans {
  /** For plans that nobody has judged yet: on the same disk, so that they move at once. Others may not look into it. */
  readonly unjudged: string;

  /** Removes what an earlier review has kept: whatever becomes of this one, those plans are not to be applied any more. */
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory).filter((each) => each.endsWith('.tfplan'))) {
      const file = join(directory, name);
      // A plan without a seal is none of a review.
      if (!existsSync(sealFileOf(file))) continue;
      for (const each of [file, sealFileOf(file)]) rmSync(each);
    }
    for (const name of readdirSync(directory)) {
      const [, owner] = UNJUDGED.exec(name) ?? [];
      // Another review may be at work in the same folder.
      if (owner !== undefined && !isRunning(Number(owner)))
        rmSync(join(directory, name), { recursive: true });
    }
    this.unjudged = mkdtempSync(join(directory, `.unjudged-${process.pid}-`));
  }

  /** Seals the plan of a stack with all that it was made from, and lets it be applied. */
  keep({ stack, kept, inputs }: ReviewedStack, { target, ...judged }: Judged): void {
    if (kept === undefined) throw new Error(`No plan of "${stack.id}" is kept.`);
    const { file, versions, state, edges } = kept;
    const circumstances = circumstancesOf({
      stack,
      planFile: file,
      versions,
      target,
      state,
      edges: edges.map(({ edge, outputs }) => ({ edge, live: outputs })),
    });
    seal({ ...circumstances, stack: stack.id, inputs: [...inputs], ...judged }, file);
    // Without its seal no plan is applied.
    for (const each of [file, sealFileOf(file)]) renameSync(each, join(this.directory, basename(each)));
  }

  /** Plans that were not kept hold secrets in clear. */
  close(): void {
    rmSync(this.unjudged, { recursive: true, force: true });
  }
}
