import { type Contract, list, map, text } from '../modules/contract/stack-contract';

/**
 * What stacks promise each other. Nothing else crosses a stack border, and no secret value ever does.
 *
 * Adding an output: producer first, applied, then the consumer. Removing one: the other way round.
 */

/** Owned by the edge team; read by every region and by the backfill. */
export const globalContract = {
  version: 1,
  outputs: {
    hostedZoneId: text('hosted_zone_id', 'Public zone that regions add their records to.'),
    hostedZoneNameServers: list('hosted_zone_name_servers', 'Name servers the domain is delegated to.'),
    hostedZoneDsRecord: text(
      'hosted_zone_ds_record',
      'DS record that completes DNSSEC in the parent zone; empty where the zone is adopted.',
    ),
    viewerCertificateArn: text(
      'viewer_certificate_arn',
      'Issued certificate in us-east-1 for the site names and the media name.',
    ),
    originCertificateNames: list(
      'origin_certificate_names',
      'Names whose ACM challenge is answered in the public zone: regions may request certificates for them.',
    ),
    originSecretNames: list(
      'origin_secret_names',
      'Secrets, replicated to every region, whose values load balancers accept in the origin secret header; CloudFront sends the first.',
    ),
    webAclArn: text('web_acl_arn', 'Web ACL for CloudFront distributions.'),
    responseHeadersPolicyId: text(
      'response_headers_policy_id',
      'Security headers and CORS for every distribution.',
    ),
    accessLogDestinationArn: text(
      'access_log_destination_arn',
      'CloudWatch Logs delivery destination in us-east-1 that stores the access logs of distributions.',
    ),
    edgeKeyValueStoreArn: text(
      'edge_key_value_store_arn',
      'Key value store of the edge: drained regions, further CORS origins, keys of tokens.',
    ),
    edgeTokenKeyNames: list(
      'edge_token_key_names',
      'Secrets, replicated to every region, with the keys of tokens for protected paths; the first signs. Empty where no path is protected.',
    ),
    siteDistributionId: text('site_distribution_id', 'Distribution that answers for the site names.'),
    siteDistributionDomainName: text(
      'site_distribution_domain_name',
      'CloudFront name of the site distribution.',
    ),
    acceleratorListenerArn: text(
      'accelerator_listener_arn',
      'Global Accelerator listener that regions add their endpoint group to; empty where the accelerator is off.',
    ),
  },
} satisfies Contract;

/** Owned by the team of each region; read by the regions after it, and by the backfill where it is the full origin. */
export const regionContract = {
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
} satisfies Contract;

/** Owned by the media team. */
export const backfillContract = {
  version: 2,
  outputs: {
    mediaDistributionId: text('media_distribution_id', 'Distribution that answers for the media name.'),
    mediaDistributionDomainName: text(
      'media_distribution_domain_name',
      'CloudFront name of the media distribution.',
    ),
    bucketNames: map('bucket_names', 'Near bucket by region name.'),
    missQueueUrls: map('miss_queue_urls', 'Queue of misses by region name.'),
    deadLetterQueueUrls: map('dead_letter_queue_urls', 'Queue of failed fills by region name.'),
    largeObjectQueueUrls: map('large_object_queue_urls', 'Queue for "npm run fill-worker" by region name.'),
    largeObjectDeadLetterQueueUrls: map(
      'large_object_dead_letter_queue_urls',
      'Queue of large objects that were given up, by region name.',
    ),
  },
} satisfies Contract;

/** Owned by the platform team; read by CI, not by stacks. */
export const stateContract = {
  version: 1,
  outputs: {
    stateBucketName: text('state_bucket_name', 'Bucket that holds the state of every stack.'),
    planRoleArns: map('plan_role_arns', 'Role that plans, by stack id; empty where CI has no access.'),
    applyRoleArns: map('apply_role_arns', 'Role that applies, by stack id; empty where CI has no access.'),
  },
} satisfies Contract;
