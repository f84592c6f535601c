import type { IncomingHttpHeaders } from 'node:http';

/** What a signed request says about itself: the part of the signature that names its service. */
export interface CredentialScope {
  readonly service: string;
  readonly region: string;
}

const UNSIGNED: CredentialScope = { service: '', region: 'us-east-1' };

/**
 * Service and region of a SigV4 (or SigV4A) request, from the Authorization header or a presigned query.
 * SigV4A has no region in its scope (`AKID/20260101/cloudfront-keyvaluestore/aws4_request`): a header lists them.
 */
export function credentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const [, , ...scope] = (inHeader ?? query.get('X-Amz-Credential') ?? '').split('/');
  if (scope.pop() !== 'aws4_request') {
    return UNSIGNED;
  }
  const service = scope.pop() ?? '';
  const regionSet = headers['x-amz-region-set'] ?? query.get('X-Amz-Region-Set') ?? '';
  const region = scope.pop() ?? String(regionSet).split(',')[0]?.trim();
  return { service: service.toLowerCase(), region: !region || region === '*' ? UNSIGNED.region : region };
}
