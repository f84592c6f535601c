import { Construct } from 'constructs';
import { RegionalWebAcl } from '../edge/regional-web-acl';
import type { Network } from '../network/network';
import { surround } from '../surroundings';
import { AcceleratorSecurityGroup } from './accelerator-security-group';
import { alarmOfErrors } from './service-alarms';
import { type LoadBalancerTarget, type OriginSecret, ServiceLoadBalancer } from './service-load-balancer';

/** An accelerator that leads here, and what its clients show and may ask. */
export interface AcceleratorClients {
  readonly listenerArn: string;
  /** Stack that makes the listener, for the message where there is none yet. */
  readonly madeBy: string;
  /** What every request must carry. */
  readonly secret: OriginSecret;
  /** Requests of one address in five minutes before it is blocked. */
  readonly requestsPerFiveMinutes: number;
  /** Blocked requests in five minutes that raise the alarm. */
  readonly blockedRequestsAlarm: number;
}

export interface AcceleratorEntranceProps {
  /** Start of every name, at most 25 characters, such as `demo-asia`. */
  readonly name: string;
  readonly network: Pick<Network, 'vpcId' | 'privateSubnetIds'>;
  readonly instanceSecurityGroupId: string;
  readonly certificateArn: string;
  readonly target: LoadBalancerTarget;
  readonly accessLogBucketName: string;
  readonly clients: Omit<AcceleratorClients, 'listenerArn' | 'madeBy'>;
}

/**
 * The accelerator's own way to the instances, beside CloudFront's: a load balancer without a public address, which only
 * the accelerator can reach from outside, with a firewall, and a secret that opens nothing else.
 *
 * Nothing here holds data or a name that others know, and what protects load balancers from deletion would keep the
 * accelerator from being switched off.
 */
export class AcceleratorEntrance extends Construct {
  /** For the accelerator; known once the firewall stands in front of it. */
  public readonly loadBalancerArn: string;
  /** Instances register here. */
  public readonly targetGroupArn: string;

  constructor(scope: Construct, id: string, props: AcceleratorEntranceProps) {
    super(scope, id);
    surround(this, { deletionProtection: false });
    const { name, network, target, clients } = props;
    const { id: securityGroupId } = new AcceleratorSecurityGroup(this, 'security-group', {
      name,
      vpcId: network.vpcId,
      instanceSecurityGroupId: props.instanceSecurityGroupId,
      servicePort: target.port,
    });
    const loadBalancer = new ServiceLoadBalancer(this, 'load-balancer', {
      name: `${name}-accel`,
      vpcId: network.vpcId,
      subnetIds: network.privateSubnetIds,
      securityGroupId,
      certificateArn: props.certificateArn,
      originSecret: { ...clients.secret, guardsHealthCheck: true },
      target,
      accessLogBucketName: props.accessLogBucketName,
    });
    this.loadBalancerArn = new RegionalWebAcl(this, 'web-acl', {
      name: `${name}-accelerator`,
      loadBalancerArn: loadBalancer.arn,
      requestsPerFiveMinutes: clients.requestsPerFiveMinutes,
      secretHeaderName: clients.secret.headerName,
      blockedRequestsAlarm: clients.blockedRequestsAlarm,
    }).protectedArn;
    alarmOfErrors(this, `${name}-accelerator`, loadBalancer.arnSuffix);
    this.targetGroupArn = loadBalancer.targetGroupArn;
  }
}
