import { ACCOUNT, AwsError } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { randomUUID } from '../moment';
import { buildXml, type Node, parseXml, type Tree } from '../xml';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

export function arn(type: string, id: string): string {
  return `arn:aws:cloudfront::${ACCOUNT}:${type}/${id}`;
}

export function xml(root: string, content: Node, etag?: string, status = 200): AwsResponse {
  const document = buildXml(root, content).replace(`<${root}>`, `<${root} xmlns="${NAMESPACE}">`);
  return {
    status,
    // Go's CloudFront client reads an update's new version from `ETtag`: the misspelling is the API's own.
    headers: { 'content-type': 'text/xml', ...(etag === undefined ? {} : { etag, ettag: etag }) },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
  };
}

export function empty(status = 204): AwsResponse {
  return { status };
}

export function xmlError(error: AwsError): AwsResponse {
  return xml(
    'ErrorResponse',
    {
      Error: { Type: 'Sender', Code: error.code, Message: error.message },
      RequestId: randomUUID(),
    },
    undefined,
    error.status,
  );
}

/** The request's document: the content of its root element, which must have one of the given names. */
export function body(request: AwsRequest, ...roots: readonly string[]): Tree {
  const document = parseXml(request.body);
  if (document === undefined) throw new AwsError('MalformedXML', 'The XML document is malformed.');
  if (!roots.includes(document[0])) {
    throw new AwsError('MissingBody', `This operation requires a body: ${roots.join(' or ')}.`);
  }
  return document[1];
}

/** Holds a change to the version the caller read. */
export function requireVersion(request: AwsRequest, etag: string): void {
  const version = request.headers['if-match'];
  if (version === undefined || !/^[A-Z0-9]+$/.test(version)) {
    throw new AwsError(
      'InvalidIfMatchVersion',
      'The If-Match version is missing or not valid for the resource.',
    );
  }
  if (version !== etag) {
    throw new AwsError(
      'PreconditionFailed',
      "The request failed because it didn't meet the preconditions in one or more request-header fields.",
      412,
    );
  }
}
