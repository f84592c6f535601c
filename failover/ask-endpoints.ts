import type { Endpoint } from './switchboard';

export interface AskOptions {
  /** Milliseconds for one endpoint's answer. */
  readonly tryMs: number;
  /** How often every endpoint is asked before it is given up. */
  readonly rounds: number;
  /** A number from 0 to 1, for the first endpoint. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** Told of every endpoint that did not answer. */
  readonly onFailure?: (endpoint: Endpoint, reason: string) => void;
}

/** A refusal that every endpoint would give: asking another one is of no use. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Not one endpoint has answered. */
export class NoEndpoint extends Error {
  override readonly name = 'NoEndpoint';
}

/**
 * Asks the endpoints one after the other, from a random one on, until one answers. It ends after
 * `rounds × endpoints × tryMs` at the latest, whatever the endpoints do.
 */
export async function askEndpoints<T>(
  endpoints: readonly Endpoint[],
  ask: (endpoint: Endpoint, signal: AbortSignal) => Promise<T>,
  { tryMs, rounds, random, signal, onFailure }: AskOptions,
): Promise<T> {
  const first = Math.floor(random() * endpoints.length);
  const reasons = new Map<string, string>();
  for (let turn = 0; turn < rounds * endpoints.length; turn += 1) {
    const endpoint = endpoints[(first + turn) % endpoints.length];
    if (endpoint === undefined) break;
    signal?.throwIfAborted();
    try {
      return await within(tryMs, (timeout) => ask(endpoint, timeout), signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Refused) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      reasons.set(endpoint.awsRegion, reason);
      onFailure?.(endpoint, reason);
    }
  }
  const lines = [...reasons].map(([awsRegion, reason]) => `\n  ${awsRegion}: ${reason}`);
  throw new NoEndpoint(
    `None of the cluster's ${endpoints.length} endpoints has answered, each asked ${rounds} times:${lines.join('')}`,
  );
}

/** Ends after so long, also where what is waited for does not heed the signal. */
async function within<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer: AbortSignal | undefined,
): Promise<T> {
  const timeout = AbortSignal.timeout(milliseconds);
  const signal = outer === undefined ? timeout : AbortSignal.any([timeout, outer]);
  let end = () => {};
  const late = new Promise<never>((_, reject) => {
    end = () => reject(outer?.aborted ? outer.reason : new Error(`no answer in ${milliseconds} ms`));
  });
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(signal), late]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
