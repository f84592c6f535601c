import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { objectPath } from '../../shared/object-key';
import type { Outcome } from '../outcome';
import { refusal } from './answer';
import { type OfferedDigest, offeredDigest } from './digest';
import { type Answer, askFollowing } from './redirect';
import { InvalidHttp, type Source } from './request';

export type { Source } from './request';

/** The whole object, about to be read. */
export interface SourceObject extends OfferedDigest {
  readonly headers: IncomingHttpHeaders;
  /** What the source declared. Undefined only for a chunked answer, whose end cannot be missed. */
  readonly contentLength: number | undefined;
  readonly body: AsyncIterable<Buffer>;
  /** Ends the connection without reading on. */
  discard(): void;
  readonly source: Source;
  /** Where ranges of the same object are asked for. */
  readonly url: URL;
}

/** Asks the source for the whole object. The host comes from the deployment, only the path from the message. */
export async function openSource(
  source: Source,
  key: string,
  signal: AbortSignal,
): Promise<SourceObject | Outcome> {
  const answer = await asked(source, key, signal);
  if (typeof answer === 'string') return answer;
  const { response, url } = answer;
  const { headers } = response;
  const discard = () => void response.destroy();
  try {
    const outcome = refusal(response, key);
    if (outcome !== undefined) {
      discard();
      return outcome;
    }
  } catch (error) {
    discard();
    throw error;
  }
  const declared = headers['content-length'];
  const contentLength = declared === undefined ? undefined : Number(declared);
  const body = wholeBody(response);
  return { headers, contentLength, ...offeredDigest(headers), body, discard, source, url };
}

async function asked(source: Source, key: string, signal: AbortSignal): Promise<Answer | Outcome> {
  try {
    return await askFollowing(source, objectUrl(source, key), 'GET', signal);
  } catch (error) {
    if (error instanceof InvalidHttp) return 'invalid-http';
    throw error;
  }
}

/** The bytes of an answer, and an error where its end was not where it said: Node.js swallows those that come early. */
export async function* wholeBody(response: IncomingMessage): AsyncGenerator<Buffer> {
  yield* response;
  if (response.errored !== null) throw response.errored;
}

/** What the source says about the object, without the object; nothing where it does not answer such questions. */
export async function headSource(
  source: Source,
  key: string,
  signal: AbortSignal,
): Promise<IncomingHttpHeaders | undefined> {
  const answer = await askFollowing(source, objectUrl(source, key), 'HEAD', signal).catch(() => undefined);
  if (answer === undefined || typeof answer === 'string') return undefined;
  // An answer to HEAD has no body; reading its end keeps the connection.
  answer.response.resume();
  return answer.response.statusCode === 200 ? answer.response.headers : undefined;
}

function objectUrl({ url }: Source, key: string): URL {
  return new URL(url.replace(/\/$/, '') + objectPath(key));
}
