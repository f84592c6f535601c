import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';

const ISSUER = 'token.actions.githubusercontent.com';

export interface GithubIdentityProps {
  /** ARN of GitHub's identity provider, where the account has it already: it can have only one. @default - it is created */
  readonly providerArn?: string | undefined;
}

/** Lets GitHub's workflows prove who they are, so that no key of this account is ever stored there. */
export class GithubIdentity extends Construct {
  public readonly providerArn: string;

  constructor(scope: Construct, id: string, { providerArn }: GithubIdentityProps) {
    super(scope, id);
    this.providerArn =
      providerArn ??
      new IamOpenidConnectProvider(this, 'provider', {
        url: `https://${ISSUER}`,
        clientIdList: ['sts.amazonaws.com'],
        // No thumbprints: AWS verifies this issuer by its own list of authorities.
      }).arn;
  }
}

/** Conditions of a trust policy that let in exactly these subjects, such as `repo:owner/name:environment:plan`. */
export function githubSubjects(subjects: readonly string[]) {
  return { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: [...subjects] } };
}
