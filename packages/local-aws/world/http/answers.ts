import type { Answer } from '../../edge/message';

export function json(status: number, body: string): Answer {
  return { status, headers: new Map([['content-type', ['application/json']]]), body: Buffer.from(body) };
}

/** As API Gateway says what went wrong. */
export function message(status: number, text: string): Answer {
  return json(status, JSON.stringify({ message: text }));
}
