import type { Answer } from '../../edge/message';
import type { Clock, LambdaRuntime } from '../../edge/types';

/** What runs the functions behind HTTP. */
export interface Invocations {
  readonly lambda: LambdaRuntime;
  readonly clock: Clock;
  /** Told why a function's answer was an error. */
  readonly warn?: (warning: string) => void;
}

export interface Invocation {
  readonly functionArn: string;
  readonly event: unknown;
  /** @default - the function's own limit is the only one */
  readonly timeoutMilliseconds?: number;
  /** May throw: that is a failure too. */
  readonly answer: (result: unknown) => Answer;
  /** For a function that threw, was throttled (`Throttled`) or took too long (`TimedOut`). */
  readonly failure: (error: unknown) => Answer;
}

export class TimedOut extends Error {}

/** Never rejects; a function that takes too long runs on. */
export async function answerOfFunction(
  { lambda, clock, warn }: Invocations,
  { functionArn, event, timeoutMilliseconds, answer, failure }: Invocation,
): Promise<Answer> {
  const ended = new AbortController();
  const late = async (milliseconds: number) => {
    await clock.sleep(milliseconds, ended.signal);
    throw new TimedOut(`no answer within ${milliseconds} ms`);
  };
  try {
    const result = lambda.invoke(functionArn, event);
    return answer(await Promise.race([result, ...(timeoutMilliseconds ? [late(timeoutMilliseconds)] : [])]));
  } catch (error) {
    warn?.(`${functionArn}: ${error instanceof Error ? error.message : String(error)}`);
    return failure(error);
  } finally {
    ended.abort();
  }
}
