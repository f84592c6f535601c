import { OPERATIONS, type Protocol, type ServiceOperations } from './operation-table';

/** What is known of a request to AWS. */
export interface SignedRequest {
  /** As its signature names the service. */
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** Undecoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the protocol names the operation outside of method and path. */
  readonly action?: string;
  /** @default - unread */
  readonly body?: Buffer;
}

export interface Operation {
  /** By botocore's name. */
  readonly model: string;
  /** Of its actions, without the colon. */
  readonly prefix: string;
  readonly name: string;
  readonly protocol: Protocol;
  /** Values in the path, decoded, by the model's names. */
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly name: string;
  readonly service: ServiceOperations;
  readonly model: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  readonly headers: readonly string[];
  /** Of two that a request fits, the one that asks for more is meant. */
  readonly weight: number;
}

/** `undefined`: no operation of the services that are known. */
export function operationOf(request: SignedRequest): Operation | undefined {
  const models = MODELS.get(request.service) ?? [];
  const routed = routeOf(request);
  if (routed) return routed;
  const { action } = request;
  const model = models.find(([, { operations }]) => action !== undefined && operations?.includes(action));
  if (action === undefined || model === undefined) return undefined;
  const [name, { prefix, protocol }] = model;
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return { model: name, prefix, name: action, protocol: isForm ? 'query' : protocol, labels: {} };
}

const MODELS = new Map<string, [string, ServiceOperations][]>();
const ROUTES = new Map<string, Route[]>();
for (const [model, service] of Object.entries(OPERATIONS.services)) {
  MODELS.set(service.signedAs, [...(MODELS.get(service.signedAs) ?? []), [model, service]]);
  const routes = Object.entries(service.routes ?? {}).map(([name, route]) =>
    compile(model, service, name, route),
  );
  const all = [...(ROUTES.get(service.signedAs) ?? []), ...routes].sort((a, b) => b.weight - a.weight);
  ROUTES.set(service.signedAs, all);
}

function compile(model: string, service: ServiceOperations, name: string, route: string): Route {
  const [method = '', target = '', ...headers] = route.split(' ');
  const [path = '', wanted] = target.split('?');
  const labels = [...path.matchAll(/\{([^}+]*)\+?\}/g)].map(([, label = '']) => label);
  const literal = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const query = (wanted?.split('&') ?? []).map((one) => {
    const [key = '', value] = one.split('=');
    return [key, value] as const;
  });
  const source = path
    .replace(/\/$/, '')
    .replace(/[.^$*()|[\]\\]/g, '\\$&')
    .replace(/\{[^}]*\+\}/g, '(.+)')
    .replace(/\{[^}]*\}/g, '([^/]+)');
  return {
    name,
    service,
    model,
    method,
    path: new RegExp(`^${source}${source.endsWith('(.+)') ? '' : '/?'}$`, 's'),
    labels,
    query,
    headers,
    weight: literal.length * 100 + labels.length * 10 + query.length + headers.length,
  };
}

function routeOf(request: SignedRequest): Operation | undefined {
  const path = request.service === 's3' ? pathOfBucket(request) : request.path;
  for (const route of ROUTES.get(request.service) ?? []) {
    if (route.method !== request.method || !asksAsMuch(route, request)) continue;
    const found = route.path.exec(path);
    if (!found) continue;
    const labels = Object.fromEntries(
      route.labels.map((label, index) => [label, decoded(found[index + 1] ?? '')]),
    );
    const { model, name, service } = route;
    return { model, prefix: service.prefix, name, protocol: service.protocol, labels };
  }
  return undefined;
}

function asksAsMuch({ query, headers }: Route, request: SignedRequest): boolean {
  return (
    query.every(([name, value]) => (value ? request.query.get(name) === value : request.query.has(name))) &&
    headers.every((header) => header in request.headers)
  );
}

/** With the bucket in front, where the host names it, and spaces where S3 reads "+" as one. */
function pathOfBucket({ path: written, headers }: SignedRequest): string {
  const path = written.replaceAll('+', '%20');
  const bucket = /^(.+?)\.(s3[.-].*|s3|127\.0\.0\.1|localhost)(:\d+)?$/.exec(headers.host ?? '')?.[1];
  return bucket === undefined || path.startsWith('/v20180820/') ? path : `/${bucket}${path}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
