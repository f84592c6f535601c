import { Route53RecoverycontrolconfigCluster } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-cluster';
import { TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';

/** Where the API is that clusters are configured with. */
export const RECOVERY_CONTROL_AWS_REGION = 'us-west-2';

export interface RecoveryClusterProps {
  readonly name: string;
}

/** Keeps the states of routing controls in five AWS regions, of which AWS keeps three within reach. */
export class RecoveryCluster extends Construct {
  public readonly arn: string;
  /** Each `<AWS region> <address>`, in the order of the regions' names, whatever the order of AWS's answer. */
  public readonly endpoints: string[];

  constructor(scope: Construct, id: string, { name }: RecoveryClusterProps) {
    super(scope, id);
    const cluster = new Route53RecoverycontrolconfigCluster(this, 'cluster', { name });
    this.arn = cluster.arn;
    // A value of its own, because no function of cdktf's takes an expression such as this one.
    this.endpoints = new TerraformLocal(
      this,
      'endpoints',
      `\${sort([for each in ${cluster.fqn}.cluster_endpoints : "\${each.region} \${each.endpoint}"])}`,
    ).asList;
  }
}
