import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

type Random = (below: number) => number;
type Answer = (socket: Socket, random: Random) => void;

const later = (socket: Socket, milliseconds: number, act: () => void) => {
  const timer = setTimeout(act, milliseconds);
  socket.once('close', () => clearTimeout(timer));
};
const drip = (socket: Socket, text: string, milliseconds: number) => {
  let sent = 0;
  const timer = setInterval(() => socket.write(text.charAt(sent++ % text.length)), milliseconds);
  socket.once('close', () => clearInterval(timer));
};
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
const anyBytes = (random: Random) => Buffer.from(Array.from({ length: 1 + random(400) }, () => random(256)));

/** What a queue may do once it has a request, or only a connection. */
const AFTER_REQUEST: Readonly<Record<string, Answer>> = {
  'never answers': () => undefined,
  'answers late': (socket, random) => later(socket, random(700), () => socket.write(OK)),
  'refuses or fails': (socket, random) =>
    socket.write(`HTTP/1.1 ${400 + random(200)} No\r\nContent-Length: 3\r\n\r\n{x}`),
  redirects: (socket) =>
    socket.write('HTTP/1.1 307 Away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n'),
  'resets the connection': (socket, random) => later(socket, random(100), () => socket.resetAndDestroy()),
  'closes the connection': (socket, random) => later(socket, random(100), () => socket.end()),
  'stops inside the status line': (socket, random) => socket.write(OK.slice(0, 1 + random(14))),
  'stops inside the headers': (socket, random) => socket.write(OK.slice(0, 17 + random(18))),
  'closes inside the headers': (socket, random) => socket.end(OK.slice(0, 17 + random(18))),
  'refuses and stops inside the body': (socket) =>
    socket.write('HTTP/1.1 500 No\r\nContent-Length: 9999\r\n\r\n{'),
  'accepts and resets inside the body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{');
    later(socket, 5, () => socket.resetAndDestroy());
  },
  'sends byte by byte': (socket) => drip(socket, OK, 25),
  'sends garbage': (socket, random) => socket.end(anyBytes(random)),
  'sends garbage as headers': (socket, random) =>
    socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), anyBytes(random)])),
  'sends endless headers': (socket) =>
    socket.write(`HTTP/1.1 200 OK\r\n${`x-filler: ${'a'.repeat(1000)}\r\n`.repeat(40)}`),
  'sends interim answers': (socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
    socket.once('close', () => clearInterval(timer));
  },
  'switches protocols': (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n'),
  'has two lengths': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\n{}'),
};
const AT_CONNECTION: Readonly<Record<string, Answer>> = {
  'resets at once': (socket) => socket.resetAndDestroy(),
  'closes at once': (socket) => socket.end(),
  'speaks first': (socket, random) => socket.write(anyBytes(random)),
};

export interface Fault {
  readonly name: string;
  /** What the function is told to be SQS. */
  readonly endpoint: string;
}

/** A queue for each kind of failure, on this machine. */
export class FaultyQueues {
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly faults: Fault[] = [
    { name: 'nobody listens', endpoint: 'http://127.0.0.1:1' },
    { name: 'there is no such name', endpoint: 'http://nowhere.invalid' },
    { name: 'the endpoint is no address', endpoint: 'nowhere' },
  ];

  async open(random: Random): Promise<void> {
    for (const [name, answer] of Object.entries(AFTER_REQUEST)) {
      const endpoint = await this.#listen((socket) => socket.once('data', () => answer(socket, random)));
      this.faults.push({ name, endpoint: `http://${endpoint}` });
    }
    for (const [name, answer] of Object.entries(AT_CONNECTION)) {
      const endpoint = await this.#listen((socket) => answer(socket, random));
      this.faults.push({ name, endpoint: `http://${endpoint}` });
      this.faults.push({ name: `${name}, instead of TLS`, endpoint: `https://${endpoint}` });
    }
    const silent = await this.#listen(() => undefined);
    this.faults.push({ name: 'never begins TLS', endpoint: `https://${silent}` });
  }

  async #listen(connected: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      socket.resume();
      connected(socket);
    });
    this.#servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
