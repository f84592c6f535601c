import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type CiAccess, type DeclaredStack, declaredStacks } from '../terraform/declared-stacks';
import { UsageError } from './command';
import { findStack, stacksOf, unknown } from './find-stack';

export interface SignInArguments {
  /** `plan` for every stack of a deployment, `apply` for one stack. */
  readonly purpose: 'plan' | 'apply' | undefined;
  /** The deployment, or the stack. */
  readonly name: string | undefined;
}

type Stack = Pick<DeclaredStack, 'id' | 'deployment' | 'awsRegion' | 'ci'>;

interface Session {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** As long as the roles allow: a database member alone takes more than an hour. */
const SESSION_SECONDS = 2 * 60 * 60;

/** How long GitHub may take to answer. */
const ANSWER_MILLISECONDS = 30_000;

const PURPOSES = ['plan', 'apply'] as const;

/**
 * In a workflow of GitHub: assumes the roles of the stacks with the job's own token, and writes the sessions into the file that
 * AWS_SHARED_CREDENTIALS_FILE names, as profiles that are named after the stacks.
 */
export async function signIn({ purpose, name }: SignInArguments, signal: AbortSignal): Promise<void> {
  if (purpose === undefined) throw new UsageError(unknown('purpose', purpose, PURPOSES));
  const all = await declaredStacks({ signal });
  const stacks = purpose === 'plan' ? stacksOf(all, name) : [findStack(all, name)];
  const file = process.env.AWS_SHARED_CREDENTIALS_FILE;
  if (!file) {
    throw new Error(
      'AWS_SHARED_CREDENTIALS_FILE has to name a file, which sign-in writes over: nobody wants that of ~/.aws/credentials',
    );
  }
  refuseForeign(
    file,
    stacks.map(({ id }) => id),
  );
  const token = await identityToken(signal);
  const sessions = await Promise.all(stacks.map((stack) => sessionOf(stack, { purpose, token, signal })));
  if (process.env.GITHUB_ACTIONS === 'true') {
    // https://docs.github.com/actions/reference/workflow-commands-for-github-actions#masking-a-value-in-a-log
    for (const value of sessions.flatMap(secretsOf)) console.log(`::add-mask::${value}`);
  }
  replaceFile(file, sessions.map(profileText).join('\n'));
  console.log(`Signed in to ${purpose}: ${sessions.map(({ profile }) => profile).join(', ')}.`);
}

/** What an earlier sign-in wrote for the same stacks may be written over, and nothing else. */
function refuseForeign(file: string, profiles: readonly string[]): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8').trim();
  const there = [...text.matchAll(/^\s*\[(.*?)\]/gm)].map(([, profile = '']) => profile.trim());
  const foreign = there.filter((profile) => !profiles.includes(profile));
  if (text === '' || (there.length > 0 && foreign.length === 0)) return;
  throw new Error(
    `AWS_SHARED_CREDENTIALS_FILE names ${file}, and that holds what sign-in would not write again (${foreign.join(', ') || 'no profiles'}): it is left as it is, name a file of its own`,
  );
}

/** At once, and never with the rights of the file that was there. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** https://docs.github.com/actions/reference/security/oidc */
async function identityToken(signal: AbortSignal): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = process.env;
  if (!url || !bearer) {
    throw new Error(
      'GitHub gives no identity token here: the job needs "permissions: id-token: write", and a pull request of a fork gets none',
    );
  }
  if (!URL.canParse(url)) throw new Error(`ACTIONS_ID_TOKEN_REQUEST_URL: expected a URL, got "${url}"`);
  const asked = new URL(url);
  asked.searchParams.set('audience', 'sts.amazonaws.com');
  const response = await fetch(asked, {
    headers: { authorization: `bearer ${bearer}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
  }).catch((error: Error & { readonly cause?: { readonly code?: string; readonly message?: string } }) => {
    signal.throwIfAborted();
    // "fetch failed" says nothing, its cause does.
    const { code, message }: { readonly code?: string; readonly message?: string } = error.cause ?? error;
    throw new Error(`GitHub does not answer at ${asked.host} (${code ?? message})`, { cause: error });
  });
  const answer = await response.text();
  const value = response.ok ? valueIn(answer) : undefined;
  if (!value) {
    const what = response.ok ? 'something else than a token' : response.status;
    throw new Error(`GitHub gives no identity token: ${asked.host} answers ${what}`);
  }
  return value;
}

function valueIn(answer: string): string | undefined {
  try {
    const { value } = JSON.parse(answer) as { readonly value?: unknown };
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Shown {
  readonly purpose: 'plan' | 'apply';
  readonly token: string;
  readonly signal: AbortSignal;
}

async function sessionOf(stack: Stack, { purpose, token, signal }: Shown): Promise<Session> {
  const roleArn = roleOf(stack, purpose);
  const sts = new STSClient({ region: stack.awsRegion });
  try {
    const { Credentials: credentials } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: `${stack.id}-${purpose}`.slice(0, 64),
        WebIdentityToken: token,
        DurationSeconds: SESSION_SECONDS,
      }),
      { abortSignal: signal },
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('STS answers without credentials');
    return {
      profile: stack.id,
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  } catch (error) {
    signal.throwIfAborted();
    const { message, name, $fault } = error as Error & { readonly $fault?: string };
    // What STS itself does not say is none of the role's fault.
    if ($fault !== 'client') {
      throw new Error(`STS of ${stack.awsRegion} gives no session of ${roleArn} (${message || name})`, {
        cause: error,
      });
    }
    throw new Error(
      `This workflow cannot be ${roleArn}: ${message}. GitHub says that it is "${subjectOf(token)}"; the role exists once "${stack.deployment}-state" is applied, and trusts the "ciRepository" of the document: docs/operate/ci.md`,
      { cause: error },
    );
  } finally {
    sts.destroy();
  }
}

function roleOf({ deployment, ci }: Stack, purpose: 'plan' | 'apply'): CiAccess['planRoleArn'] {
  if (ci === undefined) {
    throw new Error(
      `The document "${deployment}" lets no workflow in: it needs "accountId" and "ciRepository"`,
    );
  }
  return purpose === 'plan' ? ci.planRoleArn : ci.applyRoleArn;
}

/** Whom a token is for; it is no secret, unlike the token. */
function subjectOf(token: string): string {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return String(claims.sub);
  } catch {
    return 'nobody';
  }
}

const secretsOf = ({ accessKeyId, secretAccessKey, sessionToken }: Session) => [
  accessKeyId,
  secretAccessKey,
  sessionToken,
];

const profileText = ({ profile, accessKeyId, secretAccessKey, sessionToken }: Session) =>
  `[${profile}]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
aws_session_token = ${sessionToken}
`;
