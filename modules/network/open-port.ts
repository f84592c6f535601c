import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';

export interface OpenPort {
  /** @default - the id */
  readonly description?: string;
  readonly fromGroupId: string;
  readonly toGroupId: string;
  readonly port: number;
}

/** Opens one port from one group to another, on both of them: rules `<id>-out` and `<id>-in`. */
export function openPort(
  scope: Construct,
  id: string,
  { description = id, fromGroupId, toGroupId, port }: OpenPort,
): void {
  new VpcSecurityGroupEgressRule(scope, `${id}-out`, {
    securityGroupId: fromGroupId,
    description,
    referencedSecurityGroupId: toGroupId,
    ...tcp(port),
  });
  new VpcSecurityGroupIngressRule(scope, `${id}-in`, {
    securityGroupId: toGroupId,
    description,
    referencedSecurityGroupId: fromGroupId,
    ...tcp(port),
  });
}

export const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });
