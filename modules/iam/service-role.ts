import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from './policy';

export interface ServiceRoleProps {
  /** Prefix of the generated name, at most 38 characters: CI's apply roles may touch roles with the deployment's prefix only. */
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

/** A role that AWS services assume, with its permissions written beside it. */
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

    const role = new IamRole(this, 'role', {
      namePrefix: `${namePrefix}-`,
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
