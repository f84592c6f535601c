import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { RequestHead } from './request';

/** Headers that belong to one connection, not to the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function endToEnd(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOP_BY_HOP.has(entry[0]),
    ),
  );
}

/** The headers of a request whose body was read, as they are sent on. */
export function headersFor(body: Buffer, head: RequestHead): Record<string, string> {
  const headers = flat(endToEnd(head.headers));
  return body.length > 0 || 'content-length' in headers
    ? { ...headers, 'content-length': String(body.length) }
    : headers;
}

/** Sends a request on to a port of this machine, its body streamed or as it was read; moto closes connections, so none is kept. */
export function askPort(port: number, head: RequestHead, body: Buffer | Readable): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = Buffer.isBuffer(body) ? headersFor(body, head) : endToEnd(head.headers);
    const upstream = httpRequest(
      { host: '127.0.0.1', port, method: head.method, path: head.path + head.search, headers, agent: false },
      resolve,
    );
    upstream.on('error', reject);
    if (Buffer.isBuffer(body)) {
      upstream.end(body);
    } else {
      // A client that hangs up in the middle of its upload leaves whoever is asked waiting for the rest otherwise.
      body.on('close', () => body.readableEnded || upstream.destroy());
      body.on('error', (error) => upstream.destroy(error));
      body.pipe(upstream);
    }
  });
}

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const flat = (headers: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
