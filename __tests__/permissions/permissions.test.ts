import { Testing } from 'cdktf';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { Document } from '../../config/document';
import type { PermissionScope } from '../../permissions/permission';
import { readPolicies, writePolicies } from '../../permissions/policies';
import { createPlatform, plannedStacks } from '../../stacks/platform';
import type { PlannedStack } from '../../stacks/stack-kind';
import { stateKind } from '../../stacks/state/kind';
import { isAllowed, type PolicyJson } from '../support/policy';
import { type Block, Synthesized } from '../support/synthesize';

const ACCOUNT = '111122223333';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;

interface Access {
  readonly create: string;
  readonly read: string;
  /** ARN of a resource of this type, by its name and the id of its stack. */
  readonly arn: (name: string, stackId: string) => string;
}

const regional =
  (service: string, type: string) =>
  (name: string): string =>
    `arn:aws:${service}:eu-central-1:${ACCOUNT}:${type}${name}`;
const of = (create: string, read: string, arn: Access['arn'] = regional('x', '')): Access => ({
  create,
  read,
  arn,
});

const bucket = (create: string, read: string) => of(create, read, (name) => `arn:aws:s3:::${name}`);
const ec2 = (create: string, read: string) => of(`ec2:${create}`, `ec2:${read}`);
const elb = (create: string, read: string) =>
  of(`elasticloadbalancing:${create}`, `elasticloadbalancing:${read}`);
const cloudfront = (create: string, read: string) =>
  of(`cloudfront:${create}`, `cloudfront:${read}`, (name) => `arn:aws:cloudfront::${ACCOUNT}:x/${name}`);
const rds = (create: string, read: string, type: string) =>
  of(`rds:${create}`, `rds:${read}`, regional('rds', type));
const sqs = (create: string) => of(`sqs:${create}`, 'sqs:GetQueueAttributes', regional('sqs', ''));
const sns = (create: string) => of(`sns:${create}`, 'sns:GetTopicAttributes', regional('sns', ''));
const logs = (create: string, read: string) => of(`logs:${create}`, `logs:${read}`);
const route53 = (create: string, read: string) =>
  of(`route53:${create}`, `route53:${read}`, () => 'arn:aws:route53:::hostedzone/Z1');
const iamRole = (create: string, read: string) =>
  of(`iam:${create}`, `iam:${read}`, (name, stackId) => `arn:aws:iam::${ACCOUNT}:role/${stackId}/${name}`);
const accelerator = (create: string, read: string) =>
  of(
    `globalaccelerator:${create}`,
    `globalaccelerator:${read}`,
    (name) => `arn:aws:globalaccelerator::${ACCOUNT}:accelerator/${name}`,
  );

/** What Terraform calls for each type. A new type needs a line here, and a topic in `stacks/permissions`. */
const ACCESS: Readonly<Record<string, Access>> = {
  aws_acm_certificate: of('acm:RequestCertificate', 'acm:DescribeCertificate'),
  aws_acm_certificate_validation: of('acm:RequestCertificate', 'acm:DescribeCertificate'),
  aws_autoscaling_group: of('autoscaling:CreateAutoScalingGroup', 'autoscaling:DescribeAutoScalingGroups'),
  aws_autoscaling_policy: of('autoscaling:PutScalingPolicy', 'autoscaling:DescribePolicies'),
  aws_cloudfront_cache_policy: cloudfront('CreateCachePolicy', 'GetCachePolicy'),
  aws_cloudfront_distribution: cloudfront('CreateDistribution', 'GetDistribution'),
  aws_cloudfront_function: cloudfront('PublishFunction', 'DescribeFunction'),
  aws_cloudfront_key_value_store: cloudfront('CreateKeyValueStore', 'DescribeKeyValueStore'),
  aws_cloudfront_origin_access_control: cloudfront('CreateOriginAccessControl', 'GetOriginAccessControl'),
  aws_cloudfront_origin_request_policy: cloudfront('CreateOriginRequestPolicy', 'GetOriginRequestPolicy'),
  aws_cloudfront_response_headers_policy: cloudfront(
    'CreateResponseHeadersPolicy',
    'GetResponseHeadersPolicy',
  ),
  aws_cloudwatch_log_delivery: logs('CreateDelivery', 'GetDelivery'),
  aws_cloudwatch_log_delivery_destination: logs('PutDeliveryDestination', 'GetDeliveryDestination'),
  aws_cloudwatch_log_delivery_source: logs('PutDeliverySource', 'GetDeliverySource'),
  aws_cloudwatch_log_group: logs('CreateLogGroup', 'DescribeLogGroups'),
  aws_cloudwatch_log_resource_policy: logs('PutResourcePolicy', 'DescribeResourcePolicies'),
  aws_cloudwatch_metric_alarm: of(
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DescribeAlarms',
    regional('cloudwatch', 'alarm:'),
  ),
  aws_db_event_subscription: rds('CreateEventSubscription', 'DescribeEventSubscriptions', 'es:'),
  aws_db_subnet_group: rds('CreateDBSubnetGroup', 'DescribeDBSubnetGroups', 'subgrp:'),
  aws_default_network_acl: ec2('ReplaceNetworkAclAssociation', 'DescribeNetworkAcls'),
  aws_default_security_group: ec2('RevokeSecurityGroupIngress', 'DescribeSecurityGroups'),
  aws_eip: ec2('AllocateAddress', 'DescribeAddresses'),
  aws_flow_log: ec2('CreateFlowLogs', 'DescribeFlowLogs'),
  aws_globalaccelerator_accelerator: accelerator('CreateAccelerator', 'DescribeAccelerator'),
  aws_globalaccelerator_endpoint_group: accelerator('CreateEndpointGroup', 'DescribeEndpointGroup'),
  aws_globalaccelerator_listener: accelerator('CreateListener', 'DescribeListener'),
  aws_iam_instance_profile: of(
    'iam:CreateInstanceProfile',
    'iam:GetInstanceProfile',
    (name) => `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`,
  ),
  aws_iam_role: iamRole('CreateRole', 'GetRole'),
  aws_iam_role_policy: iamRole('PutRolePolicy', 'GetRolePolicy'),
  aws_iam_role_policy_attachment: iamRole('AttachRolePolicy', 'ListAttachedRolePolicies'),
  aws_iam_service_linked_role: of(
    'iam:CreateServiceLinkedRole',
    'iam:GetRole',
    () => `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/x`,
  ),
  aws_internet_gateway: ec2('AttachInternetGateway', 'DescribeInternetGateways'),
  aws_kms_alias: of(
    'kms:CreateAlias',
    'kms:ListAliases',
    (name) => `arn:aws:kms:eu-central-1:${ACCOUNT}:${name}`,
  ),
  aws_kms_key: of('kms:CreateKey', 'kms:DescribeKey'),
  aws_lambda_event_source_mapping: of('lambda:CreateEventSourceMapping', 'lambda:GetEventSourceMapping'),
  aws_lambda_function: of('lambda:CreateFunction', 'lambda:GetFunction', regional('lambda', 'function:')),
  aws_lambda_function_url: of(
    'lambda:CreateFunctionUrlConfig',
    'lambda:GetFunctionUrlConfig',
    regional('lambda', 'function:'),
  ),
  aws_lambda_permission: of('lambda:AddPermission', 'lambda:GetPolicy', regional('lambda', 'function:')),
  aws_launch_template: ec2('CreateLaunchTemplate', 'DescribeLaunchTemplates'),
  aws_lb: elb('CreateLoadBalancer', 'DescribeLoadBalancers'),
  aws_lb_listener: elb('CreateListener', 'DescribeListeners'),
  aws_lb_listener_rule: elb('CreateRule', 'DescribeRules'),
  aws_lb_target_group: elb('CreateTargetGroup', 'DescribeTargetGroups'),
  aws_lb_target_group_attachment: elb('RegisterTargets', 'DescribeTargetHealth'),
  aws_nat_gateway: ec2('CreateNatGateway', 'DescribeNatGateways'),
  aws_network_acl: ec2('CreateNetworkAclEntry', 'DescribeNetworkAcls'),
  aws_rds_cluster: rds('CreateDBCluster', 'DescribeDBClusters', 'cluster:'),
  aws_rds_cluster_instance: rds('CreateDBInstance', 'DescribeDBInstances', 'db:'),
  aws_rds_cluster_parameter_group: rds(
    'CreateDBClusterParameterGroup',
    'DescribeDBClusterParameters',
    'cluster-pg:',
  ),
  aws_rds_global_cluster: of(
    'rds:CreateGlobalCluster',
    'rds:DescribeGlobalClusters',
    (name) => `arn:aws:rds::${ACCOUNT}:global-cluster:${name}`,
  ),
  aws_route: ec2('CreateRoute', 'DescribeRouteTables'),
  aws_route53_health_check: route53('CreateHealthCheck', 'GetHealthCheck'),
  aws_route53_hosted_zone_dnssec: route53('EnableHostedZoneDNSSEC', 'GetDNSSEC'),
  aws_route53_key_signing_key: route53('CreateKeySigningKey', 'GetDNSSEC'),
  aws_route53_query_log: route53('CreateQueryLoggingConfig', 'GetQueryLoggingConfig'),
  aws_route53_record: route53('ChangeResourceRecordSets', 'ListResourceRecordSets'),
  aws_route53_zone: route53('CreateHostedZone', 'GetHostedZone'),
  aws_route53_zone_association: route53('AssociateVPCWithHostedZone', 'GetHostedZone'),
  aws_route_table: ec2('CreateRouteTable', 'DescribeRouteTables'),
  aws_route_table_association: ec2('ReplaceRouteTableAssociation', 'DescribeRouteTables'),
  aws_s3_bucket: bucket('s3:CreateBucket', 's3:ListBucket'),
  aws_s3_bucket_lifecycle_configuration: bucket(
    's3:PutLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
  ),
  aws_s3_bucket_logging: bucket('s3:PutBucketLogging', 's3:GetBucketLogging'),
  aws_s3_bucket_ownership_controls: bucket('s3:PutBucketOwnershipControls', 's3:GetBucketOwnershipControls'),
  aws_s3_bucket_policy: bucket('s3:PutBucketPolicy', 's3:GetBucketPolicy'),
  aws_s3_bucket_public_access_block: bucket('s3:PutBucketPublicAccessBlock', 's3:GetBucketPublicAccessBlock'),
  aws_s3_bucket_server_side_encryption_configuration: bucket(
    's3:PutEncryptionConfiguration',
    's3:GetEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: bucket('s3:PutBucketVersioning', 's3:GetBucketVersioning'),
  aws_secretsmanager_secret: of(
    'secretsmanager:CreateSecret',
    'secretsmanager:DescribeSecret',
    regional('secretsmanager', 'secret:'),
  ),
  aws_secretsmanager_secret_version: of(
    'secretsmanager:PutSecretValue',
    'secretsmanager:DescribeSecret',
    regional('secretsmanager', 'secret:'),
  ),
  aws_security_group: ec2('CreateSecurityGroup', 'DescribeSecurityGroups'),
  aws_shield_protection: of('shield:CreateProtection', 'shield:DescribeProtection'),
  aws_shield_subscription: of('shield:CreateSubscription', 'shield:DescribeSubscription'),
  aws_sns_topic: sns('CreateTopic'),
  aws_sns_topic_policy: sns('SetTopicAttributes'),
  aws_sns_topic_subscription: sns('Subscribe'),
  aws_sqs_queue: sqs('CreateQueue'),
  aws_sqs_queue_policy: sqs('SetQueueAttributes'),
  aws_sqs_queue_redrive_allow_policy: sqs('SetQueueAttributes'),
  aws_subnet: ec2('CreateSubnet', 'DescribeSubnets'),
  aws_vpc: ec2('CreateVpc', 'DescribeVpcs'),
  aws_vpc_endpoint: ec2('CreateVpcEndpoint', 'DescribeVpcEndpoints'),
  aws_vpc_peering_connection: ec2('CreateVpcPeeringConnection', 'DescribeVpcPeeringConnections'),
  aws_vpc_peering_connection_accepter: ec2('AcceptVpcPeeringConnection', 'DescribeVpcPeeringConnections'),
  aws_vpc_peering_connection_options: ec2(
    'ModifyVpcPeeringConnectionOptions',
    'DescribeVpcPeeringConnections',
  ),
  aws_vpc_security_group_egress_rule: ec2('AuthorizeSecurityGroupEgress', 'DescribeSecurityGroupRules'),
  aws_vpc_security_group_ingress_rule: ec2('AuthorizeSecurityGroupIngress', 'DescribeSecurityGroupRules'),
  aws_wafv2_web_acl: of(
    'wafv2:CreateWebACL',
    'wafv2:GetWebACL',
    (name) => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/${name}/1`,
  ),
  aws_wafv2_web_acl_logging_configuration: of(
    'wafv2:PutLoggingConfiguration',
    'wafv2:GetLoggingConfiguration',
    () => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/x/1`,
  ),
};

const policies = (table: ReturnType<typeof readPolicies>): PolicyJson[] =>
  Object.values(table).map((statements) => ({
    Version: '2012-10-17',
    Statement: statements.map(({ effect = 'Allow', actions, resources, conditions }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  }));

/** Name as AWS will know it; references become the name of what they refer to. */
function nameOf(type: string, resource: Block, all: Record<string, Record<string, Block>>): string {
  const own =
    resource.alarm_name ??
    resource.function_name ??
    resource.global_cluster_identifier ??
    resource.cluster_identifier ??
    resource.identifier;
  if (type === 'aws_rds_cluster') return resource.cluster_identifier;
  if (type === 'aws_rds_cluster_instance') return resource.identifier;
  const name =
    own ??
    resource.name ??
    resource.bucket ??
    resource.secret_id ??
    resource.queue_url ??
    resource.arn ??
    resource.topic_arn;
  const prefix = resource.name_prefix ?? resource.bucket_prefix;
  if (prefix !== undefined) return `${prefix}1`;
  const [, otherType, id] = /^\$\{(aws_\w+)\.([\w-]+)\./.exec(String(name)) ?? [];
  const other = otherType === undefined || id === undefined ? undefined : all[otherType]?.[id];
  return other === undefined || otherType === undefined ? String(name) : nameOf(otherType, other, all);
}

const scopeOf = (document: Document, { id, awsRegions, recordNames }: PlannedStack): PermissionScope => ({
  stackId: id,
  awsRegions,
  recordNames,
  deployment: document.deployment,
  accountId: ACCOUNT,
  stateBucketArn: `arn:aws:s3:::${document.state.bucketName}`,
  roleBoundaryArn: BOUNDARY,
  deletionProtection: document.deletionProtection,
});

// The demo has everything on.
describe('permissions', () => {
  const document = validated(demo);
  const synthesized = createPlatform(Testing.app(), document).map(
    (stack) => Synthesized.stack(stack).document.resource ?? {},
  );
  const stacks = plannedStacks(document)
    .map((stack, index) => ({ id: stack.id, stack, resources: synthesized[index] ?? {} }))
    // CI may not change what CI may do: the rest of this stack is covered by its own test.
    .filter(({ stack }) => stack.kind !== stateKind);

  describe.each(stacks)('$id', ({ id, stack, resources }) => {
    const scope = scopeOf(document, stack);
    const reads = policies(readPolicies(stack.kind.permissions, scope));
    const all = [...reads, ...policies(writePolicies(stack.kind.permissions, scope))];
    const context = (awsRegion: string, record: string) => ({
      'aws:RequestedRegion': awsRegion,
      'aws:RequestTag/stack': id,
      'iam:PermissionsBoundary': BOUNDARY,
      'lambda:FunctionArn': `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${document.deployment}-x`,
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': record,
    });
    const each = Object.entries(resources).flatMap(([type, byId]) =>
      Object.values(byId).map((resource: Block) => ({ type, name: nameOf(type, resource, resources) })),
    );

    it('allow to create and read everything that it consists of', () => {
      const refused = each.filter(({ type, name }) => {
        const access = ACCESS[type];
        if (access === undefined) return true;
        const resource = access.arn(name, id);
        // Validation records have names that ACM makes up.
        const record = name.startsWith('$') ? `_1.${document.domain.name}` : name;
        const awsRegion = scope.awsRegions[0] ?? '';
        return (
          !isAllowed(all, { action: access.create, resource, context: context(awsRegion, record) }) ||
          !isAllowed(reads, { action: access.read, resource })
        );
      });

      expect(refused).toEqual([]);
    });

    it('do not allow to change what another stack made', () => {
      const request = {
        action: 'secretsmanager:PutSecretValue',
        resource: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${document.deployment}/x`,
        context: { 'aws:ResourceTag/stack': 'somebody-else' },
      };

      expect(isAllowed(all, request)).toBe(false);
    });

    it('do not allow to take another stack’s resource over by its tag', () => {
      const hostile = { 'aws:RequestTag/stack': id, 'aws:ResourceTag/stack': 'somebody-else' };
      for (const action of ['kms:TagResource', 'ec2:CreateTags', 'rds:AddTagsToResource', 'sqs:TagQueue']) {
        for (const type of ['key/1', `cluster:${document.deployment}-x`, `${document.deployment}-x`]) {
          const resource = `arn:aws:${action.split(':')[0]}:${scope.awsRegions[0]}:${ACCOUNT}:${type}`;
          const request = {
            action,
            resource,
            context: { ...hostile, 'aws:RequestedRegion': scope.awsRegions[0] ?? '' },
          };
          expect([action, type, isAllowed(all, request)]).toEqual([action, type, false]);
        }
      }
    });
  });
});
