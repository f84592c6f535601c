import type { Answer } from '../../edge/message';
import { message } from '../http/answers';
import { type AnswerHttp, type HttpCall, hostOf } from '../http/http-host';

/** How a request came to an API. */
export interface Entrance {
  readonly domainName: string;
  /** Behind the base path of the mapping, where there is one. */
  readonly path: string;
  /** That the mapping names. @default - the path does */
  readonly stage?: string;
  readonly isCustomDomain: boolean;
}

/** A REST API or an HTTP API. */
export interface Api {
  readonly id: string;
  readonly functionArns: readonly string[];
  readonly hasDefaultEndpoint: boolean;
  /** Never rejects. */
  answer(call: HttpCall, entrance: Entrance): Promise<Answer>;
}

export interface Integration {
  /** Such as `AWS_PROXY`; `none` where nothing is behind it. */
  readonly type: string;
  /** Absent where it is no function. */
  readonly functionArn?: string;
  readonly timeoutMilliseconds: number;
}

/** The function of an integration's URI, which is its ARN or Lambda's path to invoke it. */
export const functionArnIn = (uri: string | null | undefined) =>
  /arn:[\w-]+:lambda:[^/]+/.exec(uri ?? '')?.[0];

export const notEmulated = ({ type }: Integration): Answer =>
  message(501, `integration in the local world: expected AWS_PROXY with a function, got ${type}`);

export const forbidden = (): Answer => message(403, 'Forbidden');

/** An API's own address answers to no other name. */
export function defaultEndpointAnswers(api: Api, host: string): AnswerHttp {
  return async (call) =>
    api.hasDefaultEndpoint && hostOf(call) === host
      ? api.answer(call, { domainName: host, path: call.path, isCustomDomain: false })
      : forbidden();
}
