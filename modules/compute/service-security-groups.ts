import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { openPort, tcp } from '../network/open-port';
import { surroundings } from '../surroundings';

export interface ServiceSecurityGroupsProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly vpcId: string;
  /** Port that instances serve on. */
  readonly servicePort: number;
  /** Port of databases in this VPC and in the peered ones: whichever region writes. */
  readonly databasePort: number;
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const ANYWHERE = '0.0.0.0/0';

/**
 * Who may talk to whom on the way of a request: CloudFront and Route 53's health checkers → public load balancer →
 * service load balancer → instances → databases and AWS. Nothing else is open, in either direction.
 */
export class ServiceSecurityGroups extends Construct {
  /**
   * Several, as each of AWS's prefix lists counts with its weight (CloudFront 55, health checkers 25) against the
   * default quota of 60 rules in a group.
   */
  public readonly publicLoadBalancerIds: string[];
  public readonly serviceLoadBalancerId: string;
  public readonly instanceId: string;

  constructor(scope: Construct, id: string, props: ServiceSecurityGroupsProps) {
    super(scope, id);
    const { servicePort, databasePort } = props;
    const { awsRegion } = surroundings(this);
    const group = (groupId: string, description: string) =>
      new SecurityGroup(this, groupId, {
        vpcId: props.vpcId,
        namePrefix: `${props.name}-${groupId}-`,
        description,
        tags: { Name: `${props.name}-${groupId}` },
        lifecycle: { createBeforeDestroy: true },
      }).id;

    const publicLoadBalancer = group('public-load-balancer', 'Public load balancer: what it may reach');
    const fromCloudFront = group('from-cloudfront', 'HTTPS from CloudFront');
    const fromHealthCheckers = group('from-health-checkers', 'HTTPS from health checkers of Route 53');
    this.serviceLoadBalancerId = group('service-load-balancer', 'Service load balancer');
    this.instanceId = group('instances', 'Instances of the service');

    this.admitPrefixList(fromCloudFront, 'cloudfront', 'com.amazonaws.global.cloudfront.origin-facing');
    this.admitPrefixList(
      fromHealthCheckers,
      'health-checkers',
      `com.amazonaws.${awsRegion}.route53-healthchecks`,
    );
    this.publicLoadBalancerIds = [publicLoadBalancer, fromCloudFront, fromHealthCheckers];

    openPort(this, 'public-to-service', {
      fromGroupId: publicLoadBalancer,
      toGroupId: this.serviceLoadBalancerId,
      port: 443,
    });
    openPort(this, 'service-to-instances', {
      fromGroupId: this.serviceLoadBalancerId,
      toGroupId: this.instanceId,
      port: servicePort,
    });
    new VpcSecurityGroupEgressRule(this, 'instances-to-https', {
      securityGroupId: this.instanceId,
      description: 'AWS APIs, packages and images',
      cidrIpv4: ANYWHERE,
      ...tcp(443),
    });
    for (const cidrIpv4 of PRIVATE_RANGES) {
      new VpcSecurityGroupEgressRule(this, `instances-to-databases-${cidrIpv4.split('.')[0]}`, {
        securityGroupId: this.instanceId,
        description: 'Databases of this region and of its peers',
        cidrIpv4,
        ...tcp(databasePort),
      });
    }
  }

  private admitPrefixList(securityGroupId: string, id: string, prefixListName: string): void {
    const prefixList = new DataAwsEc2ManagedPrefixList(this, `${id}-addresses`, { name: prefixListName });
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId,
      description: prefixListName,
      prefixListId: prefixList.id,
      ...tcp(443),
    });
  }
}
