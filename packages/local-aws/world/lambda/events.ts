import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Fields } from '../../edge/fields';
import type { HttpCall } from '../http/http-host';

type Named = Readonly<Record<string, string>>;

/** What a request was made to. */
export interface EventTarget {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly stage: string;
  /** `rawPath` of format 2.0, `path` of format 1.0. */
  readonly path: string;
  /** @default - none */
  readonly pathParameters?: Named;
  /** @default - none */
  readonly stageVariables?: Named;
}

export interface Format2Target extends EventTarget {
  /** Such as `GET /pets/{id}` or `$default`. */
  readonly routeKey: string;
}

export interface Format1Target extends EventTarget {
  /** Such as `/pets/{id}`. */
  readonly resource: string;
  readonly resourceId: string;
  /** With what the host's path has in front of `path`. */
  readonly contextPath: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function eventOfFormat2(call: HttpCall, target: Format2Target): APIGatewayProxyEventV2 {
  const { path, routeKey } = target;
  const cookies = (call.headers.get('cookie') ?? []).flatMap((line) => line.split(/; */));
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: call.query,
    cookies: cookies.length === 0 ? undefined : cookies,
    headers: single(
      [...call.headers].filter(([name]) => name !== 'cookie'),
      (values) => values.join(','),
    ),
    queryStringParameters: unlessEmpty(single(parametersOf(call.query), (values) => values.join(','))),
    requestContext: {
      ...commonContext(target),
      http: {
        method: call.method,
        path,
        protocol: call.protocol,
        sourceIp: call.sourceIp,
        userAgent: userAgentOf(call),
      },
      requestId: call.id,
      routeKey,
      time: requestTime(call.at),
      timeEpoch: call.at,
    },
    pathParameters: unlessEmpty(target.pathParameters),
    stageVariables: unlessEmpty(target.stageVariables),
    ...(call.body.length === 0 ? { isBase64Encoded: false } : encoded(call, isTextual(call))),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function eventOfFormat1(call: HttpCall, target: Format1Target): APIGatewayProxyEvent {
  const { resource, resourceId, path, contextPath } = target;
  const parameters = parametersOf(call.query);
  const last = (values: readonly string[]) => values.at(-1) ?? '';
  return {
    resource,
    path,
    httpMethod: call.method,
    headers: single(call.headers, last),
    multiValueHeaders: Object.fromEntries(call.headers),
    queryStringParameters: unlessEmpty(single(parameters, last)) ?? null,
    multiValueQueryStringParameters: unlessEmpty(Object.fromEntries(parameters)) ?? null,
    pathParameters: unlessEmpty(target.pathParameters) ?? null,
    stageVariables: unlessEmpty(target.stageVariables) ?? null,
    requestContext: {
      ...commonContext(target),
      authorizer: undefined,
      extendedRequestId: call.id,
      httpMethod: call.method,
      identity: { ...NOBODY, sourceIp: call.sourceIp, userAgent: userAgentOf(call) },
      path: contextPath,
      protocol: call.protocol,
      requestId: call.id,
      requestTime: requestTime(call.at),
      requestTimeEpoch: call.at,
      resourceId,
      resourcePath: resource,
    },
    ...(call.body.length === 0 ? { body: null, isBase64Encoded: false } : encoded(call, isUtf8(call.body))),
  };
}

const NOBODY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

const commonContext = ({ accountId, apiId, domainName, stage }: EventTarget) => ({
  accountId,
  apiId,
  domainName,
  domainPrefix: domainName.replace(/\..*$/s, ''),
  stage,
});

const userAgentOf = ({ headers }: HttpCall) => headers.get('user-agent')?.[0] ?? '';

function parametersOf(query: string): Fields {
  const found: Fields = new Map();
  for (const [name, value] of new URLSearchParams(query))
    found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

const single = (fields: Iterable<[string, string[]]>, one: (values: readonly string[]) => string) =>
  Object.fromEntries([...fields].map(([name, values]) => [name, one(values)]));

const unlessEmpty = <T extends object>(found: T | undefined) =>
  found === undefined || Object.keys(found).length === 0 ? undefined : { ...found };

const encoded = ({ body }: HttpCall, asText: boolean) => ({
  body: body.toString(asText ? 'utf8' : 'base64'),
  isBase64Encoded: !asText,
});

/** AWS lists no types. Measured there, all but these are base64: https://github.com/ministackorg/ministack/pull/766 */
const isTextual = ({ headers }: HttpCall) =>
  /^(text\/|application\/(json|javascript|xml)\b)/i.test(headers.get('content-type')?.[0] ?? '');

/** Such as `12/Mar/2020:19:03:58 +0000`. */
function requestTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
