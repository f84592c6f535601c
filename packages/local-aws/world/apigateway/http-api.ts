import type { Answer } from '../../edge/message';
import { json, message } from '../http/answers';
import type { HttpCall } from '../http/http-host';
import { Throttled } from '../lambda/deployed-functions';
import { type EventTarget, eventOfFormat1, eventOfFormat2 } from '../lambda/events';
import { answerOfFunction, type Invocations, TimedOut } from '../lambda/invocations';
import { describedAnswer, MalformedResult, type PayloadFormat } from '../lambda/results';
import { type Api, type Entrance, notEmulated } from './apis';
import type { DeployedHttpApi, Route } from './deployed-http-apis';
import { decoded, matchPath, mostSpecific } from './routes';

/** Stage that has no path of its own, and route for what no other one takes. */
const DEFAULT = '$default';

/** Answers as an HTTP API does whose routes have Lambda proxy integrations. */
export function httpApi(deployed: DeployedHttpApi, invocations: Invocations): Api {
  const { id, hasDefaultEndpoint, routes } = deployed;
  return {
    id,
    hasDefaultEndpoint,
    functionArns: routes.flatMap(({ integration }) => integration.functionArn ?? []),
    answer: (call, entrance) => answerOf(deployed, invocations, call, entrance),
  };
}

async function answerOf(
  { id: apiId, routes, stages }: DeployedHttpApi,
  invocations: Invocations,
  call: HttpCall,
  entrance: Entrance,
): Promise<Answer> {
  const { stage, path } = stageOf(entrance, [...stages.keys()]);
  const stageVariables = stages.get(stage);
  const found = stageVariables && routeOf(routes, call.method, path);
  if (found === undefined) return message(404, 'Not Found');
  const { functionArn, format, timeoutMilliseconds } = found.route.integration;
  if (functionArn === undefined) return notEmulated(found.route.integration);
  const { domainName } = entrance;
  const accountId = functionArn.split(':')[4] ?? '';
  const pathParameters = Object.fromEntries(
    Object.entries(found.parameters).map(([name, value]) => [name, decoded(value)]),
  );
  const common = { accountId, apiId, domainName, stage, pathParameters, stageVariables };
  return answerOfFunction(invocations, {
    functionArn,
    event: eventOf(call, found.route, { ...common, path }),
    timeoutMilliseconds,
    answer: (result) => answer(result, format),
    failure,
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
function stageOf({ stage, path }: Entrance, stages: readonly string[]): { stage: string; path: string } {
  if (stage !== undefined) return { stage, path };
  const [, first = '', below = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const isNamed = first !== DEFAULT && stages.includes(first);
  return isNamed ? { stage: first, path: below || '/' } : { stage: DEFAULT, path };
}

function routeOf(routes: readonly Route[], method: string, path: string) {
  const of = (wanted: string) => routes.filter(({ key }) => key.startsWith(`${wanted} `));
  const found = mostSpecific([...of(method), ...of('ANY')], ({ key }) => matchPath(pathOf(key), path));
  if (found !== undefined) return { route: found.candidate, parameters: found.match.parameters };
  const fallback = routes.find(({ key }) => key === DEFAULT);
  return fallback && { route: fallback, parameters: {} };
}

const pathOf = (routeKey: string) => routeKey.slice(routeKey.indexOf(' ') + 1);

/**
 * Paths are decoded: https://github.com/honojs/hono/issues/2156. `rawPath` names the stage and no base path, `path` what was
 * asked for: https://github.com/CodeGenieApp/serverless-express/issues/465
 */
function eventOf(call: HttpCall, { id, key, integration }: Route, target: EventTarget): object {
  if (integration.format === '1.0') {
    const path = decoded(call.path);
    const asked = { ...target, path, contextPath: path, resource: pathOf(key), resourceId: id };
    return { version: '1.0', ...eventOfFormat1(call, asked) };
  }
  const prefix = target.stage === DEFAULT ? '' : `/${target.stage}`;
  return eventOfFormat2(call, { ...target, routeKey: key, path: decoded(prefix + target.path) });
}

function answer(result: unknown, format: PayloadFormat): Answer {
  const described = describedAnswer(result, format, 'text/plain; charset=utf-8');
  if (described !== undefined) return described;
  if (format === '1.0') throw new MalformedResult('expected an object with statusCode');
  return json(200, typeof result === 'string' ? result : JSON.stringify(result ?? null));
}

/** Late answers are not 504, and throttling is not 429: https://github.com/cortexlabs/cortex/issues/1225 */
const failure = (error: unknown): Answer =>
  error instanceof TimedOut || error instanceof Throttled
    ? message(503, 'Service Unavailable')
    : message(500, 'Internal Server Error');
