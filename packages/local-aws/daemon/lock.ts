import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './processes';

/** The process that holds the lock; a lock whose process has ended is none. */
export function lockHolder(file: string): ProcessIdentity | undefined {
  try {
    const holder: ProcessIdentity = JSON.parse(readFileSync(file, 'utf8'));
    return isRunning(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` as the only process that holds this lock file.
 * A process that was killed leaves its file behind: the next one recognises it and takes over.
 */
export async function withLock<T>(file: string, purpose: string, work: () => Promise<T>): Promise<T> {
  const self = identify(process.pid);
  if (!self) {
    throw new Error('this process cannot be identified: /proc or ps is needed');
  }
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(self));
  try {
    take(file, own, purpose);
  } finally {
    rmSync(own, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears whole or not at all, so nobody ever reads half a lock. */
function take(file: string, own: string, purpose: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      linkSync(own, file);
      return;
    } catch (error) {
      const holder = lockHolder(file);
      if (holder || (error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw holder
          ? new Error(`process ${holder.pid} is ${purpose} already: wait for it or stop it`)
          : error;
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error(`another process is ${purpose} already`);
}
