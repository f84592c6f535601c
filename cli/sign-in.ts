import { writeFileSync } from 'node:fs';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type CiAccess, type DeclaredStack, declaredStacks } from '../terraform/declared-stacks';
import { findStack, stacksOf } from './find-stack';

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

/**
 * In a workflow of GitHub: assumes the roles of the stacks with the job's own token, and writes the sessions into the file that
 * AWS_SHARED_CREDENTIALS_FILE names, as profiles that are named after the stacks.
 */
export async function signIn(
  { purpose = 'plan', name }: SignInArguments,
  signal: AbortSignal,
): Promise<void> {
  const file = process.env.AWS_SHARED_CREDENTIALS_FILE;
  if (!file) {
    throw new Error(
      'AWS_SHARED_CREDENTIALS_FILE has to name a file, which sign-in writes over: nobody wants that of ~/.aws/credentials',
    );
  }
  const all = await declaredStacks({ signal });
  const stacks = purpose === 'plan' ? stacksOf(all, name) : [findStack(all, name)];
  const token = await identityToken(signal);
  const sessions = await Promise.all(stacks.map((stack) => sessionOf(stack, purpose, token)));
  writeFileSync(file, sessions.map(profileText).join('\n'), { mode: 0o600 });
  console.log(`Signed in to ${purpose}: ${sessions.map(({ profile }) => profile).join(', ')}.`);
}

/** https://docs.github.com/actions/reference/security/oidc */
async function identityToken(signal: AbortSignal): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = process.env;
  if (!url || !bearer) {
    throw new Error(
      'GitHub gives no identity token here: the job needs "permissions: id-token: write", and a pull request of a fork gets none',
    );
  }
  const asked = new URL(url);
  asked.searchParams.set('audience', 'sts.amazonaws.com');
  const response = await fetch(asked, { headers: { authorization: `bearer ${bearer}` }, signal });
  const { value } = response.ok ? ((await response.json()) as { readonly value?: string }) : {};
  if (!value) throw new Error(`GitHub gives no identity token: it answers ${response.status}`);
  return value;
}

async function sessionOf(stack: Stack, purpose: 'plan' | 'apply', token: string): Promise<Session> {
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
    const { message } = error as Error;
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

const profileText = ({ profile, accessKeyId, secretAccessKey, sessionToken }: Session) =>
  `[${profile}]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
aws_session_token = ${sessionToken}
`;
