import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { tcp } from '../network/open-port';
import { DATABASE_PORT } from './database-member';

export interface DatabaseAccessProps {
  /** Security group of the database. */
  readonly securityGroupId: string;
  /** Who is let in, for the reader of the rule. */
  readonly description: string;
  /** Address range of clients: of the database's own VPC, or of one that is peered with it. */
  readonly clientCidrBlock: string;
}

/** Lets a region's clients connect to the database of one region: its own or another's, because any may come to write. */
export class DatabaseAccess extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAccessProps) {
    super(scope, id);
    new VpcSecurityGroupIngressRule(this, 'rule', {
      securityGroupId: props.securityGroupId,
      description: props.description,
      cidrIpv4: props.clientCidrBlock,
      ...tcp(DATABASE_PORT),
    });
  }
}
