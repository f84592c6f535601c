import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backend, BackendState, Clock, Endpoint } from '../../edge/types';
import { type ListenerRule, matchingRule } from './listener-rules';

/** An object that targets of a load balancer have, or a host outside. */
export interface WorldObject {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly lastModified: Date;
}

export interface ObjectRequest {
  /** The decoded path without the slash in front. */
  readonly key: string;
  readonly header: (name: string) => string | undefined;
}

/** Finds what is asked for: `undefined` where it is no object's place to answer, `broken` where the object cannot be read. */
export type FindObject = (request: ObjectRequest) => WorldObject | 'missing' | 'broken' | undefined;

export interface BackendProps {
  /** As it is called now. */
  readonly name: () => string;
  readonly clock: Clock;
  /** As the load balancer's listener has them now. @default - it is a host outside, which has objects only */
  readonly rules?: () => readonly ListenerRule[];
  /** @default - it has no objects */
  readonly objects?: FindObject;
  /** Of the load balancer's health checks. @default - none */
  readonly healthPaths?: () => readonly string[];
  /** How long the load balancer sends requests to targets that fail, until its own check has found them. @default 0 */
  readonly detectionSeconds?: () => number;
}

/** How a region is that nobody has broken. */
export const WORKING: BackendState = { dead: false, delayMilliseconds: 0, healthyTargets: 1 };

/** Opens a server that stands for a load balancer and its targets. */
export async function openBackend(props: BackendProps): Promise<Backend> {
  const backend = new HttpBackend(props);
  await backend.open();
  return backend;
}

class HttpBackend implements Backend {
  state: BackendState = WORKING;
  private address: Endpoint = { host: '127.0.0.1', port: 0 };
  /** Until then some requests go to targets that fail. */
  private unnoticedUntil = 0;
  private server: Server | undefined;
  /** Opening and closing, one after the other. */
  private switching: Promise<void> = Promise.resolve();

  constructor(private readonly props: BackendProps) {}

  get name(): string {
    return this.props.name();
  }

  get endpoint(): Endpoint {
    return this.address;
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        response.on('error', () => undefined);
        this.answer(request, response).catch(() => response.destroy());
      });
      server.once('error', reject);
      server.listen(this.address.port, this.address.host, () => {
        this.address = { host: this.address.host, port: (server.address() as AddressInfo).port };
        this.server = server;
        resolve();
      });
    });
  }

  change(state: Partial<BackendState>): void {
    const { clock, detectionSeconds } = this.props;
    if ((state.healthyTargets ?? 1) < this.state.healthyTargets) {
      this.unnoticedUntil = clock.now() + (detectionSeconds?.() ?? 0) * 1000;
    }
    this.state = { ...this.state, ...state };
    this.switching = this.switching.then(async () => {
      if (this.state.dead) this.shut();
      else if (this.server === undefined) await this.open();
    });
    this.switching.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.change({ dead: true });
    await this.switching;
  }

  private shut(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    this.server = undefined;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { delayMilliseconds, status, healthyTargets } = this.state;
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (delayMilliseconds > 0) {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      await this.props.clock.sleep(delayMilliseconds, gone.signal);
    }
    const header = (name: string) => request.headers[name]?.toString();
    const rules = this.props.rules?.();
    const rule = rules === undefined ? undefined : matchingRule(rules, path, header);
    if (rules !== undefined && rule === undefined)
      return text(response, 503, 'The load balancer is not deployed.\n');
    if (rule?.action.forwards === false) return text(response, rule.action.status, rule.action.body);
    if (status !== undefined) return text(response, status, `The local world answers ${status}.\n`);
    // With none healthy the load balancer asks any of them, and none works.
    if (healthyTargets <= 0) return text(response, 503, 'No target is healthy.\n');
    // One checker stands for many: Route 53 holds an endpoint for healthy while more than 18 % of them do.
    const isCheck = this.props.healthPaths?.().includes(path) ?? false;
    const isUnnoticed = !isCheck && this.props.clock.now() < this.unnoticedUntil;
    if (isUnnoticed && Math.random() >= healthyTargets) return text(response, 502, 'The target failed.\n');
    const found = this.props.objects?.({ key: objectKey(path), header });
    if (found === 'broken') return text(response, 500, 'The object cannot be read.\n');
    if (found === 'missing' || (found === undefined && rules === undefined))
      return text(response, 404, 'There is no such object.\n');
    if (found !== undefined) return sendObject(request, response, found);
    const { method, url: target, headers } = request;
    const body = await sizeOf(request);
    const { name } = this;
    const content = { region: name, method, path: target, host: headers.host, bodyBytes: body };
    response.writeHead(200, { 'content-type': 'application/json', 'x-served-by': name });
    response.end(`${JSON.stringify(content)}\n`);
  }
}

function objectKey(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return '';
  }
}

async function sizeOf(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  return bytes;
}

function text(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) })
    .end(body);
}

function sendObject(request: IncomingMessage, response: ServerResponse, found: WorldObject): void {
  const { body, etag, contentType, lastModified } = found;
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    // Whoever copies the object has to copy these as well.
    'cache-control': 'public, max-age=86400',
    'content-disposition': 'inline',
    'content-type': contentType,
    etag,
    'last-modified': lastModified.toUTCString(),
  };
  if (isUnchanged(request, found)) {
    response.writeHead(304, headers).end();
    return;
  }
  const isHead = request.method === 'HEAD';
  const range = requestedRange(request, found);
  if (range === 'none') {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const part = range === undefined ? body : body.subarray(range.first, range.last + 1);
  if (range !== undefined) headers['content-range'] = `bytes ${range.first}-${range.last}/${body.length}`;
  headers['content-length'] = String(part.length);
  response.writeHead(range === undefined ? 200 : 206, headers).end(isHead ? undefined : part);
}

function isUnchanged({ headers }: IncomingMessage, { etag, lastModified }: WorldObject): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags === '*' || tags.split(',').some((one) => one.trim() === etag);
  const since = headers['if-modified-since'];
  return since !== undefined && Math.floor(lastModified.getTime() / 1000) * 1000 <= Date.parse(since);
}

function requestedRange(
  { headers }: IncomingMessage,
  { body, etag, lastModified }: WorldObject,
): { first: number; last: number } | 'none' | undefined {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag && condition !== lastModified.toUTCString())
    return undefined;
  const asked = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (asked === null || (asked[1] === '' && asked[2] === '')) return undefined;
  const [, from = '', to = ''] = asked;
  const first = from === '' ? Math.max(0, body.length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? body.length - 1 : Math.min(Number(to), body.length - 1);
  return first > last ? 'none' : { first, last };
}
