import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { joined } from '../../edge/fields';
import { type AskAws, askJson } from '../aws-api';
import { json } from '../http/answers';
import { type AnswerHttp, type HttpCall, hostOf } from '../http/http-host';
import { Throttled } from './deployed-functions';
import { eventOfFormat2 } from './events';
import { answerOfFunction, type Invocations } from './invocations';
import { describedAnswer } from './results';

export interface FunctionUrl {
  readonly host: string;
  readonly functionArn: string;
}

interface ListedFunctions {
  readonly Functions?: readonly { readonly FunctionName: string }[];
}

interface UrlConfig {
  readonly FunctionUrl: string;
  readonly FunctionArn: string;
}

export async function deployedFunctionUrls(ask: AskAws, awsRegion: string): Promise<FunctionUrl[]> {
  const call = (path: string) => ({ service: 'lambda', region: awsRegion, path });
  const listed = await askJson<ListedFunctions>(ask, call('/2015-03-31/functions/'));
  const found = await Promise.all(
    (listed?.Functions ?? []).map(async ({ FunctionName }) => {
      const path = `/2021-10-31/functions/${FunctionName}/url`;
      const answer = await ask(call(path));
      return answer.status === 404 ? undefined : askJson<UrlConfig>(async () => answer, call(path));
    }),
  );
  return found.flatMap((url) =>
    url === undefined ? [] : [{ host: new URL(url.FunctionUrl).hostname, functionArn: url.FunctionArn }],
  );
}

/** Answers as Lambda does behind a function URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export function functionUrlAnswers(url: FunctionUrl, invocations: Invocations): AnswerHttp {
  return async (call) => {
    if (hostOf(call) !== url.host) return json(403, '{"Message":"Forbidden"}');
    return answerOfFunction(invocations, {
      functionArn: url.functionArn,
      event: functionUrlEvent(url, call),
      answer: (result) =>
        describedAnswer(result, '2.0', 'application/json') ?? json(200, JSON.stringify(result ?? null)),
      failure: (error) =>
        error instanceof Throttled
          ? json(429, '{"message":"Rate Exceeded."}')
          : json(502, 'Internal Server Error'),
    });
  };
}

function functionUrlEvent({ host, functionArn }: FunctionUrl, call: HttpCall): APIGatewayProxyEventV2 {
  const event = eventOfFormat2(call, {
    accountId: functionArn.split(':')[4] ?? '',
    apiId: host.replace(/\..*$/s, ''),
    domainName: host,
    stage: '$default',
    routeKey: '$default',
    path: call.path,
  });
  const cookie = joined(call.headers, 'cookie');
  // Unlike an HTTP API, a function URL leaves the header in its place: https://github.com/aws/aws-lambda-go/issues/597
  return cookie === undefined ? event : { ...event, headers: { ...event.headers, cookie } };
}
