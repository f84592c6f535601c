import type { IncomingMessage } from 'node:http';
import { credentialScope } from './credential-scope';

/** What is known of a request before its body is read. */
export interface RequestHead {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly path: string;
  /** With its question mark, as it came; empty when there is none. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The request came as through a proxy: its target named a host. */
  readonly proxied: boolean;
}

export function readHead(request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>): RequestHead {
  const target = request.url ?? '/';
  // Not parsed with URL: it would normalise `//` and `..`, which are part of an S3 key.
  const [, authority, rest] = /^http:\/\/([^/?]*)(.*)$/i.exec(target) ?? [undefined, undefined, target];
  const origin = rest === '' || rest?.startsWith('?') ? `/${rest}` : (rest ?? '/');
  const mark = origin.indexOf('?');
  const path = mark < 0 ? origin : origin.slice(0, mark);
  const search = mark < 0 ? '' : origin.slice(mark);
  const query = new URLSearchParams(search);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }
  if (authority) {
    headers.host = authority;
  }
  return {
    ...credentialScope(request.headers, query),
    method: request.method ?? 'GET',
    path,
    search,
    query,
    headers,
    proxied: authority !== undefined,
  };
}

/** Whether the body names the action (`Action=…`), as EC2, IAM, SNS and the other query services do. */
export function isQueryProtocol(head: RequestHead): boolean {
  return head.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

export function actionOf(head: RequestHead, body?: Buffer): string | undefined {
  const target = head.headers['x-amz-target'];
  if (target) {
    return target.slice(target.lastIndexOf('.') + 1);
  }
  const inPath = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(head.path)?.[1];
  const inBody = body && isQueryProtocol(head) ? new URLSearchParams(body.toString()).get('Action') : null;
  return inPath ?? head.query.get('Action') ?? inBody ?? listing(head);
}

/** S3's protocol names no actions; these are told by their query from what configures the bucket. */
function listing({ service, method, query }: RequestHead): string | undefined {
  if (service !== 's3' || method !== 'GET') return undefined;
  if (query.has('versions')) return 'ListObjectVersions';
  return query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
}
