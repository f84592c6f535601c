import { list, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the team of each region; read by its data stack, by the mesh, and by the backfill where it is the full origin. */
export const regionContract = {
  kind: 'region',
  version: 4,
  outputs: {
    originDomainName: text(
      'origin_domain_name',
      'Name under which this region answers, and its failover region when it is dead.',
    ),
    vpcId: text('vpc_id', 'VPC of the region.'),
    privateRouteTableIds: list(
      'private_route_table_ids',
      'Route tables of the private subnets, one per zone, then the one of the data subnets: the mesh adds its routes.',
    ),
    dataSubnetIds: list('data_subnet_ids', 'Subnets without a way to the internet, one per zone.'),
    availabilityZones: list('availability_zones', 'Zones of the subnets, in their order.'),
    objectBucketName: text(
      'object_bucket_name',
      'Bucket of what the service keeps: the mesh copies from and to it.',
    ),
    objectKeyArn: text('object_key_arn', 'Key that its objects are encrypted with.'),
    alarmTopicArn: text('alarm_topic_arn', 'Who is told when its objects are not copied by the mesh.'),
  },
} satisfies StackContract;
