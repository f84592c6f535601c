import { sideBySide } from '../terraform/side-by-side';
import type { Check, Finding } from './check';
import type { Target } from './target';

export interface Result {
  readonly id: string;
  /** `unknown`: the account did not answer. */
  readonly outcome: 'fine' | 'problem' | 'unknown';
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

export interface RunOptions {
  /** Checks side by side. @default 6 */
  readonly concurrency?: number;
  /** Longest time for one of them. @default 60 */
  readonly timeoutSeconds?: number;
  readonly onResult?: (result: Result, done: number) => void;
  readonly signal?: AbortSignal;
}

/** Asks everything, whatever the answers, and reports all of them in the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  target: Target,
  { concurrency = 6, timeoutSeconds = 60, onResult, signal }: RunOptions = {},
): Promise<readonly Result[]> {
  let done = 0;
  return sideBySide(checks, concurrency, async (check) => {
    signal?.throwIfAborted();
    const result = await ask(check, target, timeoutSeconds);
    done++;
    onResult?.(result, done);
    return result;
  });
}

async function ask(check: Check, target: Target, timeoutSeconds: number): Promise<Result> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    clock = setTimeout(
      () => fail(new Error(`no answer within ${timeoutSeconds} seconds`)),
      timeoutSeconds * 1000,
    );
  });
  try {
    const findings = await Promise.race([check.findings(target), late]);
    const outcome = findings.length > 0 ? 'problem' : 'fine';
    return { id: check.id, outcome, findings, seconds: seconds() };
  } catch (error) {
    const { name, message } = error as Error;
    const [line = ''] = message.split('\n', 1);
    const problem = `it could not be asked: ${name === 'Error' ? '' : `${name}: `}${line}`;
    const remedy = `let these credentials do ${check.actions.join(', ')}, and see that the network is up`;
    return { id: check.id, outcome: 'unknown', findings: [{ problem, remedy }], seconds: seconds() };
  } finally {
    clearTimeout(clock);
  }
}
