import { list, text } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the edge team; read by every region and by the backfill. */
export const globalContract = {
  kind: 'global',
  version: 2,
  outputs: {
    hostedZoneId: text('hosted_zone_id', 'Public zone that regions add their records to.'),
    hostedZoneNameServers: list('hosted_zone_name_servers', 'Name servers the domain is delegated to.'),
    hostedZoneDsRecord: text(
      'hosted_zone_ds_record',
      'DS record that completes DNSSEC in the parent zone; empty where the zone is adopted.',
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
    acceleratorListenerArn: text(
      'accelerator_listener_arn',
      'Global Accelerator listener that regions add their endpoint group to; empty where the accelerator is off.',
    ),
  },
} satisfies StackContract;
