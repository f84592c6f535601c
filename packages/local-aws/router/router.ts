import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AwsResponse, askEmulators, type Emulator } from '../emulators/emulator';
import type { AccessControl } from '../iam/control/access-control';
import { refusalAnswer } from '../iam/control/answers';
import type { Changes } from '../journal/changes';
import { isChange } from '../journal/is-change';
import type { AccessLog, AccessLogEntry } from './access-log';
import type { Judge } from './api-models';
import { awsError } from './errors';
import type { Faults } from './faults';
import { actionOf, isQueryProtocol, type RequestHead, readHead } from './request';
import { askPort, endToEnd, flat, readAll } from './upstream';

export interface RouterProps {
  readonly motoPort: number;
  readonly emulators: readonly Emulator[];
  /** Makes the requests that change something, and keeps them. @default - they are made as they come */
  readonly changes?: Pick<Changes, 'make'>;
  /** @default - none */
  readonly faults?: Faults;
  /** @default - everybody may do everything */
  readonly access?: AccessControl;
  /** Judges what emulators answer; moto judges what it answers itself. @default - every request is allowed */
  readonly judge?: Judge;
  readonly log: AccessLog;
  /** What `GET /_local/health` answers. */
  readonly health: () => object;
}

const HEALTH_PATH = '/_local/health';

/** Hosts that a client may mean: ourselves, AWS, and either with an account id or bucket in front. */
const AWS_HOST = /(^|\.)(127\.0\.0\.1|localhost|amazonaws\.com|api\.aws)(:\d+)?$/i;

/**
 * AWS on one port: an emulator of ours answers for what moto lacks or gets wrong, moto for the rest.
 * An action that nobody implements answers 400 with its name at once, because clients retry a 500 for minutes.
 * Requests wait while it is not known yet what answers them.
 */
export function createRouter(props: RouterProps | Promise<RouterProps>): Server {
  const server = createServer((request, response) => {
    // A client that hung up has no answer to get.
    response.on('error', () => undefined);
    Promise.resolve(props).then(
      (ready) => answer(ready, request, response),
      () => response.destroy(),
    );
  });
  // Uploads take as long as they take.
  server.requestTimeout = 0;
  return server;
}

async function answer(props: RouterProps, request: IncomingMessage, response: ServerResponse) {
  const started = performance.now();
  const head = readHead(request);
  if (head.path === HEALTH_PATH && !head.proxied) {
    return send(response, {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(props.health()),
    });
  }
  let outcome: Outcome;
  try {
    outcome = await dispatch(props, head, request, response);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    outcome = { by: 'router', error: message };
    // Without moto the local AWS ends, and may be started again: a client that gets no answer asks again.
    if (response.headersSent || isBroken(error)) {
      response.destroy();
    } else {
      send(response, awsError(head, 400, 'LocalAwsFailure', `the local AWS failed: ${message}`));
    }
  }
  props.log({
    time: new Date().toISOString(),
    service: head.service,
    region: head.region,
    method: head.method,
    path: head.path,
    status: response.statusCode,
    milliseconds: Math.round(performance.now() - started),
    agent: head.headers['user-agent'],
    ...outcome,
  });
}

/** Another server of this machine, such as the edge: who has us as a proxy sends its requests for that here, too. */
function neighbourPort({ headers }: RequestHead, { socket }: IncomingMessage): number | undefined {
  const [, port] = /^(?:127\.0\.0\.1|localhost):(\d+)$/.exec(headers.host ?? '') ?? [];
  return port === undefined || Number(port) === socket.localPort ? undefined : Number(port);
}

const isBroken = (error: unknown) =>
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');

type Outcome = Pick<AccessLogEntry, 'action' | 'by' | 'error'>;

async function dispatch(
  { access, emulators, faults, judge, motoPort, changes }: RouterProps,
  head: RequestHead,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  if (!AWS_HOST.test(head.headers.host ?? '127.0.0.1')) {
    const error = `${head.headers.host} is not AWS: the local AWS is no proxy to other hosts (unset http_proxy for them)`;
    send(response, { status: 403, headers: { 'content-type': 'text/plain' }, body: `${error}\n` });
    return { by: 'router', error };
  }
  const neighbour = head.proxied ? neighbourPort(head, request) : undefined;
  if (neighbour !== undefined) {
    // The host that was asked for, which may be another than the proxied address says: viewers name a distribution by it.
    const headers = { ...head.headers, host: request.headers.host ?? `127.0.0.1:${neighbour}` };
    const answered = await askPort(neighbour, { ...head, headers }, request);
    response.writeHead(answered.statusCode ?? 502, endToEnd(answered.headers));
    await pipe(answered, response);
    return { by: 'router' };
  }
  const candidates = emulators.filter(({ services }) => services.includes(head.service));
  const isReadWhole = candidates.length > 0 || isQueryProtocol(head) || access?.reads(head);
  let body = isReadWhole ? await readAll(request) : undefined;
  const action = actionOf(head, body);
  const refusal = faults?.refusal(head, action);
  if (refusal) {
    send(response, refusal);
    return { by: 'fault', action };
  }
  const denied = await access?.refusal({ ...head, body, action }, (then) => response.once('close', then));
  if (denied) {
    send(response, refusalAnswer(head, denied));
    return { by: 'iam', action, error: denied.message };
  }
  const asked = { ...head, body: body ?? Buffer.alloc(0), action };
  if (judge && candidates.some((emulator) => emulator.answers?.(asked) ?? true)) {
    const refused = await judge(asked);
    if (refused) {
      send(response, refused);
      return { by: 'models', action };
    }
  }
  if (changes && isChange(asked)) {
    body ??= await readAll(request);
    const { by, ...answer } = await changes.make({ ...asked, body });
    if (by === 'moto') return { by, action, error: sendMotos(response, head, action, answer) };
    send(response, answer);
    return { by, action };
  }
  const emulated = await askEmulators(candidates, asked);
  if (emulated) {
    send(response, emulated);
    return { by: 'emulator', action };
  }

  const answered = await askPort(motoPort, head, body ?? request);
  const status = answered.statusCode ?? 500;
  if (mayBeFailure(head, status)) {
    const answer = { status, headers: flat(endToEnd(answered.headers)), body: await readAll(answered) };
    return { by: 'moto', action, error: sendMotos(response, head, action, answer) };
  }
  response.writeHead(status, endToEnd(answered.headers));
  await pipe(answered, response);
  return { by: 'moto', action };
}

/** Sends what moto answered, or, in the service's own words, how it failed; then says that to the log as well. */
function sendMotos(
  response: ServerResponse,
  head: RequestHead,
  action: string | undefined,
  answer: { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer },
): string | undefined {
  const { status, body } = answer;
  const failed = mayBeFailure(head, status) ? failure(head, action, status, body.toString()) : undefined;
  send(response, failed ? awsError(head, 400, failed.code, failed.message) : answer);
  return failed?.message;
}

const mayBeFailure = (head: RequestHead, status: number) =>
  status >= 500 || (status === 404 && head.service !== '' && head.service !== 's3');

/**
 * moto answers 500 for an action that it lacks and where it fails, and 404 with a page, or with nothing, where it lacks
 * the whole path. `undefined`: its answer is one that AWS gives as well.
 */
function failure(head: RequestHead, action: string | undefined, status: number, text: string) {
  const isPage = text.trim() === '' || /^\s*<!doctype html/i.test(text);
  if (status === 404 && (!isPage || head.method === 'HEAD')) {
    return undefined;
  }
  const name = `${head.service || 'unsigned'} ${action ?? `${head.method} ${head.path}`}`;
  return status === 404 || /^(NotImplemented|OperationNotFound)Error/.test(text)
    ? { code: 'NotImplemented', message: `${name} is not implemented by the local AWS` }
    : {
        code: 'InternalFailure',
        message: `moto failed at ${name}${isPage ? '' : `: ${text.slice(0, 300)}`} (see moto.log)`,
      };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: AwsResponse) {
  const sent = Buffer.from(body as string);
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(sent.length) };
  response.writeHead(status, { 'x-amzn-requestid': 'local', ...length, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : sent);
}

function pipe(from: IncomingMessage, to: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    from.on('error', reject);
    to.on('close', () => {
      from.destroy();
      resolve();
    });
    from.pipe(to);
  });
}
