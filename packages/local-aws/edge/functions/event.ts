import { type Fields, joined } from '../fields';
import { type Answer, EdgeError, type ViewerRequest } from '../message';

/** A query parameter, header or cookie; `multiValue` only where the name came several times. */
export interface EventValue {
  value: string;
  multiValue?: { value: string; attributes?: string }[];
  attributes?: string;
}

export type EventValues = Record<string, EventValue>;

export interface EventRequest {
  readonly method: string;
  uri: string;
  querystring: EventValues;
  headers: EventValues;
  cookies: EventValues;
}

export interface EventResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: EventValues;
  cookies?: EventValues;
  body?: string | { encoding: 'text' | 'base64'; data: string };
}

export interface FunctionEvent {
  readonly version: '1.0';
  readonly context: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: 'viewer-request' | 'viewer-response';
    readonly requestId: string;
  };
  readonly viewer: { readonly ip: string };
  readonly request: EventRequest;
  readonly response?: EventResponse;
}

/** AWS's "disallowed headers": functions neither see nor set them. */
const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

export const isDisallowed = (name: string) => DISALLOWED.test(name);

const READ_ONLY = {
  'viewer-request': ['content-length', 'host', 'transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
} as const;

const MAXIMUM_URL_CHARACTERS = 8192;
/** Of an answer that a function makes up, with its headers. */
const MAXIMUM_RESPONSE_BYTES = 40_960;

function collected(pairs: readonly (readonly [name: string, value: string])[]): EventValues {
  const values = new Map<string, EventValue>();
  for (const [name, value] of pairs) {
    const present = values.get(name);
    if (present === undefined) values.set(name, { value });
    else present.multiValue = [...(present.multiValue ?? [{ value: present.value }]), { value }];
  }
  return Object.fromEntries(values);
}

function headerValues(fields: Fields, hidden: string): EventValues {
  return collected(
    [...fields]
      .filter(([name]) => name !== hidden && !isDisallowed(name))
      .flatMap(([name, values]) => values.map((value) => [name, value] as const)),
  );
}

const pairOf = (text: string): [name: string, value: string] => {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

const queryValues = (query: string) => collected(query === '' ? [] : query.split('&').map(pairOf));

export function eventRequest(request: ViewerRequest): EventRequest {
  const cookies = joined(request.headers, 'cookie');
  return {
    method: request.method,
    uri: request.uri,
    querystring: queryValues(request.query),
    headers: headerValues(request.headers, 'cookie'),
    cookies: collected(
      cookies === undefined ? [] : cookies.split(';').map((cookie) => pairOf(cookie.trim())),
    ),
  };
}

export function eventResponse(answer: Answer): EventResponse {
  const cookies: EventValues = {};
  for (const cookie of answer.headers.get('set-cookie') ?? []) {
    const [pair = '', ...attributes] = cookie.split(';');
    const [name, value] = pairOf(pair);
    const one = { value, ...(attributes.length > 0 ? { attributes: attributes.join(';').trim() } : {}) };
    const present = cookies[name];
    if (present === undefined) cookies[name] = { ...one };
    else present.multiValue = [...(present.multiValue ?? [{ value: present.value }]), one];
  }
  return {
    statusCode: answer.status,
    ...(answer.statusText === undefined ? {} : { statusDescription: answer.statusText }),
    headers: headerValues(answer.headers, 'set-cookie'),
    cookies,
  };
}

const invalid = (what: string) =>
  new EdgeError(
    502,
    `The CloudFront function returned an invalid value: ${what}.`,
    'FunctionValidationError',
  );

/** Values of one name after a function: a changed `multiValue` wins, else a changed `value` replaces the first. */
function valuesOf(now: EventValue, before: EventValue | undefined): string[] {
  const { value, multiValue } = now;
  if (multiValue === undefined) return [String(value)];
  const all = multiValue.map((one) => String(one.value));
  const unchanged = JSON.stringify(all) === JSON.stringify(before?.multiValue?.map((one) => one.value));
  return unchanged && value !== before?.value ? [String(value), ...all.slice(1)] : all;
}

function changedHeaders(
  sent: EventValues,
  returned: EventValues | undefined,
  before: Fields,
  kept: string,
  eventType: keyof typeof READ_ONLY,
): Fields {
  const headers: Fields = new Map([...before].filter(([name]) => name === kept || isDisallowed(name)));
  const readOnly: readonly string[] = READ_ONLY[eventType];
  for (const [name, value] of Object.entries(returned ?? {})) {
    if (name !== name.toLowerCase()) throw invalid(`header names are lower case, not ${name}`);
    if (isDisallowed(name)) throw invalid(`the header ${name} is not a function's to set`);
    if (value === null || typeof value !== 'object') throw invalid(`the header ${name} has no value`);
    const values = valuesOf(value, sent[name]);
    if (readOnly.includes(name) && JSON.stringify(values) !== JSON.stringify(before.get(name))) {
      throw invalid(`the header ${name} is read-only`);
    }
    if (values.some((one) => /[\r\n\0]/.test(one)))
      throw invalid(`the header ${name} has a control character`);
    headers.set(name, values);
  }
  for (const name of readOnly) {
    const value = before.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a viewer-request function returned: the request to go on with, or the answer. */
export function afterViewerRequest(
  request: ViewerRequest,
  result: unknown,
): { readonly request: ViewerRequest } | { readonly answer: Answer } {
  if (!isObject(result)) throw invalid('neither a request nor a response');
  if (result.statusCode !== undefined) return { answer: generatedAnswer(result as unknown as EventResponse) };
  const sent = eventRequest(request);
  const returned = result as unknown as EventRequest;
  if (returned.method !== undefined && returned.method !== request.method)
    throw invalid('the method is read-only');
  if (typeof returned.uri !== 'string' || !returned.uri.startsWith('/')) {
    throw invalid('the URI must begin with a slash');
  }
  const query = sameValues(returned.querystring, sent.querystring)
    ? request.query
    : queryOf(returned.querystring, sent.querystring);
  if (/[\s#]|[^\x21-\uffff]/.test(query))
    throw invalid('the query string has a character that must be encoded');
  if (returned.uri.length + query.length >= MAXIMUM_URL_CHARACTERS) throw invalid('the URI is too long');
  const headers = changedHeaders(sent.headers, returned.headers, request.headers, '', 'viewer-request');
  headers.delete('cookie');
  const cookies = Object.entries(returned.cookies ?? {}).flatMap(([name, value]) =>
    valuesOf(value, sent.cookies[name]).map((one) => (one === '' ? name : `${name}=${one}`)),
  );
  if (cookies.length > 0) headers.set('cookie', [cookies.join('; ')]);
  return { request: { ...request, uri: encodedUri(returned.uri), query, headers } };
}

/** What leaves the edge is ASCII, whatever a function wrote. */
const encodedUri = (uri: string) => uri.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));

function queryOf(returned: EventValues | undefined, sent: EventValues): string {
  return Object.entries(returned ?? {})
    .flatMap(([name, value]) =>
      valuesOf(value, sent[name]).map((one) => (one === '' ? name : `${name}=${one}`)),
    )
    .join('&');
}

/** njs keeps no order of names. */
function sameValues(one: EventValues | undefined, other: EventValues): boolean {
  const canonical = (values: EventValues) =>
    JSON.stringify(
      Object.keys(values)
        .sort()
        .map((name) => [name, values[name]?.value, values[name]?.multiValue]),
    );
  return canonical(one ?? {}) === canonical(other);
}

export function generatedAnswer(response: EventResponse, before?: Answer): Answer {
  const status = Number(response.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw invalid('the status code is not one');
  const old = before && eventResponse(before);
  const headers = changedHeaders(
    old?.headers ?? {},
    response.headers,
    before?.headers ?? new Map(),
    '',
    'viewer-response',
  );
  headers.delete('set-cookie');
  const cookies = Object.entries(response.cookies ?? {}).flatMap(([name, cookie]) =>
    (cookie.multiValue ?? [cookie]).map(
      ({ value, attributes }) => `${name}=${value}${attributes ? `; ${attributes}` : ''}`,
    ),
  );
  if (cookies.length > 0) headers.set('set-cookie', cookies);
  const body = response.body === undefined ? before?.body : bodyOf(response.body);
  if (response.body !== undefined) headers.delete('content-length');
  const answer = {
    status,
    ...(response.statusDescription === undefined ? {} : { statusText: response.statusDescription }),
    headers,
    body: body ?? Buffer.alloc(0),
  };
  const headerBytes = [...headers].reduce(
    (sum, [name, values]) => sum + name.length + values.join().length,
    0,
  );
  if (before === undefined && answer.body.length + headerBytes > MAXIMUM_RESPONSE_BYTES) {
    throw invalid(`the response has more than ${MAXIMUM_RESPONSE_BYTES} bytes`);
  }
  return answer;
}

function bodyOf(body: NonNullable<EventResponse['body']>): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body.encoding === 'text') return Buffer.from(body.data);
  if (body.encoding !== 'base64' || !/^[A-Za-z0-9+/]*={0,2}$/.test(body.data) || body.data.length % 4 !== 0) {
    throw invalid('the body is not base64');
  }
  return Buffer.from(body.data, 'base64');
}
