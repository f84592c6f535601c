import type { ShownStep, ShownTrace } from './contract';
import { numeric, text } from './requests';
import { arnName, countryName, duration, listed } from './words';

export interface Sentence {
  readonly at: number;
  readonly words: string;
  readonly isTrouble: boolean;
}

/** A trace in plain words, one sentence for each step that a reader can do something with. */
export function traceInWords({ steps }: ShownTrace): Sentence[] {
  return steps.flatMap(({ at, step, detail }) => {
    const words = SENTENCES[step]?.(detail) ?? `${step}: ${JSON.stringify(detail)}`;
    return words === '' ? [] : [{ at, words, isTrouble: isTrouble({ at, step, detail }) }];
  });
}

type Detail = ShownStep['detail'];

const SENTENCES: Readonly<Record<string, (detail: Detail) => string>> = {
  viewer: ({ host, method, uri, country, scheme, by }) => {
    const viewer = `A viewer in ${country ? countryName(String(country)) : 'an unknown country'}`;
    return `${by ?? viewer} asks: ${method} ${scheme}://${host}${uri}`;
  },
  behavior: ({ errorPage, pathPattern, distribution }) =>
    errorPage === undefined
      ? `Behaviour ${pathPattern} of distribution ${distribution} serves it`
      : `The error page is ${errorPage}`,
  function: functionWords,
  key: ({ location }) => (location === undefined ? '' : `The edge location is ${location}`),
  cache: ({ result, ageSeconds, ttlSeconds, from, answeredBy }) => {
    const origin = from === undefined || from === '' ? '' : ` from ${answeredBy ?? from}`;
    if (result === 'hit') return `The cache has a copy${origin}, ${ageSeconds} s old`;
    if (result === 'miss') return 'The cache has no copy';
    if (result === 'stored') return `The cache keeps the answer for ${ttlSeconds} s`;
    return `Cache: ${result}${origin}`;
  },
  origin: ({ origin, answeredBy = origin, status, failed }) => {
    if (status === undefined) return `${origin} does not answer: ${failed}`;
    return `${answeredBy} answers ${status}${answeredBy === origin ? '' : ` in the place of ${origin}`}`;
  },
  trigger: ({ eventType, origin, function: arn, error }) => {
    const when = eventType === 'origin-request' ? 'before' : 'after';
    const ran = `${arnName(arn)} runs ${when} ${origin} ${when === 'before' ? 'is asked' : 'answers'}`;
    return error === undefined ? ran : `${ran}, and fails: ${error}`;
  },
  failover: ({ from, to, because }) =>
    typeof because === 'number'
      ? `${to} is asked instead, because ${from} answered ${because}`
      : `${to} is asked instead of ${from}`,
  message: ({ queueArn, key }) => `A message about ${key} goes to ${arnName(queueArn)}`,
  batch: ({ functionArn, done, milliseconds, error }) => {
    const took = duration(numeric(milliseconds) ?? 0);
    if (done === true) return `${arnName(functionArn)} is done with it after ${took}`;
    return `${arnName(functionArn)} failed after ${took}${error === undefined ? '' : `: ${error}`}`;
  },
  answer: ({ status, result, failure }) =>
    status === undefined ? `The edge failed: ${failure}` : `The viewer gets ${status} (${result})`,
};

function functionWords({ name, eventType, decision, error }: Detail): string {
  if (error !== undefined) return `Function ${name} fails: ${error}`;
  const { kind, originId, originIds, statusCodes } = (decision ?? {}) as Record<string, unknown>;
  if (kind === 'select') return `Function ${name} chooses ${originId}`;
  if (kind === 'group' && Array.isArray(originIds) && Array.isArray(statusCodes)) {
    const [first, ...rest] = originIds.map(String);
    return `Function ${name} chooses ${first}, and ${listed(rest)} on ${statusCodes.join(', ')}`;
  }
  return kind === 'update'
    ? `Function ${name} changes the origin`
    : `Function ${name} runs (${String(eventType)})`;
}

function isTrouble({ step, detail }: ShownStep): boolean {
  const { status, failed, failure, error, done } = detail;
  if (text(failed) !== undefined || text(failure) !== undefined || text(error) !== undefined) return true;
  return step === 'failover' || (step === 'batch' && done !== true) || (numeric(status) ?? 0) >= 500;
}
