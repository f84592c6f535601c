import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface PublicLoadBalancerProps {
  /** Name, at most 32 characters. */
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  /** Load balancer that ends TLS on port 443. */
  readonly targetArn: string;
  /** Path that shows whether the target, and something behind it, answers. */
  readonly healthCheckPath: string;
  readonly accessLogBucketName: string;
}

/** The region's address: passes TLS on, unopened and with the caller's address, to a load balancer without one. */
export class PublicLoadBalancer extends Construct {
  public readonly arn: string;
  /** AWS's name for it. */
  public readonly domainName: string;
  /** Zone of that name, for alias records. */
  public readonly zoneId: string;

  constructor(scope: Construct, id: string, props: PublicLoadBalancerProps) {
    super(scope, id);
    const { name } = props;
    const { deletionProtection } = surroundings(this);

    const loadBalancer = new Lb(this, 'load-balancer', {
      name,
      loadBalancerType: 'network',
      internal: false,
      subnets: props.subnetIds,
      securityGroups: props.securityGroupIds,
      // The target balances over zones itself; were both to, AWS would refuse the zonal shift:
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-zonal-shift.html
      enableCrossZoneLoadBalancing: false,
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      // AWS logs TLS listeners only: these stay empty until one is added, the target's logs have every request.
      accessLogs: { enabled: true, bucket: props.accessLogBucketName, prefix: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
    const targetGroup = new LbTargetGroup(this, 'targets', {
      vpcId: props.vpcId,
      port: 443,
      protocol: 'TCP',
      targetType: 'alb',
      healthCheck: {
        path: props.healthCheckPath,
        protocol: 'HTTPS',
        matcher: '200',
        interval: 10,
        timeout: 6,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    new LbTargetGroupAttachment(this, 'target', {
      targetGroupArn: targetGroup.arn,
      targetId: props.targetArn,
      port: 443,
    });
    new LbListener(this, 'tcp', {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: 'TCP',
      defaultAction: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
    });

    this.arn = loadBalancer.arn;
    this.domainName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
  }
}
