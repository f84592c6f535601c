import type { AwsRequest, AwsResponse } from './emulator';
import { now, randomInt } from './moment';

/** Account of the local AWS: moto's. */
export const ACCOUNT = '123456789012';

/** Refusal in AWS's words: the code is what the provider and the SDKs branch on. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `length` random capitals and digits behind a prefix: the shape of CloudFront's ids and ETags. */
export function randomId(prefix: string, length = 13): string {
  return prefix + Array.from({ length }, () => CAPITALS[randomInt(CAPITALS.length)]).join('');
}

export function timestamp(): string {
  return new Date(now()).toISOString();
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal in the JSON protocols: the header is for REST, `__type` for JSON 1.1; SDKs read either. */
export function jsonError(error: AwsError): AwsResponse {
  const body = { __type: error.code, message: error.message, Message: error.message };
  return json(body, error.status, { 'x-amzn-errortype': error.code });
}

export type Fields = Record<string, unknown>;

/** Answers one action of a JSON 1.1 API; a refusal becomes the error that the SDKs read. */
export function answerAction(
  request: AwsRequest,
  act: (action: string, input: Fields) => Fields,
): AwsResponse {
  try {
    const input = (request.body.length === 0 ? {} : JSON.parse(request.body.toString())) as Fields;
    return json(act(request.action ?? '', input));
  } catch (error) {
    if (error instanceof AwsError) return jsonError(error);
    throw error;
  }
}

export type Tags = Map<string, string>;

export function tagsOf(list: readonly { Key: string; Value?: string }[] | undefined): Tags {
  return new Map((list ?? []).map((tag) => [tag.Key, tag.Value ?? '']));
}

export function tagList(tags: Tags | undefined): { Key: string; Value: string }[] {
  return [...(tags ?? [])].map(([Key, Value]) => ({ Key, Value }));
}
