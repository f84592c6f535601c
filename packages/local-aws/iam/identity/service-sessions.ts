/**
 * Sessions in which AWS's own services assume roles, as Lambda does for a function. Nobody asks STS for them: the
 * access key says itself which role and session it stands for.
 */
export interface ServiceSession {
  /** ARN. */
  readonly role: string;
  readonly name: string;
}

const PREFIX = 'ASIASERVICE';

export function serviceSessionKey({ role, name }: ServiceSession): string {
  return PREFIX + Buffer.from(JSON.stringify([role, name])).toString('base64url');
}

/** `undefined`: the access key is of another kind. */
export function serviceSessionOf(accessKey: string): ServiceSession | undefined {
  if (!accessKey.startsWith(PREFIX)) return undefined;
  try {
    const [role, name]: unknown[] = JSON.parse(
      Buffer.from(accessKey.slice(PREFIX.length), 'base64url').toString(),
    );
    return typeof role === 'string' && typeof name === 'string' ? { role, name } : undefined;
  } catch {
    return undefined;
  }
}
