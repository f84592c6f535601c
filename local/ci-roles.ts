import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings } from '../cli/aws-client';
import { stateContract } from '../stacks/state/contract';
import { appliedOutputs } from '../terraform/outputs';
import type { SynthesizedStack } from '../terraform/synthesized';

/** What a run of Terraform is for: CI plans with one role of a stack, and applies and destroys with the other. */
export type Purpose = 'plan' | 'apply';

/** Of the environment. */
type Settings = Readonly<Record<string, string>>;

/** Settings that make Terraform work as a role of CI; none where CI has no role for that. */
export type CiCredentials = (stack: Pick<SynthesizedStack, 'id'>, purpose: Purpose) => Promise<Settings>;

export interface CiRolesOptions {
  readonly stateStack: SynthesizedStack;
  /** Of the account's administrator. */
  readonly environment: Settings;
}

/** As long as the roles allow. */
const SESSION_SECONDS = 2 * 60 * 60;

/**
 * Sessions of CI's roles, got as GitHub's workflows get them: the environment `plan` plans, and the one that is named
 * after the stack applies. The local AWS takes the token's signature for good. The state stack is applied by an
 * administrator: CI may not change what CI may do.
 */
export function ciCredentials({ stateStack, environment }: CiRolesOptions): CiCredentials {
  const sts = new STSClient(clientSettings(stateStack.awsRegion, environment));
  const sessions = new Map<string, Promise<Settings>>();

  const assume = async (id: string, purpose: Purpose): Promise<Settings> => {
    const roles = await appliedOutputs(stateStack, stateContract, environment);
    const roleArns: Readonly<Record<string, string>> = roles[`${purpose}RoleArns`];
    const RoleArn = roleArns[id];
    if (RoleArn === undefined) return {};
    const { Credentials: session } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn,
        RoleSessionName: `${id}-${purpose}`.slice(0, 64),
        WebIdentityToken: tokenOf(
          `repo:${roles.ciRepository}:environment:${purpose === 'plan' ? 'plan' : id}`,
        ),
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = session ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
      throw new Error(`STS answered without credentials of ${RoleArn}`);
    }
    return {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    };
  };
  return ({ id }, purpose) => {
    if (id === stateStack.id && purpose === 'apply') return Promise.resolve({});
    const key = `${id} ${purpose}`;
    const session = sessions.get(key) ?? assume(id, purpose);
    sessions.set(key, session);
    session.catch(() => sessions.delete(key));
    return session;
  };
}

/** What GitHub tells AWS of a workflow, unsigned. */
function tokenOf(subject: string): string {
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: subject,
  };
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.none`;
}
