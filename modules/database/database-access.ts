import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { DATABASE_PORT } from './database-member';

export interface DatabaseAccessProps {
  /** Security group of the database. */
  readonly securityGroupId: string;
  /** Who is let in, for the reader of the rule. */
  readonly description: string;
  /** Security group of clients in the same VPC. @default - none */
  readonly clientSecurityGroupId?: string;
  /** Address range of clients in a peered VPC. @default - none */
  readonly clientCidrBlock?: string;
  /** @default - the stack's own provider */
  readonly provider?: TerraformProvider;
}

/**
 * Lets clients connect to the database of one region: its own, and those of the regions peered with it, because
 * writes go to whichever region writes.
 */
export class DatabaseAccess extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAccessProps) {
    super(scope, id);
    new VpcSecurityGroupIngressRule(this, 'rule', {
      securityGroupId: props.securityGroupId,
      description: props.description,
      referencedSecurityGroupId: props.clientSecurityGroupId,
      cidrIpv4: props.clientCidrBlock,
      ipProtocol: 'tcp',
      fromPort: DATABASE_PORT,
      toPort: DATABASE_PORT,
      provider: props.provider,
    });
  }
}
