import type { Asked, Asking, ShownDistribution, ShownTrace, ShownWorld } from '../view/contract';

const API = '/_local';
/** What is only read comes at once, or not at all. */
const TIMEOUT_MILLISECONDS = 5000;

export const readWorld = () => call<ShownWorld>('/world');
export const readTraces = () => call<readonly ShownTrace[]>('/traces?latest=50');
export const readTrace = (id: string) => call<ShownTrace>(`/trace/${id}`);
export const readDistributions = () => call<readonly ShownDistribution[]>('/distributions');

export const ask = (asking: Partial<Asking>) => call<Asked>('/ask', asking);

/** `kill`, `drain` and so on: what docs/world.md lists. */
export const change = (action: string, body: object) => call<unknown>(`/world/${action}`, body);

/** Posts where there is a body. Rejects with the reason that the edge gives. */
async function call<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(
    API + path,
    body === undefined
      ? { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) }
      : { method: 'POST', body: JSON.stringify(body) },
  );
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  const { error } = answer as { readonly error?: string };
  throw new Error(error ?? `the local edge answered ${response.status}`);
}
