import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fields, fieldsOf, outgoing, without } from '../../edge/fields';
import type { Answer } from '../../edge/message';
import type { Endpoint } from '../../edge/types';
import { message } from './answers';

/** An HTTP request to a host that has a function behind it. */
export interface HttpCall {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Undecoded, without the query. */
  readonly path: string;
  /** Undecoded, without its question mark; empty when there is none. */
  readonly query: string;
  /** Without those of the connection, and with those that AWS adds. */
  readonly headers: Fields;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Such as `HTTP/1.1`. */
  readonly protocol: string;
}

export type AnswerHttp = (call: HttpCall) => Promise<Answer>;

/** As much as Lambda takes in one event: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAXIMUM_BODY_BYTES = 6 * 1024 * 1024;
const OF_THE_CONNECTION =
  /^(connection|content-length|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** A server on 127.0.0.1 that stands for one host name. */
export class HttpHost {
  private constructor(
    private readonly server: Server,
    readonly endpoint: Endpoint,
  ) {}

  static open(answer: AnswerHttp): Promise<HttpHost> {
    return new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        response.on('error', () => undefined);
        answered(request, answer).then(
          ({ status, headers, body }) => {
            const hasBody = status !== 204 && status !== 304;
            const kept = without(headers, (name) => OF_THE_CONNECTION.test(name));
            if (hasBody) kept.set('content-length', [String(body.length)]);
            response.writeHead(status, outgoing(kept)).end(hasBody ? body : undefined);
          },
          () => response.destroy(),
        );
      });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        resolve(new HttpHost(server, { host: '127.0.0.1', port: (server.address() as AddressInfo).port }));
      });
    });
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

async function answered(request: IncomingMessage, answer: AnswerHttp): Promise<Answer> {
  const body = await bodyOf(request);
  if (body === undefined) return message(413, 'Request Too Long');
  const [, path = '/', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '/') ?? [];
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  return answer({
    id: randomUUID(),
    at: Date.now(),
    method: request.method ?? 'GET',
    path,
    query,
    headers: received(fieldsOf(request.rawHeaders), sourceIp, body.length),
    body,
    sourceIp,
    protocol: `HTTP/${request.httpVersion}`,
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= MAXIMUM_BODY_BYTES) chunks.push(chunk as Buffer);
  }
  return bytes <= MAXIMUM_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

function received(fields: Fields, sourceIp: string, bytes: number): Fields {
  const headers = without(fields, (name) => OF_THE_CONNECTION.test(name));
  if (bytes > 0) headers.set('content-length', [String(bytes)]);
  headers.set('x-forwarded-for', [[...(headers.get('x-forwarded-for') ?? []), sourceIp].join(', ')]);
  headers.set('x-forwarded-port', ['443']);
  return headers.set('x-forwarded-proto', ['https']);
}

/** In lower case, without a port. */
export function hostOf({ headers }: HttpCall): string {
  return (headers.get('host')?.[0] ?? '').toLowerCase().replace(/:\d+$/, '');
}
