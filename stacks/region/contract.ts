import { list, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the team of each region; read by the regions after it, and by the backfill where it is the full origin. */
export const regionContract = {
  kind: 'region',
  version: 1,
  outputs: {
    originDomainName: text(
      'origin_domain_name',
      'Name under which this region answers, and its failover region when it is dead.',
    ),
    vpcId: text('vpc_id', 'VPC of the region.'),
    vpcCidrBlock: text('vpc_cidr_block', 'Address range of the VPC.'),
    privateRouteTableIds: list(
      'private_route_table_ids',
      'Route tables of the private subnets, one per zone, then the one of the data subnets: peers add their routes.',
    ),
    loadBalancerArn: text('load_balancer_arn', 'Internet-facing network load balancer.'),
    loadBalancerDomainName: text('load_balancer_domain_name', 'DNS name of the network load balancer.'),
    healthCheckId: text('health_check_id', 'Route 53 health check of this region.'),
    objectBucketName: text('object_bucket_name', 'Bucket for objects of this region.'),
    objectBucketArn: text('object_bucket_arn', 'ARN of the bucket for objects of this region.'),
    databaseGlobalClusterId: text(
      'database_global_cluster_id',
      'Aurora global cluster that every region is a member of.',
    ),
    databaseWriterEndpoint: text(
      'database_writer_endpoint',
      'Endpoint of whichever region writes; Aurora moves it in a switchover.',
    ),
    databaseReaderEndpoint: text('database_reader_endpoint', 'Endpoint of the readers in this region.'),
    databaseClusterArn: text('database_cluster_arn', 'Member of the global cluster in this region.'),
    databaseSecurityGroupId: text(
      'database_security_group_id',
      'Security group of the database: later regions let their instances in.',
    ),
    databaseMasterSecretName: text(
      'database_master_secret_name',
      'Secret, replicated to every region, with the master credentials.',
    ),
    privateZoneId: text(
      'private_zone_id',
      'Private zone with the names of the database; every VPC is associated with it.',
    ),
  },
} satisfies StackContract;
