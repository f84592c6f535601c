import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../policy/caller';
import type { Keys } from '../request/condition-keys';

interface Sent {
  readonly headers: Readonly<Record<string, string>> | IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

/** The access key of a signature, in the header or in a presigned query; `undefined`: the request is not signed. */
export function accessKeyOf({ headers, query }: Sent): string | undefined {
  const credential = /Credential=([^,\s]+)/.exec(String(headers.authorization ?? ''))?.[1];
  return (credential ?? query.get('X-Amz-Credential') ?? '').split('/')[0] || undefined;
}

/** Who shows a token of an identity provider, and what it says: its signature is taken for good. */
export function webIdentity(token: string, account: string): { caller: Caller; keys: Keys } {
  const claims = claimsOf(token);
  const issuer = String(claims.iss ?? '').replace(/^https:\/\//, '');
  const keys = Object.entries(claims).flatMap(([claim, value]) =>
    typeof value === 'string' ? [[`${issuer}:${claim}`, value] as const] : [],
  );
  return {
    caller: { kind: 'web identity', provider: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    keys: Object.fromEntries([
      ...keys,
      ['aws:FederatedProvider', `arn:aws:iam::${account}:oidc-provider/${issuer}`],
    ]),
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
