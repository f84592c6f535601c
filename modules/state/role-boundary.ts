import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from '../iam/policy';

export interface RoleBoundaryProps {
  readonly name: string;
  /** The most that any role may do; whatever is not allowed here, no policy on a role can allow. */
  readonly statements: readonly PolicyStatement[];
}

/** The permissions boundary of every role that a stack makes. */
export class RoleBoundary extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name, statements }: RoleBoundaryProps) {
    super(scope, id);
    this.arn = new IamPolicy(this, 'policy', {
      name,
      description: 'The most that a role made by the stack may do.',
      policy: policyDocument(statements),
    }).arn;
  }
}
