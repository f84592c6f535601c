import { XMLParser } from 'fast-xml-parser';

export interface AwsCall {
  /** As SigV4 names it. */
  readonly service: string;
  readonly region: string;
  /** @default - GET, or POST where there is a body */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends one request to the local AWS, whatever it answers. */
export type AskAws = (call: AwsCall) => Promise<AwsAnswer>;

/** User agent of whatever reads what is deployed, in place of what AWS has spread by itself. */
export const WORLD_READER = 'local-aws-world';

/** The local AWS checks no signatures: the credential scope only says which service and region are meant. */
export function localAws(endpoint: string, userAgent = WORLD_READER): AskAws {
  return async ({
    service,
    region,
    path,
    body,
    headers = {},
    method = body === undefined ? 'GET' : 'POST',
  }) => {
    const credential = `Credential=world/20260101/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=local`;
    const answer = await fetch(endpoint + path, {
      method,
      body,
      headers: { 'user-agent': userAgent, ...headers, authorization },
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
}

/** The JSON that a service answered; rejects where it did not answer 2xx. */
export async function askJson<T>(ask: AskAws, call: AwsCall): Promise<T | undefined> {
  return JSON.parse((await answered(ask, call)) || '{}') as T;
}

async function answered(ask: AskAws, call: AwsCall): Promise<string> {
  const { status, body } = await ask(call);
  if (status >= 300)
    throw new Error(`${call.service} in ${call.region} answered ${status}: ${body.slice(0, 200)}`);
  return body;
}

const LISTS = new Set([
  'DeleteMarker',
  'HostedZone',
  'ResourceRecordSet',
  'ResourceRecord',
  'HealthCheck',
  'ChildHealthCheck',
  'GlobalClusterMember',
  'Version',
  'member',
]);

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  isArray: (name) => LISTS.has(name),
});

/** The content of the root element; rejects where the service did not answer 2xx. */
export async function askXml<T>(ask: AskAws, call: AwsCall): Promise<T | undefined> {
  const document = parser.parse(await answered(ask, call)) as Record<string, T>;
  return Object.values(document)[0];
}

/** A call in the query protocol. */
export function query(
  service: string,
  region: string,
  version: string,
  parameters: Record<string, string>,
): AwsCall {
  const body = new URLSearchParams({ Version: version, ...parameters }).toString();
  return {
    service,
    region,
    path: '/',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}
