import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { endProcess, identify, type ProcessIdentity } from 'local-aws/daemon/processes';

/**
 * Terraform and its providers that were started for this directory and outlived whoever started them
 * (which a kill -9 does): they carry a mark in their environment.
 */
export function findLeftovers(directory: string): ProcessIdentity[] {
  const mark = `MERIDIAN_LOCAL_RUN=${directory}`;
  return (process.platform === 'linux' ? markedInProc(mark) : markedByPs(mark))
    .filter((pid) => pid !== process.pid)
    .map(identify)
    .filter((identity) => identity !== undefined);
}

/** Asks them once to stop, as Terraform then writes its state; providers end with their Terraform. */
export async function endLeftovers(directory: string, waitMilliseconds = 30_000): Promise<number> {
  const leftovers = findLeftovers(directory);
  await Promise.all(
    leftovers.map((identity) =>
      endProcess(identity, [
        // One that was held still hears nothing else.
        { signal: 'SIGCONT', waitMilliseconds: 0 },
        { signal: 'SIGINT', waitMilliseconds },
        { signal: 'SIGKILL', waitMilliseconds: 5000 },
      ]),
    ),
  );
  return leftovers.length;
}

function markedInProc(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
      } catch {
        // It has ended, or is not ours.
        return false;
      }
    })
    .map(Number);
}

function markedByPs(mark: string): number[] {
  try {
    // BSD's ps prints the environment after the command.
    const lines = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
    return lines.filter((line) => `${line} `.includes(` ${mark} `)).map((line) => Number.parseInt(line, 10));
  } catch {
    return [];
  }
}
