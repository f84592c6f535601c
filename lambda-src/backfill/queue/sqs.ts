import type { ClientRequest, RequestOptions } from 'node:http';
import { optionalVariable, readEnvironment } from '../../shared/environment';
import { HANDSHAKE, isReset } from '../connection';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request body on its way to one AWS service. */
export interface UnsignedPost {
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Queue {
  /** Such as `https://sqs.eu-west-1.amazonaws.com/123456789012/name`. */
  readonly url: string;
  readonly awsRegion: string;
}

export interface CallOptions {
  readonly credentials: Credentials;
  /** Where SQS answers. @default - the host of the queue's URL */
  readonly endpoint?: string | undefined;
  /** After this the call has failed, whatever it is waiting for. */
  readonly timeoutMilliseconds: number;
}

// Loaded with the first call: they take ten times as long as this code, and most containers at the edge never call.
const { getBuiltinModule } = process;

const crypto = () => getBuiltinModule('node:crypto');
const sha256 = (data: string) => crypto().createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => crypto().createHmac('sha256', key).update(data).digest();

/** Headers of a POST with its AWS Signature Version 4. The SDK does the same in 450 kB, which the edge must not load. */
export function signedHeaders(
  { url, headers, body }: UnsignedPost,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  { awsRegion, service, date }: { awsRegion: string; service: string; date: Date },
): Record<string, string> {
  const time = date.toISOString().replace(/[:-]|\.\d+/g, '');
  const scope = [time.slice(0, 8), awsRegion, service, 'aws4_request'];
  const signed: Record<string, string> = { ...headers, host: url.host, 'x-amz-date': time };
  if (sessionToken !== undefined) signed['x-amz-security-token'] = sessionToken;

  const names = Object.keys(signed).sort();
  const canonicalHeaders = names
    .map((name) => `${name}:${signed[name]?.trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const canonical = ['POST', url.pathname, '', canonicalHeaders, names.join(';'), sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** Asks SQS for one action on a queue, or rejects: when SQS refuses, cannot be reached, or has not answered in time. */
export async function callQueue(
  queue: Queue,
  action: 'SendMessage' | 'ChangeMessageVisibility',
  parameters: Readonly<Record<string, string | number>>,
  options: CallOptions,
): Promise<void> {
  const body = JSON.stringify({ QueueUrl: queue.url, ...parameters });
  const url = new URL('/', options.endpoint ?? queue.url);
  const headers = signedHeaders(
    {
      url,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body,
    },
    options.credentials,
    { awsRegion: queue.awsRegion, service: 'sqs', date: new Date() },
  );
  const sending: RequestOptions & typeof HANDSHAKE = {
    method: 'POST',
    headers,
    signal: AbortSignal.timeout(options.timeoutMilliseconds),
    ...HANDSHAKE,
  };
  return new Promise<void>((resolve, reject) => {
    const { request } =
      url.protocol === 'http:' ? getBuiltinModule('node:http') : getBuiltinModule('node:https');
    let last: ClientRequest;
    const send = () => {
      const sent = request(url, sending, (response) => {
        response.on('error', reject).resume();
        // The status says it all; reading on to the end keeps the connection for the next message.
        if (response.statusCode === 200) resolve();
        else reject(new Error(`SQS answered ${response.statusCode}`));
      });
      last = sent;
      sent
        .on('error', (error) => (sent.reusedSocket && isReset(error) ? send() : reject(error)))
        // An answer that nobody asked for, such as 101, ends the connection without any other event.
        .on('close', () => sent === last && reject(new Error('SQS did not answer')))
        .end(body);
    };
    send();
  });
}

/** How the function that runs reaches SQS. */
export function callOptions(timeoutMilliseconds: number): CallOptions {
  const variables = readEnvironment('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
  return {
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY,
      sessionToken: optionalVariable('AWS_SESSION_TOKEN'),
    },
    // The variables that AWS's SDKs read too: how the local AWS redirects them, and us.
    endpoint: optionalVariable('AWS_ENDPOINT_URL_SQS') ?? optionalVariable('AWS_ENDPOINT_URL'),
    timeoutMilliseconds,
  };
}
