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

/** One version of the secret. */
export interface KeptCredentials {
  readonly versionId: string;
  readonly credentials: MasterCredentials;
}

/** The secret as a run finds it. */
export interface FoundSecret {
  /** Version that is in use; undefined where the secret has no value yet. */
  readonly currentVersionId: string | undefined;
  /** What a rotation that was interrupted has left behind: undefined where none is under way. */
  readonly pending: KeptCredentials | undefined;
}

/** The secret of the master credentials, by the stages of its versions. */
export interface CredentialsSecret {
  readonly name: string;
  find(): Promise<FoundSecret>;
  /** Keeps credentials beside those that are in use; returns their version. */
  keepPending(credentials: MasterCredentials): Promise<string>;
  /** Whether this version still is the pending one, and not that of another run. */
  isPending(versionId: string): Promise<boolean>;
  /** Makes exactly this version the current one; refused where another one than `instead` is current by now. */
  promote(versionId: string, instead: string | undefined): Promise<void>;
}

/** The member of the global database that writes, which alone can take another master password. */
export interface WritingMember {
  /** Identifiers of its members begin with it. */
  readonly globalClusterId: string;
  readonly clusterIdentifier: string;
  /** Of all members: another one may have written when a rotation broke off. */
  readonly clusterIdentifiers: readonly string[];
  readonly username: string;
  readonly port: number;
  /** Resolves when the database takes the password; fails with `PasswordRefused` where it never will. */
  setPassword(password: string): Promise<void>;
}

/** A password against the database's rules. */
export class PasswordRefused extends Error {
  override readonly name = 'PasswordRefused';
}

/**
 * Gives the master user another random password, in the order of AWS's rotation functions: kept as pending, set, made
 * current. Whatever interrupts it, the password that the database takes is in the secret, and another run goes on from
 * there. Of several runs at once, one sets its password; AWS's own check of what `promote` replaces finds the rest.
 *
 * @param writerHost Name that always leads to the member that writes.
 * @returns Whether it went on with a rotation that was interrupted.
 */
export async function rotateMasterPassword(
  secret: CredentialsSecret,
  member: WritingMember,
  writerHost: string,
): Promise<{ readonly resumed: boolean }> {
  const { currentVersionId, pending } = await secret.find();
  if (pending !== undefined) requireOf(member, secret.name, pending);
  const { versionId, credentials } = pending ?? (await keepAnother(secret, member, writerHost));
  if (!(await secret.isPending(versionId))) {
    throw new Error(
      `Another run has begun to give "${member.clusterIdentifier}" a password, and this one has set none: run it again when that one has ended`,
    );
  }
  try {
    await member.setPassword(credentials.password);
  } catch (error) {
    if (!(error instanceof PasswordRefused)) throw error;
    throw new Error(
      `"${member.clusterIdentifier}" refuses the password that is pending in "${secret.name}", and nothing was changed: ${takingAway(secret.name, versionId)}, and run it again, which makes up another one`,
      { cause: error },
    );
  }
  await secret.promote(versionId, currentVersionId);
  return { resumed: pending !== undefined };
}

function requireOf(
  { username, globalClusterId, clusterIdentifiers }: WritingMember,
  secretName: string,
  { versionId, credentials }: KeptCredentials,
): void {
  const { username: pendingUsername, dbClusterIdentifier: identifier = '' }: Partial<MasterCredentials> =
    credentials;
  const isOfUser = pendingUsername === username;
  if (isOfUser && clusterIdentifiers.includes(identifier)) return;
  if (!isOfUser || !identifier.startsWith(`${globalClusterId}-`)) {
    throw new Error(notOurs(secretName, versionId));
  }
  throw new Error(
    `What is pending in "${secretName}" is of "${identifier}", which is no member of the global database any more, and may be the password in use; nothing was changed: ${takingAway(secretName, versionId)}, and run it again, which makes up another one`,
  );
}

export const notOurs = (secretName: string, versionId: string) =>
  `What is pending in "${secretName}" was not put there by this command, and nothing was changed: look at it, and ${takingAway(secretName, versionId)}`;

const takingAway = (secretName: string, versionId: string) =>
  `take its stage away with "aws secretsmanager update-secret-version-stage --secret-id ${secretName} --version-stage AWSPENDING --remove-from-version-id ${versionId}"`;

async function keepAnother(
  secret: CredentialsSecret,
  { clusterIdentifier, port, username }: WritingMember,
  host: string,
): Promise<KeptCredentials> {
  const credentials: MasterCredentials = {
    engine: 'postgres',
    host,
    port,
    username,
    password: newPassword(),
    dbClusterIdentifier: clusterIdentifier,
  };
  return { versionId: await secret.keepPending(credentials), credentials };
}

/** 40 letters, digits, `-` and `_`: PostgreSQL on RDS refuses `/`, `"`, `@` and spaces, and takes up to 128 signs. */
const newPassword = () => randomBytes(30).toString('base64url');
