import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { DeclaredStack } from '../terraform/declared-stacks';
import { isUnanswered, noCredentials } from '../terraform/state-store';
import { clientSettings } from './aws-client';
import { confirmed } from './confirm';

/** What a command that changes an account was told. */
export interface TargetArguments {
  readonly local: boolean;
  readonly yes: boolean;
  /** The account that may be changed, where the document names none. */
  readonly account?: string;
}

type Stack = Pick<DeclaredStack, 'deployment' | 'accountId' | 'awsRegion'>;

/** What a command is about to change. */
export interface ChangedAccount {
  /** The only account that Terraform may work on; undefined where nobody names one, as on the local AWS. */
  readonly accountId: string | undefined;
  /** For the question. */
  readonly words: string;
}

/**
 * The account that will be changed. Refuses credentials of another account than the document's, and any account where neither
 * the document nor the command names it.
 */
export async function changedAccount(
  { deployment, accountId, awsRegion }: Stack,
  { local, account }: Pick<TargetArguments, 'local' | 'account'>,
  accountOfCredentials: (awsRegion: string) => Promise<string> = callerAccount,
): Promise<ChangedAccount> {
  if (local) return { accountId, words: `the local AWS (document "${deployment}")` };
  const actual = await accountOfCredentials(awsRegion);
  const document = `the document "${deployment}"`;
  if (accountId !== undefined && accountId !== actual) {
    throw new Error(
      `Nothing was changed: ${document} is for account ${accountId}, and these credentials belong to account ${actual}; sign in to ${accountId}, or use --local for the local AWS`,
    );
  }
  if (account !== undefined && account !== actual) {
    throw new Error(
      `Nothing was changed: --account says ${account}, and these credentials belong to account ${actual}`,
    );
  }
  if (accountId === undefined && account === undefined) {
    throw new Error(
      `Nothing was changed: ${document} names no account, and these credentials belong to account ${actual}; put accountId: '${actual}' into the document (or pass --account ${actual}) if that is the one, or use --local for the local AWS`,
    );
  }
  return { accountId: actual, words: `account ${actual} (document "${deployment}")` };
}

/** The account that the credentials of this shell belong to. */
export async function callerAccount(
  awsRegion: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const sts = new STSClient(clientSettings(awsRegion, environment));
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) throw new Error('AWS does not say whose these credentials are');
    return Account;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'CredentialsProviderError') throw new Error(noCredentials, { cause: error });
    if (isUnanswered(error)) {
      throw new Error(
        `Nothing answers when asked whose these credentials are (${message}): is the network, or the local AWS ("npm start"), up?`,
        { cause: error },
      );
    }
    throw new Error(`AWS does not say whose these credentials are (${name}: ${message}): sign in again`, {
      cause: error,
    });
  } finally {
    sts.destroy();
  }
}

/** Whether `--yes` has answered. Whatever is on the local AWS can be made again, and nobody is asked about it. */
export const consentOf = ({ yes, local }: Pick<TargetArguments, 'yes' | 'local'>) => ({ yes: yes || local });

/** A question that nobody can answer would wait for ever. */
export function refuseUnanswerable(action: string, { yes }: Pick<TargetArguments, 'yes'>): void {
  if (!yes && !process.stdin.isTTY) {
    throw new Error(`${action} asks before it changes anything, and nobody can answer here: pass --yes`);
  }
}

/** Asks before an account is changed, unless `--yes` has answered. */
export async function agree(
  action: string,
  { words }: Pick<ChangedAccount, 'words'>,
  { yes }: Pick<TargetArguments, 'yes'>,
  signal: AbortSignal,
): Promise<void> {
  if (yes || (await confirmed(`\n${action} in ${words}? Only "yes" counts: `, signal))) return;
  throw new Error('Nothing was changed.');
}
