import type { Answer } from '../../edge/message';
import { message } from '../http/answers';
import type { HttpCall } from '../http/http-host';
import { Throttled } from '../lambda/deployed-functions';
import { eventOfFormat1 } from '../lambda/events';
import { answerOfFunction, type Invocations, TimedOut } from '../lambda/invocations';
import { describedAnswer, MalformedResult } from '../lambda/results';
import { type Api, type Entrance, forbidden, notEmulated } from './apis';
import type { DeployedRestApi } from './deployed-rest-apis';
import { matchPath, mostSpecific } from './routes';

/** Answers as a REST API does whose methods have Lambda proxy integrations. */
export function restApi(deployed: DeployedRestApi, invocations: Invocations): Api {
  const { id, hasDefaultEndpoint, resources } = deployed;
  const integrations = resources.flatMap(({ methods }) => [...methods.values()]);
  return {
    id,
    hasDefaultEndpoint,
    functionArns: integrations.flatMap(({ functionArn }) => functionArn ?? []),
    answer: (call, entrance) => answerOf(deployed, invocations, call, entrance),
  };
}

async function answerOf(
  { id: apiId, resources, stages }: DeployedRestApi,
  invocations: Invocations,
  call: HttpCall,
  entrance: Entrance,
): Promise<Answer> {
  const { stage, path } = stageOf(entrance);
  const stageVariables = stages.get(stage);
  if (stageVariables === undefined) return forbidden();
  const used = resources.filter(({ methods }) => methods.size > 0);
  const found = mostSpecific(used, (resource) => matchPath(resource.path, path));
  const integration = found?.candidate.methods.get(call.method) ?? found?.candidate.methods.get('ANY');
  if (found === undefined || integration === undefined) return message(403, 'Missing Authentication Token');
  const { functionArn, timeoutMilliseconds } = integration;
  if (functionArn === undefined) return notEmulated(integration);
  const event = eventOfFormat1(call, {
    accountId: functionArn.split(':')[4] ?? '',
    apiId,
    domainName: entrance.domainName,
    stage,
    // The base path of a mapping is part of it, a stage is not.
    path: entrance.isCustomDomain ? call.path : path,
    pathParameters: found.match.parameters,
    stageVariables,
    resource: found.candidate.path,
    resourceId: found.candidate.id,
    contextPath: call.path,
  });
  return answerOfFunction(invocations, { functionArn, event, timeoutMilliseconds, answer, failure });
}

/** A slash at the end counts for nothing. */
function stageOf({ stage, path }: Entrance): { stage: string; path: string } {
  const [, first = '', below = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  return { stage: stage ?? first, path: (stage === undefined ? below : path).replace(/\/+$/, '') || '/' };
}

function answer(result: unknown): Answer {
  const described = describedAnswer(result, '1.0', 'application/json');
  if (described === undefined) throw new MalformedResult('expected an object with statusCode');
  return described;
}

/** https://repost.aws/knowledge-center/malformed-502-api-gateway; throttling: …/api-gateway-internal-server-error */
function failure(error: unknown): Answer {
  if (error instanceof TimedOut) return message(504, 'Endpoint request timed out');
  return message(error instanceof Throttled ? 500 : 502, 'Internal server error');
}
