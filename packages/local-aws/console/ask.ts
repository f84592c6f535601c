import { type IncomingMessage, request } from 'node:http';
import type { Endpoint } from '../edge/types';
import { Refusal } from '../world/json-api';
import type { Asked, Asking } from './view/contract';

const SHOWN_BYTES = 2048;
const TEXTUAL = /^(text\/|application\/([\w.-]+\+)?json\b)/;

interface Field {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly otherwise?: string;
}

const FIELDS: Readonly<Record<keyof Asking, Field>> = {
  host: { pattern: /^[a-z0-9.-]{1,253}(:\d{1,5})?$/i, expected: 'a host name' },
  path: {
    pattern: /^\/(?!_local(\/|\?|$))[!-~]*$/,
    expected: 'a path of the site, such as /images/a.png',
  },
  method: { pattern: /^(GET|HEAD|POST|OPTIONS)$/, expected: 'GET, HEAD, POST or OPTIONS', otherwise: 'GET' },
  scheme: { pattern: /^https?$/, expected: 'http or https', otherwise: 'https' },
  country: { pattern: /^[A-Z][A-Z0-9]$/, expected: 'two letters, such as JP', otherwise: '' },
  location: { pattern: /^[A-Z0-9-]{1,32}$/, expected: 'an edge location, such as FRA56-P1', otherwise: '' },
};

/** Refuses with the field, what it should have been and what it was. */
export function asking(body: Record<string, unknown>): Asking {
  const read = (name: keyof Asking): string => {
    const { pattern, expected, otherwise } = FIELDS[name];
    const value = body[name] ?? otherwise;
    if (value === otherwise && otherwise !== undefined) return otherwise;
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new Refusal(400, `${name}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`);
  };
  const [country, location] = [read('country'), read('location')];
  return {
    host: read('host'),
    path: read('path'),
    method: read('method'),
    scheme: read('scheme'),
    ...(country === '' ? {} : { country }),
    ...(location === '' ? {} : { location }),
  };
}

/** Asks the edge over HTTP: a page cannot, because browsers do not let it choose `Host`. */
export async function ask(edge: Endpoint, asking: Asking, signal: AbortSignal): Promise<Asked> {
  const started = performance.now();
  const { status, headers, body } = await exchange(edge, asking, signal);
  const trace = headers['x-local-trace']?.toString();
  return {
    status,
    headers,
    ...(trace === undefined ? {} : { trace }),
    milliseconds: Math.round(performance.now() - started),
    bytes: body.length,
    ...(TEXTUAL.test(headers['content-type'] ?? '')
      ? { text: body.subarray(0, SHOWN_BYTES).toString() }
      : {}),
  };
}

function exchange(
  edge: Endpoint,
  { host, path, method, scheme, country, location }: Asking,
  signal: AbortSignal,
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const headers = {
    host,
    'x-sim-scheme': scheme,
    ...(country === undefined ? {} : { 'x-sim-country': country }),
    ...(location === undefined ? {} : { 'x-sim-location': location }),
  };
  return new Promise((resolve, reject) => {
    request({ ...edge, path, method, headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}
