import { Construct } from 'constructs';
import type { Network } from '../network/network';
import { surroundings } from '../surroundings';
import { AcceleratorEndpoint } from './accelerator-endpoint';
import { Fleet, type FleetContainer, type FleetProps, type Scaling } from './fleet';
import { PublicLoadBalancer } from './public-load-balancer';
import { ServiceAlarms } from './service-alarms';
import { type LoadBalancerTarget, type OriginSecret, ServiceLoadBalancer } from './service-load-balancer';
import { ServiceSecurityGroups } from './service-security-groups';

/** What instances run, and how they are asked. */
export interface ServiceContainer extends FleetContainer {
  /** Port that it listens on. */
  readonly port: number;
  /** Path that answers 200 without the origin secret header. */
  readonly healthCheckPath: string;
}

/** The way in. */
export interface ServiceEntrance {
  /** Issued certificate for every name that the region may have to answer for. */
  readonly certificateArn: string;
  readonly algorithm: LoadBalancerTarget['algorithm'];
  readonly accessLogBucketName: string;
  /** Accelerator that leads here; load balancers are then open to the internet. @default - none */
  readonly acceleratorListenerArn?: string | undefined;
}

export interface RegionalServiceProps {
  /** Start of every name, at most 25 characters, such as `demo-asia`. */
  readonly name: string;
  readonly network: Pick<Network, 'vpcId' | 'publicSubnetIds' | 'privateSubnetIds'>;
  readonly entrance: ServiceEntrance;
  /** What every request but health checks must carry. */
  readonly originSecret: OriginSecret;
  /** The container, whose environment is this beside `PORT` and `AWS_REGION`. */
  readonly container: ServiceContainer;
  readonly scaling: Scaling;
  /** Port of databases that instances may reach. */
  readonly databasePort: number;
  /** What the service may do beside writing its logs, in an account. */
  readonly statements: FleetProps['statements'];
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
    const { name, network, entrance, container } = props;
    const { certificateArn, accessLogBucketName, acceleratorListenerArn } = entrance;
    const { vpcId, publicSubnetIds, privateSubnetIds } = network;
    const { port, healthCheckPath } = container;

    const securityGroups = new ServiceSecurityGroups(this, 'security-groups', {
      name,
      vpcId,
      servicePort: port,
      databasePort: props.databasePort,
      openToInternet: acceleratorListenerArn !== undefined,
    });
    const serviceLoadBalancer = new ServiceLoadBalancer(this, 'service-load-balancer', {
      name: `${name}-app`,
      vpcId,
      subnetIds: privateSubnetIds,
      securityGroupId: securityGroups.serviceLoadBalancerId,
      certificateArn,
      originSecret: props.originSecret,
      target: { port, healthCheckPath, algorithm: entrance.algorithm },
      accessLogBucketName,
    });
    const publicLoadBalancer = new PublicLoadBalancer(this, 'public-load-balancer', {
      name: `${name}-public`,
      vpcId,
      subnetIds: publicSubnetIds,
      securityGroupIds: securityGroups.publicLoadBalancerIds,
      targetArn: serviceLoadBalancer.arn,
      healthCheckPath,
      accessLogBucketName,
    });
    new Fleet(this, 'fleet', {
      name,
      container: {
        ...container,
        environment: { PORT: `${port}`, AWS_REGION: surroundings(this).awsRegion, ...container.environment },
      },
      scaling: props.scaling,
      statements: props.statements,
      subnetIds: privateSubnetIds,
      securityGroupId: securityGroups.instanceId,
      targetGroupArn: serviceLoadBalancer.targetGroupArn,
    });
    new ServiceAlarms(this, 'alarms', { name, loadBalancer: serviceLoadBalancer });
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
