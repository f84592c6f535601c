import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { strToU8, zipSync } from 'fflate';
import type { AskAws, AwsCall } from '../../../world/aws-api';
import { FunctionOrigins } from '../../../world/http/function-origins';
import type { DeployedLambda } from '../../../world/lambda/deployed';
import { ZipLambdaRuntime } from '../../../world/lambda/runtime';
import { TestClock } from '../../edge/support/world';

export const AWS_REGION = 'eu-central-1';
export const functionArn = (name: string) => `arn:aws:lambda:${AWS_REGION}:123456789012:function:${name}`;

/** Of the function's URL. */
export const hostOf = (name: string) => `${name}.lambda-url.${AWS_REGION}.on.aws`;

/** Answers as the query says, or with the event. */
export const ECHO = `
exports.handler = async (event) => {
  const { result, throws, waits } = event.queryStringParameters ?? {};
  if (throws) throw new TypeError(throws);
  if (waits) await new Promise(() => setInterval(() => undefined, 1000));
  return result ? JSON.parse(result) : { statusCode: 200, body: JSON.stringify(event) };
};`;

export interface FunctionProps {
  readonly name: string;
  readonly code: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly timeoutSeconds?: number;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Hosts in front of functions that run from zips in processes, in an AWS of which only the answers are there. */
const ROLE = 'arn:aws:iam::123456789012:role/function';

export class FunctionHosts {
  /** What AWS answers, by path; in the shapes that moto 5.2.1 gives them. What is not there answers 404. */
  readonly aws = new Map<string, unknown>([
    ['/2015-03-31/functions/', { Functions: [] }],
    ['/restapis', { item: [] }],
    ['/v2/apis', { items: [] }],
    ['/domainnames', { item: [] }],
    ['/v2/domainnames', { items: [] }],
  ]);
  readonly calls: AwsCall[] = [];
  readonly warnings: string[] = [];
  readonly clock = new TestClock();
  readonly origins: FunctionOrigins;
  private readonly functions = new Map<string, DeployedLambda>();
  private readonly lambda: ZipLambdaRuntime;

  constructor(endpoint = 'http://127.0.0.1:9') {
    this.lambda = new ZipLambdaRuntime({
      find: async (arn) => {
        const found = this.functions.get(arn);
        if (found === undefined) throw new Error(`there is no function ${arn}`);
        return found;
      },
      endpoint: () => endpoint,
    });
    const { ask, clock, lambda } = this;
    this.origins = new FunctionOrigins({ ask, clock, lambda, warn: (one) => this.warnings.push(one) });
  }

  readonly ask: AskAws = async (call) => {
    this.calls.push(call);
    const found = this.aws.get(call.path.replace(/\?.*$/, ''));
    const answer = (status: number, body: string) => ({ status, headers: new Headers(), body });
    if (found instanceof Error) return answer(500, found.message);
    return found === undefined
      ? answer(404, '{"__type": "ResourceNotFoundException", "message": "does not exist"}')
      : answer(200, JSON.stringify(found));
  };

  deploy({ name, code, environment = {}, reservedConcurrency, timeoutSeconds = 30 }: FunctionProps): void {
    const zip = Buffer.from(zipSync({ 'index.js': strToU8(code) }));
    const CodeSha256 = createHash('sha256').update(zip).digest('base64');
    const deployed = {
      handler: 'index.handler',
      timeoutSeconds,
      memoryMegabytes: 128,
      environment,
      role: ROLE,
      zip,
    };
    this.functions.set(functionArn(name), deployed);
    const Concurrency = { ReservedConcurrentExecutions: reservedConcurrency };
    this.aws.set(`/2015-03-31/functions/${name}`, {
      Configuration: { FunctionName: name, CodeSha256, Environment: { Variables: environment } },
      ...(reservedConcurrency === undefined ? {} : { Concurrency }),
    });
  }

  /** The functions that have URLs, as moto describes them: without a slash at its end. */
  giveUrls(...names: string[]): void {
    this.aws.set('/2015-03-31/functions/', {
      Functions: names.map((FunctionName) => ({ FunctionName })),
    });
    for (const name of names) {
      const url = { FunctionUrl: `https://${hostOf(name)}`, FunctionArn: functionArn(name), Cors: null };
      this.aws.set(`/2021-10-31/functions/${name}/url`, {
        ...url,
        AuthType: 'AWS_IAM',
        InvokeMode: 'Buffered',
      });
    }
  }

  /** The function and what AWS says of it. */
  remove(name: string): void {
    this.functions.delete(functionArn(name));
    this.aws.delete(`/2015-03-31/functions/${name}`);
  }

  /** Sends `host` as the Host header, unless another one is given. */
  request(host: string, path: string, { method = 'GET', headers, body }: Asked = {}): Promise<Reply> {
    const endpoint = this.origins.target(host)?.endpoint;
    if (endpoint === undefined) throw new Error(`${host} does not resolve`);
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ ...endpoint, path, method, headers: { host, ...headers }, agent: false });
      sent.on('error', reject).on('response', async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString('latin1') });
      });
      sent.end(body);
    });
  }

  close(): void {
    this.origins.close();
    this.lambda.close();
  }
}

/** Asks the echo function for this result. */
export const returning = (result: unknown) => `result=${encodeURIComponent(JSON.stringify(result))}`;
