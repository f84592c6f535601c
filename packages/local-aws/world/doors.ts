import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../edge/types';

/**
 * Addresses on this machine that stand for hosts elsewhere: a function of the local world reaches `https://host/…` through
 * the door of the host, because that name leads nowhere or to somebody else's server.
 */
export class Doors {
  private readonly open = new Map<string, Promise<{ server: Server; url: string }>>();

  constructor(private readonly leadsTo: (host: string) => Promise<Endpoint | undefined>) {}

  async urlOf(url: string): Promise<string> {
    const { hostname, pathname } = new URL(url);
    const door = this.open.get(hostname) ?? this.add(hostname);
    return (await door).url + pathname;
  }

  close(): void {
    for (const door of this.open.values()) {
      door.then(({ server }) => server.close().closeAllConnections()).catch(() => undefined);
    }
    this.open.clear();
  }

  private add(host: string): Promise<{ server: Server; url: string }> {
    const door = new Promise<{ server: Server; url: string }>((resolve, reject) => {
      const server = createServer((incoming, response) => {
        response.on('error', () => undefined);
        this.pass(host, incoming, response).catch(() => response.destroy());
      });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
      });
    });
    this.open.set(host, door);
    return door;
  }

  private async pass(host: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = await this.leadsTo(host);
    if (endpoint === undefined) return void response.destroy();
    const { method, url: path } = incoming;
    const onward = request({
      ...endpoint,
      method,
      path,
      headers: { ...incoming.headers, host },
      agent: false,
    });
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      // A connection that breaks here has to break there.
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}
