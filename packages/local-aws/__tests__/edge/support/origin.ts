import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OriginSaw {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface OriginReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
  /** Breaks the connection off after this many bytes of the body. */
  readonly breakAfterBytes?: number;
  readonly never?: boolean;
  /** Ends the connection without an answer. */
  readonly drop?: boolean;
  readonly afterMilliseconds?: number;
}

/** An origin on 127.0.0.1 that answers as the test says, and remembers what it was asked. */
export class TestOrigin {
  readonly saw: OriginSaw[] = [];
  reply: (request: OriginSaw) => OriginReply = () => ({ body: 'hello' });
  private readonly server: Server;
  private listening: number | undefined;

  constructor(readonly name: string) {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const saw = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      this.saw.push(saw);
      const reply = this.reply(saw);
      if (reply.drop) request.socket.destroy();
      if (reply.never || reply.drop) return;
      if (reply.afterMilliseconds)
        await new Promise((resolve) => setTimeout(resolve, reply.afterMilliseconds));
      send(response, saw.method, reply);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.listening = (this.server.address() as AddressInfo).port;
  }

  get port(): number {
    return this.listening ?? 0;
  }

  reset(): void {
    this.saw.length = 0;
    this.reply = () => ({ body: 'hello' });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function send(response: ServerResponse, method: string, reply: OriginReply): void {
  const { status = 200, headers = {}, body = '', breakAfterBytes } = reply;
  const content = Buffer.from(body as string);
  response.writeHead(status, {
    ...(status === 304 || status === 204 ? {} : { 'content-length': String(content.length) }),
    ...headers,
  });
  if (breakAfterBytes !== undefined) {
    response.write(content.subarray(0, breakAfterBytes), () => response.destroy());
    return;
  }
  response.end(method === 'HEAD' || status === 304 ? undefined : content);
}
