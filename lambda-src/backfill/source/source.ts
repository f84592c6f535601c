import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { objectPath } from '../../shared/object-key';
import type { Outcome } from '../outcome';
import { refusal, statusRefusal } from './answer';
import { askFollowing } from './redirect';
import type { Source } from './request';

export type { Source } from './request';

/** The whole object, about to be read. */
export interface SourceObject {
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
  const answer = await askFollowing(source, objectUrl(source, key), 'GET', signal);
  if (typeof answer === 'string') return answer;
  const { response, url } = answer;
  const { headers } = response;
  const discard = () => void response.destroy();
  try {
    const outcome = refusal(response);
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
  return { headers, contentLength, body: wholeBody(response), discard, source, url };
}

/** The bytes of an answer, and an error where its end was not where it said: Node.js swallows those that come early. */
async function* wholeBody(response: IncomingMessage): AsyncGenerator<Buffer> {
  yield* response;
  if (response.errored !== null) throw response.errored;
}

/** What the source says about the object, without the object. */
export async function headSource(
  source: Source,
  key: string,
  signal: AbortSignal,
): Promise<IncomingHttpHeaders | Outcome> {
  const answer = await askFollowing(source, objectUrl(source, key), 'HEAD', signal);
  if (typeof answer === 'string') return answer;
  // An answer to HEAD has no body; reading its end keeps the connection.
  answer.response.resume();
  return statusRefusal(answer.response) ?? answer.response.headers;
}

function objectUrl({ url }: Source, key: string): URL {
  return new URL(url.replace(/\/$/, '') + objectPath(key));
}
