import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests this path prefix has had, this one included. */
  readonly count: number;
  /** How many requests this connection has had, this one included: only the first, unless an answer keeps it. */
  readonly onConnection: number;
}

export type RawAnswer = (request: RawRequest, socket: Socket) => unknown;

/**
 * A source that can break every rule of HTTP: it answers with bytes, not with messages.
 *
 * Each test answers below a first path segment of its own; a connection carries one request, unless the answer leaves it
 * open and says so.
 */
export class RawSource {
  readonly #answers = new Map<string, { answer: RawAnswer; requests: RawRequest[] }>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));
  #origin = '';

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  /** Address below which `answer` answers. */
  serve(name: string, answer: RawAnswer): string {
    this.#answers.set(name, { answer, requests: [] });
    return `${this.#origin}/${name}`;
  }

  requests(name: string): readonly RawRequest[] {
    return this.#answers.get(name)?.requests ?? [];
  }

  forget(name: string): void {
    this.#answers.delete(name);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    // Clients may leave in the middle of anything.
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    let head = '';
    let onConnection = 0;
    const read = (bytes: Buffer): unknown => {
      head += bytes.toString('latin1');
      if (!head.includes('\r\n\r\n')) return undefined;
      onConnection += 1;
      const [start = '', ...lines] = (head.split('\r\n\r\n', 1)[0] ?? '').split('\r\n');
      const [method = '', path = ''] = start.split(' ');
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      head = '';
      const known = this.#answers.get(path.split('/')[1] ?? '');
      if (known === undefined) return socket.end('HTTP/1.1 599 Nobody\r\ncontent-length: 0\r\n\r\n');
      const request = { method, path, headers, count: known.requests.length + 1, onConnection };
      known.requests.push(request);
      return known.answer(request, socket);
    };
    socket.on('data', read);
  }
}

/** A header block; values are sent byte for byte (Latin-1). */
export function head(status: number | string, headers: readonly (readonly [string, string])[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}${typeof status === 'number' ? ' Status' : ''}\r\n${lines.join('')}connection: close\r\n\r\n`;
}

/** The range that a request asks for, within an object of so many bytes. */
export function rangeOf(
  { headers }: RawRequest,
  length: number,
): { first: number; last: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) return undefined;
  return { first: Number(first), last: Math.min(last ? Number(last) : length - 1, length - 1) };
}
