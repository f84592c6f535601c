import type { SignedRequest } from '../../../iam/request/operation';

interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly body?: string;
  readonly region?: string;
}

/** A request as the router reads it. */
export function signed(service: string, sent: Sent): SignedRequest {
  const { method = 'POST', target = '/', headers = {}, action, body, region = 'eu-west-1' } = sent;
  const [path = '', query = ''] = target.split('?');
  return {
    service,
    region,
    method,
    path,
    query: new URLSearchParams(query),
    headers: { host: '127.0.0.1:4566', ...headers },
    action,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  };
}

/** A request of a query service: EC2, IAM, SNS … */
export function form(
  service: string,
  action: string,
  fields: Readonly<Record<string, string>> = {},
): SignedRequest {
  return signed(service, {
    action,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Action: action, ...fields }).toString(),
  });
}

/** A request of a JSON service: KMS, SQS, Secrets Manager … */
export const json = (service: string, action: string, fields: object = {}): SignedRequest =>
  signed(service, { action, body: JSON.stringify(fields) });
