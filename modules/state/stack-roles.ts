import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { CI_PATH, type CiRole, ciRoleName } from '../iam/ci-role';
import { type PolicyStatement, policyDocument } from '../iam/policy';
import { githubSubjects } from './github-identity';
import {
  type GrantedStateBucket,
  type StateKeys,
  stateApplierStatements,
  statePlannerStatements,
} from './state-grants';

/** GitHub environment of pull requests that plan: whoever reviews for it decides whose code reads what planning reads. */
const PLAN_ENVIRONMENT = 'plan';

/** Named policies: each must fit into the 6,144 characters that AWS gives a managed policy. */
export type Policies = Readonly<Record<string, readonly PolicyStatement[]>>;

export interface StackRolesProps {
  readonly stackId: string;
  /** Repository whose workflows assume the roles, as GitHub's tokens name it: with or without ids. */
  readonly repository: string;
  readonly identityProviderArn: string;
  readonly stateBucket: GrantedStateBucket;
  readonly stateKeys: StateKeys;
  /** What planning has to read, beside states. */
  readonly readPolicies: Policies;
  /** What applying changes. */
  readonly writePolicies: Policies;
}

/**
 * Two roles for one stack, `<stack id>-plan` and `<stack id>-apply`: the GitHub environment `plan` and the main branch plan
 * with the first, the stack's environment applies with the second. A pull request by itself is neither.
 *
 * Both read the stack's own state and those it declares to read; only the second writes, and only its own. What the
 * environments ask for (reviewers, branches) is set in GitHub.
 */
export class StackRoles extends Construct {
  public readonly planRoleArn: string;
  public readonly applyRoleArn: string;

  constructor(scope: Construct, id: string, props: StackRolesProps) {
    super(scope, id);
    const { stackId, repository, stateBucket, stateKeys, readPolicies, writePolicies } = props;

    const readPolicyArns = this.policies('read', stackId, readPolicies);
    const writePolicyArns = this.policies('write', stackId, writePolicies);
    this.planRoleArn = this.role('plan', props, {
      description: `Plans ${stackId}: reads, and holds the lock of its state.`,
      subjects: [
        `repo:${repository}:environment:${PLAN_ENVIRONMENT}`,
        `repo:${repository}:ref:refs/heads/main`,
      ],
      statements: statePlannerStatements(stateBucket, stateKeys),
      policyArns: readPolicyArns,
    });
    this.applyRoleArn = this.role('apply', props, {
      description: `Applies ${stackId}: changes its resources and writes its state.`,
      subjects: [`repo:${repository}:environment:${stackId}`],
      statements: stateApplierStatements(stateBucket, stateKeys),
      policyArns: [...readPolicyArns, ...writePolicyArns],
    });
  }

  private policies(kind: string, stackId: string, policies: Policies): string[] {
    return Object.entries(policies).map(
      ([name, statements]) =>
        new IamPolicy(this, `${kind}-${name}`, {
          name: `${stackId}-${kind}-${name}`,
          path: CI_PATH,
          policy: policyDocument(statements),
        }).arn,
    );
  }

  private role(
    kind: CiRole,
    { stackId, identityProviderArn }: StackRolesProps,
    role: {
      readonly description: string;
      readonly subjects: readonly string[];
      readonly statements: readonly PolicyStatement[];
      readonly policyArns: readonly string[];
    },
  ): string {
    const { name, arn } = new IamRole(this, `${kind}-role`, {
      name: ciRoleName(stackId, kind),
      path: CI_PATH,
      description: role.description,
      // A database member alone takes longer than the hour that is the default.
      maxSessionDuration: 2 * 60 * 60,
      assumeRolePolicy: policyDocument([
        {
          principals: { Federated: identityProviderArn },
          actions: ['sts:AssumeRoleWithWebIdentity'],
          resources: [],
          conditions: githubSubjects(role.subjects),
        },
      ]),
    });
    new IamRolePolicy(this, `${kind}-state`, {
      role: name,
      name: 'state',
      policy: policyDocument(role.statements),
    });
    role.policyArns.forEach((policyArn, index) => {
      new IamRolePolicyAttachment(this, `${kind}-policy-${index}`, { role: name, policyArn });
    });
    return arn;
  }
}
