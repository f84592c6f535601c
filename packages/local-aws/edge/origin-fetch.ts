import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Origin } from '../emulators/cloudfront/distribution-config';
import { type Fields, fieldsOf, outgoing, without } from './fields';
import type { Answer } from './message';
import type { OriginRequest } from './origin-request';
import { withCustomHeaders } from './origin-request';
import { s3Bucket } from './origins';
import type { Clock, Endpoint, NameResolver } from './types';

/** No answer of the origin: CloudFront makes one up, or asks the group's second origin. */
export class OriginFailure extends Error {
  constructor(
    readonly status: 502 | 504,
    message: string,
  ) {
    super(message);
  }
}

export interface OriginAnswer extends Answer {
  /** False where the connection ended before the answer did. */
  readonly complete: boolean;
  readonly attempts: number;
  /** Who stood behind the origin's name. */
  readonly answeredBy?: string;
}

export interface OriginFetchProps {
  readonly resolver: NameResolver;
  readonly clock: Clock;
  /** Where S3 answers, path style. */
  readonly s3: Endpoint;
}

const MAXIMUM_BYTES = 512 * 1024 * 1024;
const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade)$/;

/** Connections to origins: names are asked for each attempt, and connections are kept for the next request. */
export class OriginFetch {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(private readonly props: OriginFetchProps) {}

  /** Rejects where the origin's name has no address: CloudFront looks before it runs a trigger. */
  async lookUp(origin: Origin): Promise<void> {
    if (s3Bucket(origin) === undefined) await this.endpointOf(origin);
  }

  /** The origin's answer, whatever its status; rejects with `OriginFailure` where there is none. */
  async fetch(origin: Origin, request: OriginRequest): Promise<OriginAnswer> {
    let agent = isRepeatable(request.method) ? this.agent : undefined;
    for (let attempt = 1; ; ) {
      try {
        return { ...(await this.once(origin, request, agent)), attempts: attempt };
      } catch (error) {
        const failure = error as Failure;
        // A kept connection may end just as it is used again: that says nothing about the origin.
        if (agent !== undefined && failure.phase === 'kept connection') {
          agent = undefined;
          continue;
        }
        const again = failure.phase === 'before sending' || isRepeatable(request.method);
        if (!again || attempt >= origin.connectionAttempts) throw failure;
        attempt++;
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /** `agent`: where connections are kept. What changes things has none, so that it is never sent twice. */
  private async once(
    origin: Origin,
    request: OriginRequest,
    agent: Agent | undefined,
  ): Promise<Omit<OriginAnswer, 'attempts'>> {
    const bucket = s3Bucket(origin);
    const endpoint = bucket ? this.props.s3 : await this.endpointOf(origin);
    const headers = withCustomHeaders(request.headers, origin);
    if (bucket === undefined) {
      headers.set('host', [request.viewerHost ?? origin.domainName]);
    } else {
      headers.set('host', [`${endpoint.host}:${endpoint.port}`]);
      headers.set('authorization', [s3Authorization(bucket.region)]);
    }
    headers.set('connection', [agent === undefined ? 'close' : 'keep-alive']);
    const hasBody = request.body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(request.method);
    if (hasBody) headers.set('content-length', [String(request.body.length)]);
    const path = `${bucket === undefined ? '' : `/${bucket.bucket}`}${origin.path}${request.uri}`;
    const answer = await this.exchange(endpoint, origin, request, path, headers, agent);
    if (bucket !== undefined) return { ...answer, headers: asFromS3(answer.headers) };
    return endpoint.name === undefined ? answer : { ...answer, answeredBy: endpoint.name };
  }

  private async endpointOf({ domainName }: Origin): Promise<Endpoint> {
    const endpoint = await this.props.resolver.resolve(domainName.toLowerCase());
    if (endpoint === undefined) throw new Failure(502, `${domainName} does not resolve`, 'before sending');
    return endpoint;
  }

  private exchange(
    endpoint: Endpoint,
    origin: Origin,
    request: OriginRequest,
    path: string,
    headers: Fields,
    agent: Agent | undefined,
  ): Promise<Omit<OriginAnswer, 'attempts'>> {
    return new Promise((resolve, reject) => {
      const waiting = new AbortController();
      const outgoingRequest = httpRequest({
        host: endpoint.host,
        port: endpoint.port,
        method: request.method,
        path: request.query === '' ? path : `${path}?${request.query}`,
        headers: outgoing(headers),
        agent: agent ?? false,
      });
      let connected = false;
      const phase = () => (connected ? 'after sending' : 'before sending');
      const limit = (seconds: number, what: string) => {
        this.props.clock.sleep(seconds * 1000, waiting.signal).then(
          () => fail(new Failure(504, `${origin.domainName} ${what} within ${seconds} s`, phase())),
          () => undefined,
        );
      };
      const fail = (error: Failure) => {
        waiting.abort();
        outgoingRequest.destroy();
        reject(error);
      };
      outgoingRequest.on('socket', (socket) => {
        if (!socket.connecting) connected = true;
        else socket.once('connect', () => (connected = true));
      });
      outgoingRequest.on('error', (error) => {
        const ended = outgoingRequest.reusedSocket ? 'kept connection' : phase();
        fail(new Failure(502, `${origin.domainName}: ${error.message}`, ended));
      });
      outgoingRequest.on('response', (response) => {
        readBody(response).then(
          ({ body, complete }) => {
            waiting.abort();
            const fields = without(fieldsOf(response.rawHeaders), (name) => HOP_BY_HOP.test(name));
            const status = response.statusCode ?? 502;
            resolve({ status, statusText: response.statusMessage, headers: fields, body, complete });
          },
          (error: Error) => fail(new Failure(502, `${origin.domainName}: ${error.message}`, 'after sending')),
        );
      });
      limit(origin.custom?.readTimeoutSeconds ?? 30, 'did not answer');
      outgoingRequest.end(request.body);
    });
  }
}

const isRepeatable = (method: string) => method === 'GET' || method === 'HEAD';

class Failure extends OriginFailure {
  constructor(
    status: 502 | 504,
    message: string,
    /** Before sending, the origin cannot have acted on the request. */
    readonly phase: 'before sending' | 'after sending' | 'kept connection',
  ) {
    super(status, message);
  }
}

function readBody(response: IncomingMessage): Promise<{ body: Buffer; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAXIMUM_BYTES) {
        response.destroy();
        reject(new Error(`an answer of more than ${MAXIMUM_BYTES} bytes is not for a laptop`));
      }
    });
    const done = () => resolve({ body: Buffer.concat(chunks), complete: response.complete });
    response.on('end', done);
    response.on('error', done);
    response.on('close', done);
  });
}

/** moto's server names itself, and allows every origin to read. */
function asFromS3(headers: Fields): Fields {
  const id = headers.get('x-amzn-requestid') ?? ['local'];
  const kept = without(headers, (name) => name.startsWith('access-control-') || name === 'x-amzn-requestid');
  return new Map([...kept, ['server', ['AmazonS3']], ['x-amz-request-id', id]]);
}

/** Names the service to the local AWS, which checks no signatures. */
function s3Authorization(region: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  return `AWS4-HMAC-SHA256 Credential=edge/${day}/${region}/s3/aws4_request, SignedHeaders=host, Signature=local`;
}
