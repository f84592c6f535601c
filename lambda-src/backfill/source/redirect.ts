import type { IncomingMessage } from 'node:http';
import type { Outcome } from '../outcome';
import { escapedLocation } from './http-values';
import { ask, type Source } from './request';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAXIMUM_REDIRECTS = 3;

export interface Answer {
  readonly response: IncomingMessage;
  /** Who answered, after all redirects. */
  readonly url: URL;
}

/** Follows the source to hosts that the deployment names, and to no other; the address check holds for each of them. */
export async function askFollowing(
  source: Source,
  from: URL,
  method: 'GET' | 'HEAD',
  signal: AbortSignal,
): Promise<Answer | Outcome> {
  let url = from;
  for (let followed = 0; ; followed++) {
    const response = await ask(source, url, { method }, signal);
    const { statusCode = 0, headers } = response;
    if (!REDIRECTS.includes(statusCode)) return { response, url };
    response.destroy();
    const target = redirectTarget(source, url, headers.location);
    if (target === undefined || followed === MAXIMUM_REDIRECTS) return 'unusable-answer';
    url = target;
  }
}

function redirectTarget(source: Source, from: URL, location: string | undefined): URL | undefined {
  const escaped = location && escapedLocation(location);
  if (escaped === undefined || !URL.canParse(escaped, from.href)) return undefined;
  const target = new URL(escaped, from.href);
  const isEncrypted = target.protocol === 'https:' || target.protocol === new URL(source.url).protocol;
  const isAllowed =
    isEncrypted &&
    target.username === '' &&
    target.password === '' &&
    (source.redirectHosts ?? []).includes(target.host);
  return isAllowed ? target : undefined;
}
