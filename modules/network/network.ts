import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';
import { FlowLogs } from './flow-logs';
import { InternetAccess } from './internet-access';
import { NetworkAcls } from './network-acls';
import { type EndpointService, ServiceEndpoints } from './service-endpoints';
import { SubnetTier } from './subnet-tier';

export interface NetworkProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  /** Address range, /16 to /20, that overlaps with no network it is ever peered with. */
  readonly cidrBlock: string;
  /** `per-zone` survives the loss of a zone; `single` costs a third. */
  readonly natGateways: 'per-zone' | 'single';
  /** Bucket that takes deliveries of logs. */
  readonly flowLogBucketName: string;
  /** What is used in here without the internet, beside S3. */
  readonly awsServices: readonly EndpointService[];
}

const ZONES = [0, 1, 2];

/** Route tables of every network that lead to its peers: one per zone, and the one of the data subnets. */
export const PEERED_ROUTE_TABLES = ZONES.length + 1;

/**
 * A VPC over three zones: public subnets for load balancers, private ones for what computes, and data subnets that have
 * no way to the internet. AWS's default security group and network ACL let nothing through.
 */
export class Network extends Construct {
  /** Known once the VPC has an internet gateway, which public load balancers and accelerators need. */
  public readonly vpcId: string;
  public readonly cidrBlock: string;
  /** Zones of the subnets, in their order. */
  public readonly availabilityZones: string[];
  public readonly publicSubnetIds: string[];
  public readonly privateSubnetIds: string[];
  public readonly dataSubnetIds: string[];
  /** `PEERED_ROUTE_TABLES` of them. */
  public readonly privateRouteTableIds: string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { name, cidrBlock } = props;
    const { deletionProtection } = surroundings(this);

    const vpc = new Vpc(this, 'vpc', {
      cidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
      // Another address range would be another VPC, and all that is in it.
      lifecycle: { preventDestroy: deletionProtection },
    });
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      tags: { Name: `${name}-unused` },
    });

    const { names } = new DataAwsAvailabilityZones(this, 'zones', {
      state: 'available',
      filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }], // No local or wavelength zones.
    });
    const availabilityZones = ZONES.map((index): string => Fn.element(names, index));
    const routeTable = (routeTableId: string) =>
      new RouteTable(this, `${routeTableId}-routes`, {
        vpcId: vpc.id,
        tags: { Name: `${name}-${routeTableId}` },
      }).id;
    const publicRouteTableId = routeTable('public');
    const zoneRouteTableIds = ZONES.map((index) => routeTable(`private-${index}`));
    const dataRouteTableId = routeTable('data');

    // Three quarters of the addresses compute; the last one is for load balancers and data.
    const tier = (tierId: string, newBits: number, firstRange: number, routeTableIds: string[]) =>
      new SubnetTier(this, tierId, {
        name: `${name}-${tierId}`,
        vpcId: vpc.id,
        cidrBlock,
        availabilityZones,
        newBits,
        firstRange,
        routeTableIds,
      }).subnetIds;
    this.privateSubnetIds = tier('private', 2, 0, zoneRouteTableIds);
    this.publicSubnetIds = tier('public', 4, 12, [publicRouteTableId]);
    this.dataSubnetIds = tier('data', 6, 60, [dataRouteTableId]);
    this.privateRouteTableIds = [...zoneRouteTableIds, dataRouteTableId];
    this.availabilityZones = availabilityZones;
    this.cidrBlock = cidrBlock;
    this.vpcId = this.connect(props, vpc, publicRouteTableId, zoneRouteTableIds);
  }

  /** The ways in and out, and what watches them; returns the VPC's id, known once there is a way in. */
  private connect(
    { name, cidrBlock, natGateways, flowLogBucketName, awsServices }: NetworkProps,
    { id: vpcId, defaultNetworkAclId }: Vpc,
    publicRouteTableId: string,
    zoneRouteTableIds: string[],
  ): string {
    const { publicSubnetIds, privateSubnetIds, dataSubnetIds } = this;
    const internet = new InternetAccess(this, 'internet', {
      name,
      vpcId,
      publicSubnetIds,
      publicRouteTableId,
      privateRouteTableIds: zoneRouteTableIds,
      natGateways,
    });
    new NetworkAcls(this, 'acls', {
      name,
      vpcId,
      defaultNetworkAclId,
      publicSubnetIds,
      privateSubnetIds,
      dataSubnetIds,
    });
    new FlowLogs(this, 'flow-logs', { name, vpcId, bucketName: flowLogBucketName });
    new ServiceEndpoints(this, 'endpoints', {
      name,
      vpcId,
      cidrBlock,
      subnetIds: privateSubnetIds,
      routeTableIds: this.privateRouteTableIds,
      awsServices,
    });
    return internet.vpcId;
  }
}
