import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { surround } from '../surroundings';
import { Caller } from './caller';
import { type PolicyStatement, policyDocument } from './policy';

/**
 * Context key under which a stack names the policy that bounds its roles. A context and no property, so that no role
 * can be made without: whoever applies a stack may create roles only with this boundary.
 */
export const ROLE_BOUNDARY = 'roleBoundary';

export const roleBoundaryArn = (accountId: string, name: string) =>
  `arn:aws:iam::${accountId}:policy/${name}`;

export interface ServiceRoleProps {
  /** Prefix of the generated name, at most 37 characters. */
  readonly namePrefix: string;
  readonly description: string;
  /** AWS services that may assume the role, such as `lambda.amazonaws.com`. */
  readonly services: readonly string[];
  /** What the role may do. @default - nothing but its managed policies */
  readonly statements?: readonly PolicyStatement[];
  /** @default - none */
  readonly managedPolicyArns?: readonly string[];
  /** Conditions under which the services may assume the role. @default - none */
  readonly trustConditions?: PolicyStatement['conditions'];
}

/**
 * A role that AWS services assume, with its permissions written beside it.
 *
 * Its path is the stack's id: CI's role for a stack may touch the roles of that stack only.
 */
export class ServiceRole extends Construct {
  public readonly arn: string;
  public readonly name: string;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const {
      namePrefix,
      description,
      services,
      statements = [],
      managedPolicyArns = [],
      trustConditions,
    } = props;

    // IAM is one for all AWS regions: the stack's own provider reaches it.
    surround(this, { provider: undefined });
    const boundary: string | undefined = this.node.tryGetContext(ROLE_BOUNDARY);
    const role = new IamRole(this, 'role', {
      namePrefix: `${namePrefix}-`,
      path: `/${TerraformStack.of(this).node.id}/`,
      permissionsBoundary:
        boundary === undefined ? undefined : roleBoundaryArn(new Caller(this, 'caller').accountId, boundary),
      description,
      assumeRolePolicy: policyDocument([
        {
          principals: { Service: services },
          actions: ['sts:AssumeRole'],
          resources: [],
          conditions: trustConditions,
        },
      ]),
    });
    if (statements.length > 0) {
      new IamRolePolicy(this, 'permissions', { role: role.name, policy: policyDocument(statements) });
    }
    managedPolicyArns.forEach((policyArn, index) => {
      new IamRolePolicyAttachment(this, `managed-policy-${index}`, { role: role.name, policyArn });
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}
