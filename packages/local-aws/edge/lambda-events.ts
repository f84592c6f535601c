import type {
  CloudFrontHeaders,
  CloudFrontOrigin,
  CloudFrontRequest,
  CloudFrontRequestEvent,
  CloudFrontResponseEvent,
} from 'aws-lambda';
import type { Origin } from '../emulators/cloudfront/distribution-config';
import type { DeployedDistribution } from './configuration';
import type { Fields } from './fields';
import { isDisallowed } from './functions/event';
import { type Answer, EdgeError, type ViewerRequest } from './message';
import type { OriginRequest } from './origin-request';
import { s3Bucket } from './origins';

/** An origin request that a trigger may change, and the origin that it goes to. */
export interface OriginAttempt {
  readonly origin: Origin;
  readonly request: OriginRequest;
}

const MAXIMUM_GENERATED_BYTES = 1024 * 1024;

const capitalized = (name: string) => name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

export function lambdaHeaders(fields: Fields): CloudFrontHeaders {
  return Object.fromEntries(
    [...fields]
      .filter(([name]) => !isDisallowed(name))
      .map(([name, values]) => [name, values.map((value) => ({ key: capitalized(name), value }))]),
  );
}

function lambdaOrigin(origin: Origin): CloudFrontOrigin {
  const customHeaders = lambdaHeaders(
    new Map(origin.customHeaders.map(({ name, value }) => [name.toLowerCase(), [value]])),
  );
  const common = { customHeaders, domainName: origin.domainName, path: origin.path };
  if (s3Bucket(origin) !== undefined) return { s3: { ...common, authMethod: 'none' } };
  const protocol = origin.custom?.protocolPolicy === 'http-only' ? 'http' : 'https';
  return {
    custom: {
      ...common,
      keepaliveTimeout: origin.custom?.keepaliveTimeoutSeconds ?? 5,
      port: (protocol === 'http' ? origin.custom?.httpPort : origin.custom?.httpsPort) ?? 443,
      protocol,
      readTimeout: origin.custom?.readTimeoutSeconds ?? 30,
      sslProtocols: [...(origin.custom?.sslProtocols ?? [])] as never,
    },
  };
}

function lambdaRequest(viewer: ViewerRequest, { origin, request }: OriginAttempt): CloudFrontRequest {
  const host = [{ key: 'Host', value: request.viewerHost ?? origin.domainName }];
  return {
    clientIp: viewer.ip,
    method: request.method,
    uri: request.uri,
    querystring: request.query,
    headers: { ...lambdaHeaders(request.headers), host },
    origin: lambdaOrigin(origin),
  };
}

function config(distribution: DeployedDistribution, viewer: ViewerRequest, eventType: string) {
  return {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType: eventType as never,
    requestId: viewer.id,
  };
}

export function originRequestEvent(
  distribution: DeployedDistribution,
  viewer: ViewerRequest,
  attempt: OriginAttempt,
): CloudFrontRequestEvent {
  return {
    Records: [
      {
        cf: {
          config: config(distribution, viewer, 'origin-request'),
          request: lambdaRequest(viewer, attempt),
        },
      },
    ],
  };
}

export function originResponseEvent(
  distribution: DeployedDistribution,
  viewer: ViewerRequest,
  attempt: OriginAttempt,
  answer: Answer,
): CloudFrontResponseEvent {
  return {
    Records: [
      {
        cf: {
          config: config(distribution, viewer, 'origin-response'),
          request: lambdaRequest(viewer, attempt),
          response: {
            status: String(answer.status),
            statusDescription: answer.statusText ?? '',
            headers: lambdaHeaders(answer.headers),
          },
        },
      },
    ],
  };
}

const invalid = (what: string) =>
  new EdgeError(502, `The Lambda function result failed validation: ${what}.`, 'LambdaValidationError');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function fieldsFrom(headers: unknown): Fields {
  const fields: Fields = new Map();
  for (const [name, list] of Object.entries(isObject(headers) ? headers : {})) {
    if (!Array.isArray(list)) throw invalid(`the header ${name} is not a list`);
    if (isDisallowed(name)) throw invalid(`the header ${name} is not a function's to set`);
    fields.set(
      name.toLowerCase(),
      list.map((one: { value?: unknown }) => String(one.value ?? '')),
    );
  }
  return fields;
}

/** What an origin-request trigger returned: the attempt to make, or an answer instead of it. */
export function afterOriginRequest(
  attempt: OriginAttempt,
  result: unknown,
): OriginAttempt | { readonly answer: Answer } {
  if (!isObject(result)) throw invalid('neither a request nor a response');
  if (result.status !== undefined) return { answer: lambdaAnswer(result) };
  const changed = result as unknown as CloudFrontRequest;
  if (typeof changed.uri !== 'string' || !changed.uri.startsWith('/'))
    throw invalid('the URI must begin with a slash');
  const headers = fieldsFrom(changed.headers);
  for (const [name, values] of attempt.request.headers) if (isDisallowed(name)) headers.set(name, values);
  const host = headers.get('host')?.[0];
  headers.delete('host');
  const assigned = attempt.request.viewerHost ?? attempt.origin.domainName;
  return {
    origin: changedOrigin(attempt.origin, changed.origin),
    request: {
      ...attempt.request,
      uri: changed.uri,
      query: changed.querystring ?? '',
      headers,
      ...(host === undefined || host === assigned ? {} : { viewerHost: host }),
    },
  };
}

function changedOrigin(origin: Origin, changed: CloudFrontOrigin | undefined): Origin {
  const { custom, s3 } = changed ?? {};
  const target = custom ?? s3;
  if (target === undefined) return origin;
  return {
    ...origin,
    domainName: target.domainName,
    path: target.path,
    customHeaders: Object.entries(target.customHeaders ?? {}).flatMap(([name, values]) =>
      values.map(({ value }) => ({ name, value })),
    ),
    ...(custom === undefined
      ? { custom: undefined }
      : {
          custom: {
            httpPort: custom.port,
            httpsPort: custom.port,
            protocolPolicy: `${custom.protocol}-only`,
            sslProtocols: custom.sslProtocols,
            readTimeoutSeconds: custom.readTimeout,
            keepaliveTimeoutSeconds: custom.keepaliveTimeout,
          },
        }),
  };
}

/** What an origin-response trigger returned; without a body, the origin's stays. */
export function afterOriginResponse(answer: Answer, result: unknown): Answer {
  if (!isObject(result)) throw invalid('not a response');
  const kept: Fields = new Map([...answer.headers].filter(([name]) => isDisallowed(name)));
  const changed = lambdaAnswer(result);
  const hasBody = result.body !== undefined;
  return {
    status: changed.status,
    statusText: changed.statusText ?? answer.statusText,
    headers: new Map([...kept, ...changed.headers]),
    body: hasBody ? changed.body : answer.body,
  };
}

function lambdaAnswer(result: Record<string, unknown>): Answer {
  const status = Number(result.status);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw invalid('the status code is not one');
  const text = typeof result.body === 'string' ? result.body : '';
  const body = Buffer.from(text, result.bodyEncoding === 'base64' ? 'base64' : 'utf8');
  if (body.length > MAXIMUM_GENERATED_BYTES) throw invalid('the body is longer than 1 MB');
  const headers = fieldsFrom(result.headers);
  if (result.body !== undefined) headers.delete('content-length');
  return {
    status,
    ...(typeof result.statusDescription === 'string' ? { statusText: result.statusDescription } : {}),
    headers,
    body,
  };
}
