import { randomBytes } from 'node:crypto';

/** The master credentials in the JSON that AWS's own rotation and drivers expect. */
export interface MasterCredentials {
  readonly engine: 'postgres';
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly dbClusterIdentifier: string;
}

/** The secret of the master credentials, by the stages of its versions. */
export interface CredentialsSecret {
  /** What a rotation that was interrupted has left behind: undefined where none is under way. */
  pending(): Promise<MasterCredentials | undefined>;
  /** Keeps credentials beside those that are in use. */
  keepPending(credentials: MasterCredentials): Promise<void>;
  /** Makes the pending credentials the current ones. */
  promote(): Promise<void>;
}

/** The member of the global database that writes, which alone can take another master password. */
export interface WritingMember {
  readonly clusterIdentifier: string;
  readonly username: string;
  readonly port: number;
  /** Resolves when the database takes the password. */
  setPassword(password: string): Promise<void>;
}

/**
 * Gives the master user another random password, in the order of AWS's rotation functions: kept as pending, set, made
 * current. Whatever interrupts it, the password that the database takes is in the secret, and another run goes on from
 * there.
 *
 * @param writerHost Name that always leads to the member that writes.
 * @returns Whether it went on with a rotation that was interrupted.
 */
export async function rotateMasterPassword(
  secret: CredentialsSecret,
  member: WritingMember,
  writerHost: string,
): Promise<{ readonly resumed: boolean }> {
  const interrupted = await secret.pending();
  const credentials: MasterCredentials = interrupted ?? {
    engine: 'postgres',
    host: writerHost,
    port: member.port,
    username: member.username,
    password: newPassword(),
    dbClusterIdentifier: member.clusterIdentifier,
  };
  if (interrupted === undefined) await secret.keepPending(credentials);
  await member.setPassword(credentials.password);
  await secret.promote();
  return { resumed: interrupted !== undefined };
}

/** 40 letters, digits, `-` and `_`: PostgreSQL on RDS refuses `/`, `"`, `@` and spaces, and takes up to 128 signs. */
const newPassword = () => randomBytes(30).toString('base64url');
