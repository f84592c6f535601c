import type { ResourceChange } from '../plan-json';
import { AURORA_HOUR, HOUR, HOURS_PER_MONTH, INSTANCE_HOUR, MONTH } from './prices';

type Attributes = Readonly<Record<string, unknown>>;

/** One side of a plan: what its resources are before it, or after. */
export interface Side {
  /** Attributes of a resource of the same stack, by its address without an index. */
  readonly find: (address: string) => Attributes | undefined;
  /** The block that a resource is written in. */
  readonly written: (resource: ResourceChange) => Attributes | undefined;
}

/** Dollars a month; undefined where the table has no price for it, or the plan does not say enough. */
type Price = (attributes: Attributes, resource: ResourceChange, side: Side) => number | undefined;

const hourly =
  (price: number): Price =>
  () =>
    price * HOURS_PER_MONTH;
const monthly =
  (price: number): Price =>
  () =>
    price;
const listed = (prices: Readonly<Record<string, number>>, type: unknown, count = 1): number | undefined => {
  const price = prices[String(type)];
  return price === undefined ? undefined : price * HOURS_PER_MONTH * count;
};
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);

const PRICES: Readonly<Record<string, Price>> = {
  aws_nat_gateway: hourly(HOUR.natGateway),
  aws_eip: hourly(HOUR.address),
  aws_lb: ({ load_balancer_type: type = 'application' }) =>
    type === 'application' || type === 'network' ? HOUR.loadBalancer * HOURS_PER_MONTH : undefined,
  aws_vpc_endpoint: ({ vpc_endpoint_type: type = 'Gateway', subnet_ids: subnets }, { change }) => {
    if (type === 'Gateway') return 0;
    const zones = Array.isArray(subnets)
      ? subnets
      : (change.after_unknown as Attributes | undefined)?.subnet_ids;
    return type === 'Interface' && lengthOf(zones) > 0
      ? HOUR.endpointZone * HOURS_PER_MONTH * lengthOf(zones)
      : undefined;
  },
  aws_instance: ({ instance_type: type }) => listed(INSTANCE_HOUR, type),
  aws_autoscaling_group: instancesOf,
  aws_rds_cluster_instance: ({ instance_class: type, engine = 'aurora-postgresql' }) =>
    engine === 'aurora-postgresql' ? listed(AURORA_HOUR, type) : undefined,
  aws_kms_key: monthly(MONTH.key),
  aws_kms_replica_key: monthly(MONTH.key),
  aws_shield_subscription: monthly(MONTH.shield),
  aws_globalaccelerator_accelerator: hourly(HOUR.accelerator),
  aws_route53recoverycontrolconfig_cluster: hourly(HOUR.routingCluster),
  aws_route53_zone: monthly(MONTH.zone),
  aws_secretsmanager_secret: ({ replica }) => MONTH.secret * (1 + lengthOf(replica)),
  aws_wafv2_web_acl: ({ rule }) => MONTH.webAcl + MONTH.webAclRule * lengthOf(rule),
  aws_cloudwatch_metric_alarm: monthly(MONTH.alarm),
};

/** A group runs what it was asked for: as many as it holds, at least. Its template says of which type. */
function instancesOf(attributes: Attributes, resource: ResourceChange, side: Side): number | undefined {
  const { desired_capacity: desired, min_size: least } = attributes;
  const count = typeof desired === 'number' ? desired : least;
  const block = side.written(resource)?.launch_template;
  const [{ id }] = (Array.isArray(block) ? block : [block ?? {}]) as [Attributes];
  const template = /\$\{(aws_launch_template\.[\w-]+)\.id\}/.exec(String(id))?.[1];
  const type = template === undefined ? undefined : side.find(template)?.instance_type;
  return typeof count === 'number' && type !== undefined ? listed(INSTANCE_HOUR, type, count) : undefined;
}

/** Types of what costs nothing by being there: what is paid is paid for what they lead to, or belong to. */
const FREE =
  /^(?:terraform_data|aws_(?:iam_\w+|default_\w+|route|route_table|route_table_association|subnet|vpc|internet_gateway|security_group|vpc_security_group_\w+|network_acl|vpc_peering_connection\w*|lb_listener|lb_listener_rule|lb_target_group|lb_target_group_attachment|launch_template|autoscaling_policy|acm_certificate|acm_certificate_validation|kms_alias|db_subnet_group|db_event_subscription|rds_cluster_parameter_group|rds_global_cluster|route53_record|route53_zone_association|route53_hosted_zone_dnssec|route53_key_signing_key|s3_bucket_\w+|secretsmanager_secret_\w+|sns_topic_\w+|sqs_queue_\w+|lambda_permission|lambda_event_source_mapping|lambda_function_url|cloudfront_(?:cache_policy|origin_\w+|response_headers_policy)|cloudwatch_log_(?:delivery\w*|resource_policy)|globalaccelerator_(?:listener|endpoint_group)|wafv2_web_acl_\w+|ecr_replication_configuration|shield_protection|route53recoverycontrolconfig_(?:control_panel|routing_control|safety_rule)))$/;

/** What a resource costs a month, by being there; undefined where nobody here knows. */
export function monthlyOf(attributes: Attributes, resource: ResourceChange, side: Side): number | undefined {
  const price = PRICES[resource.type];
  if (price !== undefined) return price(attributes, resource, side);
  return FREE.test(resource.type) ? 0 : undefined;
}
