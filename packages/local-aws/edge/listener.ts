import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setImmediate as soon } from 'node:timers/promises';
import type { EdgeAccessLog } from './access-log';
import type { Edge } from './edge';
import { fieldsOf, joined, outgoing, without } from './fields';
import { errorPage, type FinalAnswer, type ViewerRequest } from './message';

export interface EdgeServerProps {
  readonly edge: Edge;
  readonly log?: EdgeAccessLog;
  /** Answers paths under `/_local/` that are not the edge's own; true when it did. */
  readonly extra?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}

const OWN_PATH = '/_local';

/** Viewers as HTTP requests to one port: the host names the distribution, `x-sim-…` says who asks. */
export function createEdgeServer(props: EdgeServerProps): Server {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(props, request, response).catch((error: unknown) => {
      const page = errorPage(500, error instanceof Error ? error.message : String(error));
      if (response.headersSent) response.destroy();
      else response.writeHead(500, outgoing(page.headers)).end(page.body);
    });
  });
  server.requestTimeout = 0;
  return server;
}

async function answer(
  props: EdgeServerProps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const path = request.url ?? '/';
  if (path === OWN_PATH || path.startsWith(`${OWN_PATH}/`)) {
    if (!ownAnswer(props, path, response) && !(await props.extra?.(request, response))) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('The local edge has no such page.\n');
    }
    return;
  }
  const hasBody =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const viewer = viewerOf(request, hasBody ? await readBody(request) : Buffer.alloc(0));
  const final = await props.edge.answer(viewer);
  await send(viewer, final, response);
  props.log?.(viewer, final, performance.now() - started);
}

function ownAnswer({ edge }: EdgeServerProps, path: string, response: ServerResponse): boolean {
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body, undefined, 2)}\n`);
    return true;
  };
  if (path === `${OWN_PATH}/distributions`) return json(200, edge.served());
  const latest = /^\/_local\/traces(?:\?latest=(\d{1,4}))?$/.exec(path);
  if (latest !== null) return json(200, edge.traces.latest(Number(latest[1] ?? 50)));
  const id = /^\/_local\/trace\/([\w-]+)$/.exec(path)?.[1];
  if (id === undefined) return false;
  const trace = edge.traces.get(id);
  return trace === undefined
    ? json(404, { error: 'no such trace: only the latest are kept' })
    : json(200, trace);
}

/** The request as CloudFront would have got it: headers that simulate the viewer are taken off. */
export function viewerOf(request: IncomingMessage, body: Buffer): ViewerRequest {
  const all = fieldsOf(request.rawHeaders);
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const country = joined(all, 'x-sim-country')?.trim().toUpperCase();
  const location = joined(all, 'x-sim-location');
  return {
    id: randomBytes(42).toString('base64url'),
    method: request.method ?? 'GET',
    uri: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: without(all, (name) => name.startsWith('x-sim-')),
    body,
    scheme: joined(all, 'x-sim-scheme')?.toLowerCase() === 'http' ? 'http' : 'https',
    httpVersion: request.httpVersion,
    ip: joined(all, 'x-sim-ip') ?? request.socket.remoteAddress ?? '127.0.0.1',
    ...(country !== undefined && /^[A-Z][A-Z0-9]$/.test(country) ? { country } : {}),
    ...(location !== undefined && /^[A-Z0-9-]{1,32}$/.test(location) ? { location } : {}),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function send(viewer: ViewerRequest, final: FinalAnswer, response: ServerResponse): Promise<void> {
  const { status, statusText, headers, body, brokenOff } = final;
  const isHead = viewer.method === 'HEAD';
  if (status === 204 || status === 304) headers.delete('content-length');
  else if (!isHead && !brokenOff) headers.set('content-length', [String(body.length)]);
  response.sendDate = false;
  const fields = outgoing(headers);
  if (statusText === undefined) response.writeHead(status, fields);
  else response.writeHead(status, statusText, fields);
  if (brokenOff) {
    response.write(body);
    await soon();
    response.destroy();
  } else {
    response.end(isHead ? undefined : body);
  }
}
