import { Construct } from 'constructs';
import { surroundings } from '../surroundings';
import { AcceleratorEndpoint } from './accelerator-endpoint';
import { Fleet } from './fleet';
import { PublicLoadBalancer } from './public-load-balancer';
import { ServiceAlarms } from './service-alarms';
import { ServiceLoadBalancer } from './service-load-balancer';
import { ServiceSecurityGroups } from './service-security-groups';

export interface RegionalServiceProps {
  /** Start of every name, at most 25 characters, such as `demo-asia`. */
  readonly name: string;
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  /** Issued certificate for every name that the region may have to answer for. */
  readonly certificateArn: string;
  readonly containerImage: string;
  /** Port that the container listens on. */
  readonly containerPort: number;
  /** Path that answers 200 without the origin secret header. */
  readonly healthCheckPath: string;
  /** Environment of the container, beside `PORT` and `AWS_REGION`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Secrets whose names start so may be read by the service. */
  readonly secretNamePrefix: string;
  /** Bucket that the service may use, encrypted with the key that surrounds both. */
  readonly objectBucketArn: string;
  /** User that the service connects to databases as. */
  readonly databaseUsername: string;
  readonly instanceType: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  readonly cpuTargetPercent: number;
  readonly loadBalancingAlgorithm: 'least_outstanding_requests' | 'round_robin' | 'weighted_random';
  /** Header that every request but health checks must carry, with the value of one of these secrets. */
  readonly originSecretHeaderName: string;
  readonly originSecretNames: string[];
  /** Number of those secrets: one, or two while it rotates. */
  readonly originSecretCount: number;
  /** Port of databases that instances may reach. */
  readonly databasePort: number;
  /** Accelerator that leads here; load balancers are then open to the internet. @default - none */
  readonly acceleratorListenerArn?: string | undefined;
  readonly accessLogBucketName: string;
}

/** One region's share of the service, from its public address to its instances. */
export class RegionalService extends Construct {
  public readonly loadBalancerArn: string;
  public readonly loadBalancerDomainName: string;
  public readonly loadBalancerZoneId: string;
  /** Group of the instances, for databases that let them in. */
  public readonly instanceSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: RegionalServiceProps) {
    super(scope, id);
    const { name, acceleratorListenerArn } = props;
    const { awsRegion } = surroundings(this);

    const securityGroups = new ServiceSecurityGroups(this, 'security-groups', {
      ...props,
      servicePort: props.containerPort,
      openToInternet: acceleratorListenerArn !== undefined,
    });
    const serviceLoadBalancer = new ServiceLoadBalancer(this, 'service-load-balancer', {
      ...props,
      name: `${name}-app`,
      subnetIds: props.privateSubnetIds,
      securityGroupId: securityGroups.serviceLoadBalancerId,
      servicePort: props.containerPort,
      secretHeaderName: props.originSecretHeaderName,
      secretNames: props.originSecretNames,
      secretCount: props.originSecretCount,
      algorithm: props.loadBalancingAlgorithm,
    });
    const publicLoadBalancer = new PublicLoadBalancer(this, 'public-load-balancer', {
      ...props,
      name: `${name}-public`,
      subnetIds: props.publicSubnetIds,
      securityGroupIds: securityGroups.publicLoadBalancerIds,
      targetArn: serviceLoadBalancer.arn,
    });
    new Fleet(this, 'fleet', {
      ...props,
      environment: { PORT: `${props.containerPort}`, AWS_REGION: awsRegion, ...props.environment },
      subnetIds: props.privateSubnetIds,
      securityGroupId: securityGroups.instanceId,
      targetGroupArn: serviceLoadBalancer.targetGroupArn,
    });
    new ServiceAlarms(this, 'alarms', {
      name,
      loadBalancerArnSuffix: serviceLoadBalancer.arnSuffix,
      targetGroupArnSuffix: serviceLoadBalancer.targetGroupArnSuffix,
    });
    if (acceleratorListenerArn !== undefined) {
      new AcceleratorEndpoint(this, 'accelerator-endpoint', {
        listenerArn: acceleratorListenerArn,
        loadBalancerArn: publicLoadBalancer.arn,
      });
    }

    this.loadBalancerArn = publicLoadBalancer.arn;
    this.loadBalancerDomainName = publicLoadBalancer.domainName;
    this.loadBalancerZoneId = publicLoadBalancer.zoneId;
    this.instanceSecurityGroupId = securityGroups.instanceId;
  }
}
