import type { AwsRequest, AwsResponse } from '../../emulators/emulator';
import { parseXml, type Tree } from '../../emulators/xml';

interface Options {
  readonly query?: Record<string, string>;
  readonly ifMatch?: string;
  readonly body?: string;
  readonly service?: string;
  readonly action?: string;
}

export function request(method: string, path: string, options: Options = {}): AwsRequest {
  return {
    service: options.service ?? 'cloudfront',
    region: 'us-east-1',
    method,
    path,
    query: new URLSearchParams(options.query),
    headers: options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch },
    body: Buffer.from(options.body ?? ''),
    action: options.action,
  };
}

/** The content of the answer's root element. */
export function document(response: AwsResponse): Tree {
  return parseXml(String(response.body ?? ''))?.[1] ?? {};
}

export function data<T = Record<string, unknown>>(response: AwsResponse): T {
  return JSON.parse(String(response.body)) as T;
}
