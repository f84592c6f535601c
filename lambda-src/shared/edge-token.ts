import { createHmac } from 'node:crypto';

export interface EdgeToken {
  /** Version of the key, as in `edgeAuth.keyVersions`: the first of them signs. */
  readonly keyId: string;
  /** Whom the token is for; the edge does not read it, origins may. */
  readonly subject?: string | undefined;
  readonly expiresAt: Date;
  /** @default - at once */
  readonly notBefore?: Date | undefined;
}

/**
 * A token that opens the protected paths: a JSON web token (RFC 7519), signed with HMAC-SHA256.
 *
 * Anything that makes such tokens will do instead; `kid` in the header and `exp` in the claims are what the edge needs.
 */
export function signEdgeToken({ keyId, subject, expiresAt, notBefore }: EdgeToken, key: string): string {
  const header = { alg: 'HS256', kid: keyId, typ: 'JWT' };
  const claims = { sub: subject, nbf: seconds(notBefore), exp: seconds(expiresAt) };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

function seconds(date: Date | undefined): number | undefined {
  return date === undefined ? undefined : Math.floor(date.getTime() / 1000);
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
