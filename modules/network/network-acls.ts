import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { NetworkAcl, type NetworkAclEgress } from '@cdktf/provider-aws/lib/network-acl';
import { Construct } from 'constructs';

export interface NetworkAclsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly defaultNetworkAclId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly dataSubnetIds: string[];
}

/** What may pass: protocol `-1` is every one. */
interface Opening {
  readonly cidrBlock: string;
  readonly protocol: 'tcp' | 'icmp' | '-1';
  readonly ports: readonly [number, number];
  /** Of ICMP. */
  readonly type?: number;
  readonly code?: number;
}

/** Every region's VPC lies in these, so a new region changes no list of an old one. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const PLATFORM = PRIVATE_RANGES.map((cidrBlock): Opening => ({ cidrBlock, protocol: '-1', ports: [0, 0] }));
const internet = (from: number, to: number): Opening => ({
  cidrBlock: '0.0.0.0/0',
  protocol: 'tcp',
  ports: [from, to],
});

/**
 * "Fragmentation needed", without which connections over paths with smaller packets hang:
 * https://docs.aws.amazon.com/vpc/latest/userguide/path_mtu_discovery.html
 */
const PATH_MTU: Opening = { cidrBlock: '0.0.0.0/0', protocol: 'icmp', ports: [0, 0], type: 3, code: 4 };

/**
 * A second fence that no security group can open: SSH is closed to the internet in every subnet, RDP where instances are,
 * and data subnets speak to the platform's own addresses only. The default list, which AWS gives to forgotten subnets, is empty.
 *
 * The load balancers keep the viewer's address all the way to the private subnets, which is why those admit HTTPS.
 */
export class NetworkAcls extends Construct {
  constructor(scope: Construct, id: string, props: NetworkAclsProps) {
    super(scope, id);
    const { name, vpcId } = props;

    new DefaultNetworkAcl(this, 'default', {
      defaultNetworkAclId: props.defaultNetworkAclId,
      tags: { Name: `${name}-unused` },
      // AWS lists every new subnet here until it joins its own list.
      lifecycle: { ignoreChanges: ['subnet_ids'] },
    });
    new NetworkAcl(this, 'public', {
      vpcId,
      subnetIds: props.publicSubnetIds,
      // NAT gateways take answers on any port from 1024, 3389 included: no instance is here that listens on it.
      ingress: rules([internet(443, 443), internet(1024, 65535), ...PLATFORM, PATH_MTU]),
      egress: rules([internet(443, 443), internet(1024, 65535), ...PLATFORM, PATH_MTU]),
      tags: { Name: `${name}-public` },
    });
    new NetworkAcl(this, 'private', {
      vpcId,
      subnetIds: props.privateSubnetIds,
      // Linux takes answers on ports 32768 to 60999.
      ingress: rules([internet(443, 443), internet(32768, 60999), ...PLATFORM, PATH_MTU]),
      egress: rules([internet(443, 443), internet(1024, 65535), ...PLATFORM, PATH_MTU]),
      tags: { Name: `${name}-private` },
    });
    new NetworkAcl(this, 'data', {
      vpcId,
      subnetIds: props.dataSubnetIds,
      ingress: rules(PLATFORM),
      egress: rules(PLATFORM),
      tags: { Name: `${name}-data` },
    });
  }
}

const rules = (openings: readonly Opening[]): NetworkAclEgress[] =>
  openings.map(({ cidrBlock, protocol, ports: [fromPort, toPort], type, code }, index) => ({
    ruleNo: 100 + 10 * index,
    action: 'allow',
    protocol,
    cidrBlock,
    fromPort,
    toPort,
    icmpType: type,
    icmpCode: code,
  }));
