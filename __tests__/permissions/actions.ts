/** What Terraform asks AWS for on behalf of one resource type. */
export interface Actions {
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
  /** ARN of a resource of this type, by its name and the id of its stack. */
  readonly arn: (name: string, stackId: string) => string;
}

export const ACCOUNT = '111122223333';

type Words = Readonly<Record<'create' | 'read' | 'update' | 'delete', string>>;

const regional =
  (service: string, type: string) =>
  (name: string): string =>
    `arn:aws:${service}:eu-central-1:${ACCOUNT}:${type}${name}`;

/** Actions of one service, in words with spaces between them. */
const of =
  (service: string, arn: Actions['arn'] = regional(service, '')) =>
  (words: Words, ownArn: Actions['arn'] = arn): Actions => {
    const actions = (text: string) =>
      text === '' ? [] : text.split(' ').map((action) => `${service}:${action}`);
    return {
      create: actions(words.create),
      read: actions(words.read),
      update: actions(words.update),
      delete: actions(words.delete),
      arn: ownArn,
    };
  };

const acm = of('acm');
const autoscaling = of('autoscaling');
const cloudfrontArn =
  (type: string) =>
  (name: string): string =>
    `arn:aws:cloudfront::${ACCOUNT}:${type}/${name}`;
const cloudfront = of('cloudfront', cloudfrontArn('distribution'));
const cloudwatch = of('cloudwatch', regional('cloudwatch', 'alarm:'));
const ec2 = of('ec2');
const ecr = of('ecr');
const elb = of('elasticloadbalancing');
const accelerator = of(
  'globalaccelerator',
  (name) => `arn:aws:globalaccelerator::${ACCOUNT}:accelerator/${name}`,
);
const iam = of('iam', (name, stackId) => `arn:aws:iam::${ACCOUNT}:role/${stackId}/${name}`);
const kms = of('kms', regional('kms', 'key/'));
const lambda = of('lambda', regional('lambda', 'function:'));
const logs = of('logs', regional('logs', 'log-group:'));
const rds = of('rds');
const route53 = of('route53', () => 'arn:aws:route53:::hostedzone/Z1');
const s3 = of('s3', (name) => `arn:aws:s3:::${name}`);
const secrets = of('secretsmanager', regional('secretsmanager', 'secret:'));
const recoveryControl = (kind: string, path: string) =>
  of('route53-recovery-control-config')(
    {
      create: `Create${kind}`,
      read: `Describe${kind} ListTagsForResource`,
      update: kind === 'Cluster' ? '' : `Update${kind}`,
      delete: `Delete${kind}`,
    },
    (name) => `arn:aws:route53-recovery-control::${ACCOUNT}:${path}${name}`,
  );
const shield = of('shield');
const sns = of('sns');
const sqs = of('sqs');
const ssm = of('ssm');
/** Of a distribution in the stack `global`, of a load balancer elsewhere. */
const webAcl = (name: string, stackId: string) =>
  stackId.endsWith('-global')
    ? `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/${name}/1`
    : `arn:aws:wafv2:eu-central-1:${ACCOUNT}:regional/webacl/${name}/1`;
const wafv2 = of('wafv2', webAcl);

const cloudfrontPolicy = (type: string, arnType: string) =>
  cloudfront(
    {
      create: `Create${type}`,
      read: `Get${type}`,
      update: `Update${type}`,
      delete: `Delete${type}`,
    },
    cloudfrontArn(arnType),
  );
const peering = of('ec2', regional('ec2', 'vpc-peering-connection/'));
const ec2Tags = 'CreateTags DeleteTags';
const rdsType = (words: Words, type: string) =>
  rds(
    {
      create: `${words.create} AddTagsToResource`,
      read: `${words.read} ListTagsForResource`,
      update: `${words.update} AddTagsToResource RemoveTagsFromResource`,
      delete: words.delete,
    },
    regional('rds', type),
  );
const ec2Type = (type: string, words: Words) => ec2(words, regional('ec2', `${type}/`));
const securityGroupRule = (direction: string) =>
  ec2Type('security-group-rule', {
    create: `AuthorizeSecurityGroup${direction} CreateTags`,
    read: 'DescribeSecurityGroupRules',
    update: `ModifySecurityGroupRules ${ec2Tags}`,
    delete: `RevokeSecurityGroup${direction}`,
  });
const bucketSetting = (setting: string, write = `Put${setting}`) =>
  s3({ create: `Put${setting}`, read: `Get${setting}`, update: `Put${setting}`, delete: write });
const queueAttribute = sqs({
  create: 'SetQueueAttributes',
  read: 'GetQueueAttributes',
  update: 'SetQueueAttributes',
  delete: 'SetQueueAttributes',
});

/** Every type that a stack may consist of. A new type needs a line here, and a permission in `permissions/`. */
export const ACTIONS: Readonly<Record<string, Actions>> = {
  aws_acm_certificate: acm({
    create: 'RequestCertificate AddTagsToCertificate',
    read: 'DescribeCertificate ListTagsForCertificate',
    update: 'UpdateCertificateOptions AddTagsToCertificate RemoveTagsFromCertificate',
    delete: 'DeleteCertificate',
  }),
  aws_acm_certificate_validation: acm({
    create: '',
    read: 'DescribeCertificate',
    update: '',
    delete: '',
  }),
  aws_autoscaling_group: autoscaling({
    create: 'CreateAutoScalingGroup CreateOrUpdateTags EnableMetricsCollection',
    read: 'DescribeAutoScalingGroups DescribeScalingActivities',
    update:
      'UpdateAutoScalingGroup AttachLoadBalancerTargetGroups DetachLoadBalancerTargetGroups AttachTrafficSources DetachTrafficSources CreateOrUpdateTags DeleteTags StartInstanceRefresh CancelInstanceRefresh EnableMetricsCollection DisableMetricsCollection',
    delete: 'UpdateAutoScalingGroup DeleteAutoScalingGroup',
  }),
  aws_autoscaling_policy: autoscaling({
    create: 'PutScalingPolicy',
    read: 'DescribePolicies',
    update: 'PutScalingPolicy',
    delete: 'DeletePolicy',
  }),
  aws_cloudfront_cache_policy: cloudfrontPolicy('CachePolicy', 'cache-policy'),
  aws_cloudfront_distribution: cloudfront({
    create: 'CreateDistribution TagResource',
    read: 'GetDistribution ListTagsForResource',
    update: 'UpdateDistribution TagResource UntagResource',
    delete: 'UpdateDistribution DeleteDistribution',
  }),
  aws_cloudfront_function: cloudfront(
    {
      create: 'CreateFunction PublishFunction',
      read: 'DescribeFunction GetFunction',
      update: 'UpdateFunction PublishFunction',
      delete: 'DeleteFunction',
    },
    cloudfrontArn('function'),
  ),
  aws_cloudfront_key_value_store: cloudfront(
    {
      create: 'CreateKeyValueStore',
      read: 'DescribeKeyValueStore',
      update: 'UpdateKeyValueStore',
      delete: 'DeleteKeyValueStore',
    },
    cloudfrontArn('key-value-store'),
  ),
  aws_cloudfront_origin_access_control: cloudfrontPolicy('OriginAccessControl', 'origin-access-control'),
  aws_cloudfront_origin_request_policy: cloudfrontPolicy('OriginRequestPolicy', 'origin-request-policy'),
  aws_cloudfront_response_headers_policy: cloudfrontPolicy(
    'ResponseHeadersPolicy',
    'response-headers-policy',
  ),
  aws_cloudwatch_log_delivery: logs(
    {
      create: 'CreateDelivery TagResource',
      read: 'GetDelivery ListTagsForResource',
      update: 'UpdateDeliveryConfiguration TagResource UntagResource',
      delete: 'DeleteDelivery',
    },
    regional('logs', 'delivery:'),
  ),
  aws_cloudwatch_log_delivery_destination: logs(
    {
      create: 'PutDeliveryDestination TagResource',
      read: 'GetDeliveryDestination ListTagsForResource',
      update: 'PutDeliveryDestination TagResource UntagResource',
      delete: 'DeleteDeliveryDestination',
    },
    regional('logs', 'delivery-destination:'),
  ),
  aws_cloudwatch_log_delivery_source: logs(
    {
      create: 'PutDeliverySource TagResource',
      read: 'GetDeliverySource ListTagsForResource',
      update: 'PutDeliverySource TagResource UntagResource',
      delete: 'DeleteDeliverySource',
    },
    regional('logs', 'delivery-source:'),
  ),
  aws_cloudwatch_log_group: logs({
    create: 'CreateLogGroup AssociateKmsKey PutRetentionPolicy TagResource',
    read: 'DescribeLogGroups ListTagsForResource',
    update: 'AssociateKmsKey PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource',
    delete: 'DeleteLogGroup',
  }),
  aws_cloudwatch_log_resource_policy: logs({
    create: 'PutResourcePolicy',
    read: 'DescribeResourcePolicies',
    update: 'PutResourcePolicy',
    delete: 'DeleteResourcePolicy',
  }),
  aws_cloudwatch_metric_alarm: cloudwatch({
    create: 'PutMetricAlarm TagResource',
    read: 'DescribeAlarms ListTagsForResource',
    update: 'PutMetricAlarm TagResource UntagResource',
    delete: 'DeleteAlarms',
  }),
  aws_db_event_subscription: rdsType(
    {
      create: 'CreateEventSubscription',
      read: 'DescribeEventSubscriptions',
      update:
        'ModifyEventSubscription AddSourceIdentifierToSubscription RemoveSourceIdentifierFromSubscription',
      delete: 'DeleteEventSubscription',
    },
    'es:',
  ),
  aws_db_subnet_group: rdsType(
    {
      create: 'CreateDBSubnetGroup',
      read: 'DescribeDBSubnetGroups',
      update: 'ModifyDBSubnetGroup',
      delete: 'DeleteDBSubnetGroup',
    },
    'subgrp:',
  ),
  aws_default_network_acl: ec2Type('network-acl', {
    create: 'DeleteNetworkAclEntry CreateNetworkAclEntry ReplaceNetworkAclAssociation CreateTags',
    read: 'DescribeNetworkAcls',
    update: `DeleteNetworkAclEntry CreateNetworkAclEntry ReplaceNetworkAclAssociation ${ec2Tags}`,
    delete: '',
  }),
  aws_default_security_group: ec2Type('security-group', {
    create: 'RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateTags',
    read: 'DescribeSecurityGroups',
    update: `RevokeSecurityGroupIngress RevokeSecurityGroupEgress ${ec2Tags}`,
    delete: '',
  }),
  aws_ecr_replication_configuration: ecr({
    create: 'PutReplicationConfiguration',
    read: 'DescribeRegistry',
    update: 'PutReplicationConfiguration',
    delete: 'PutReplicationConfiguration',
  }),
  aws_eip: ec2Type('elastic-ip', {
    create: 'AllocateAddress CreateTags',
    read: 'DescribeAddresses DescribeAddressesAttribute',
    update: `AssociateAddress DisassociateAddress ${ec2Tags}`,
    delete: 'DisassociateAddress ReleaseAddress',
  }),
  aws_flow_log: ec2Type('vpc-flow-log', {
    create: 'CreateFlowLogs CreateTags',
    read: 'DescribeFlowLogs',
    update: ec2Tags,
    delete: 'DeleteFlowLogs',
  }),
  aws_globalaccelerator_accelerator: accelerator({
    create: 'CreateAccelerator UpdateAcceleratorAttributes TagResource',
    read: 'DescribeAccelerator DescribeAcceleratorAttributes ListTagsForResource',
    update: 'UpdateAccelerator UpdateAcceleratorAttributes TagResource UntagResource',
    delete: 'UpdateAccelerator DeleteAccelerator',
  }),
  aws_globalaccelerator_endpoint_group: accelerator(
    {
      create: 'CreateEndpointGroup',
      read: 'DescribeEndpointGroup DescribeAccelerator ListCrossAccountResources',
      update: 'UpdateEndpointGroup',
      delete: 'DeleteEndpointGroup',
    },
    (name) => `arn:aws:globalaccelerator::${ACCOUNT}:accelerator/1/listener/1/endpoint-group/${name}`,
  ),
  aws_globalaccelerator_listener: accelerator({
    create: 'CreateListener',
    read: 'DescribeListener DescribeAccelerator',
    update: 'UpdateListener',
    delete: 'DeleteListener',
  }),
  aws_iam_instance_profile: iam(
    {
      create: 'CreateInstanceProfile AddRoleToInstanceProfile TagInstanceProfile',
      read: 'GetInstanceProfile',
      update:
        'AddRoleToInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile',
      delete: 'RemoveRoleFromInstanceProfile DeleteInstanceProfile',
    },
    (name, stackId) => `arn:aws:iam::${ACCOUNT}:instance-profile/${stackId}/${name}`,
  ),
  aws_iam_role: iam({
    create: 'CreateRole TagRole',
    read: 'GetRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole',
    update:
      'UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription PutRolePermissionsBoundary TagRole UntagRole',
    delete: 'DeleteRole DetachRolePolicy DeleteRolePolicy',
  }),
  aws_iam_role_policy: iam({
    create: 'PutRolePolicy',
    read: 'GetRolePolicy',
    update: 'PutRolePolicy',
    delete: 'DeleteRolePolicy',
  }),
  aws_iam_role_policy_attachment: iam({
    create: 'AttachRolePolicy',
    read: 'ListAttachedRolePolicies',
    update: '',
    delete: 'DetachRolePolicy',
  }),
  aws_iam_service_linked_role: iam(
    {
      create: 'CreateServiceLinkedRole TagRole',
      read: 'GetRole',
      update: 'UpdateRoleDescription TagRole UntagRole',
      delete: 'DeleteServiceLinkedRole GetServiceLinkedRoleDeletionStatus',
    },
    (suffix) =>
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_${suffix}`,
  ),
  aws_internet_gateway: ec2Type('internet-gateway', {
    create: 'CreateInternetGateway AttachInternetGateway CreateTags',
    read: 'DescribeInternetGateways',
    update: `AttachInternetGateway DetachInternetGateway ${ec2Tags}`,
    delete: 'DetachInternetGateway DeleteInternetGateway',
  }),
  aws_kms_alias: kms(
    { create: 'CreateAlias', read: 'ListAliases', update: 'UpdateAlias', delete: 'DeleteAlias' },
    regional('kms', ''),
  ),
  aws_kms_key: kms({
    create: 'CreateKey TagResource EnableKeyRotation',
    read: 'DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags',
    update:
      'UpdateKeyDescription PutKeyPolicy EnableKeyRotation DisableKeyRotation TagResource UntagResource',
    delete: 'ScheduleKeyDeletion',
  }),
  aws_lambda_event_source_mapping: lambda(
    {
      create: 'CreateEventSourceMapping TagResource',
      read: 'GetEventSourceMapping ListTags',
      update: 'UpdateEventSourceMapping TagResource UntagResource',
      delete: 'DeleteEventSourceMapping',
    },
    () => `arn:aws:lambda:eu-central-1:${ACCOUNT}:event-source-mapping:1`,
  ),
  aws_lambda_function: lambda({
    create: 'CreateFunction PutFunctionConcurrency TagResource',
    read: 'GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListVersionsByFunction ListTags',
    update:
      'UpdateFunctionCode UpdateFunctionConfiguration PutFunctionConcurrency DeleteFunctionConcurrency PublishVersion TagResource UntagResource',
    delete: 'DeleteFunction',
  }),
  aws_lambda_function_url: lambda({
    create: 'CreateFunctionUrlConfig',
    read: 'GetFunctionUrlConfig',
    update: 'UpdateFunctionUrlConfig',
    delete: 'DeleteFunctionUrlConfig',
  }),
  aws_lambda_permission: lambda({
    create: 'AddPermission',
    read: 'GetPolicy',
    update: '',
    delete: 'RemovePermission',
  }),
  aws_launch_template: ec2Type('launch-template', {
    create: 'CreateLaunchTemplate CreateTags RunInstances',
    read: 'DescribeLaunchTemplates DescribeLaunchTemplateVersions',
    update: `CreateLaunchTemplateVersion ModifyLaunchTemplate ${ec2Tags}`,
    delete: 'DeleteLaunchTemplate',
  }),
  aws_lb: elb({
    create: 'CreateLoadBalancer ModifyLoadBalancerAttributes AddTags',
    read: 'DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeTags',
    update: 'ModifyLoadBalancerAttributes SetSecurityGroups SetSubnets SetIpAddressType AddTags RemoveTags',
    delete: 'ModifyLoadBalancerAttributes DeleteLoadBalancer',
  }),
  aws_lb_listener: elb({
    create: 'CreateListener ModifyListenerAttributes AddTags',
    read: 'DescribeListeners DescribeListenerAttributes DescribeTags',
    update: 'ModifyListener ModifyListenerAttributes AddTags RemoveTags',
    delete: 'DeleteListener',
  }),
  aws_lb_listener_rule: elb({
    create: 'CreateRule AddTags',
    read: 'DescribeRules DescribeTags',
    update: 'ModifyRule SetRulePriorities AddTags RemoveTags',
    delete: 'DeleteRule',
  }),
  aws_lb_target_group: elb({
    create: 'CreateTargetGroup ModifyTargetGroupAttributes AddTags',
    read: 'DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags',
    update: 'ModifyTargetGroup ModifyTargetGroupAttributes AddTags RemoveTags',
    delete: 'DeleteTargetGroup',
  }),
  aws_lb_target_group_attachment: elb({
    create: 'RegisterTargets',
    read: 'DescribeTargetHealth',
    update: '',
    delete: 'DeregisterTargets',
  }),
  aws_nat_gateway: ec2Type('natgateway', {
    create: 'CreateNatGateway CreateTags',
    read: 'DescribeNatGateways',
    update: ec2Tags,
    delete: 'DeleteNatGateway',
  }),
  aws_network_acl: ec2Type('network-acl', {
    create: 'CreateNetworkAcl CreateNetworkAclEntry ReplaceNetworkAclAssociation CreateTags',
    read: 'DescribeNetworkAcls',
    update: `CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclAssociation ${ec2Tags}`,
    delete: 'ReplaceNetworkAclAssociation DeleteNetworkAcl',
  }),
  aws_rds_cluster: rdsType(
    {
      create: 'CreateDBCluster',
      read: 'DescribeDBClusters DescribeGlobalClusters',
      update: 'ModifyDBCluster RemoveFromGlobalCluster',
      delete: 'RemoveFromGlobalCluster ModifyDBCluster DeleteDBCluster CreateDBClusterSnapshot',
    },
    'cluster:',
  ),
  aws_rds_cluster_instance: rdsType(
    {
      create: 'CreateDBInstance',
      read: 'DescribeDBInstances',
      update: 'ModifyDBInstance',
      delete: 'DeleteDBInstance',
    },
    'db:',
  ),
  aws_rds_cluster_parameter_group: rdsType(
    {
      create: 'CreateDBClusterParameterGroup ModifyDBClusterParameterGroup',
      read: 'DescribeDBClusterParameterGroups DescribeDBClusterParameters',
      update: 'ModifyDBClusterParameterGroup ResetDBClusterParameterGroup',
      delete: 'DeleteDBClusterParameterGroup',
    },
    'cluster-pg:',
  ),
  aws_rds_global_cluster: rds(
    {
      create: 'CreateGlobalCluster AddTagsToResource',
      read: 'DescribeGlobalClusters',
      update: 'ModifyGlobalCluster AddTagsToResource RemoveTagsFromResource',
      delete: 'RemoveFromGlobalCluster DeleteGlobalCluster',
    },
    (name) => `arn:aws:rds::${ACCOUNT}:global-cluster:${name}`,
  ),
  aws_route: ec2Type('route-table', {
    create: 'CreateRoute',
    read: 'DescribeRouteTables',
    update: 'ReplaceRoute',
    delete: 'DeleteRoute',
  }),
  aws_route53_health_check: route53(
    {
      create: 'CreateHealthCheck ChangeTagsForResource',
      read: 'GetHealthCheck ListTagsForResource',
      update: 'UpdateHealthCheck ChangeTagsForResource',
      delete: 'DeleteHealthCheck',
    },
    () => 'arn:aws:route53:::healthcheck/1',
  ),
  aws_route53_hosted_zone_dnssec: route53({
    create: 'EnableHostedZoneDNSSEC',
    read: 'GetDNSSEC GetChange',
    update: 'EnableHostedZoneDNSSEC DisableHostedZoneDNSSEC',
    delete: 'DisableHostedZoneDNSSEC',
  }),
  aws_route53_key_signing_key: route53({
    create: 'CreateKeySigningKey',
    read: 'GetDNSSEC GetChange',
    update: 'ActivateKeySigningKey DeactivateKeySigningKey',
    delete: 'DeactivateKeySigningKey DeleteKeySigningKey',
  }),
  aws_route53_query_log: route53(
    {
      create: 'CreateQueryLoggingConfig',
      read: 'GetQueryLoggingConfig',
      update: '',
      delete: 'DeleteQueryLoggingConfig',
    },
    () => 'arn:aws:route53:::queryloggingconfig/1',
  ),
  aws_route53_record: route53({
    create: 'ChangeResourceRecordSets',
    read: 'GetHostedZone GetChange ListResourceRecordSets',
    update: 'ChangeResourceRecordSets',
    delete: 'ChangeResourceRecordSets',
  }),
  aws_route53_zone: route53({
    create: 'CreateHostedZone ChangeTagsForResource',
    read: 'GetHostedZone GetChange ListTagsForResource ListResourceRecordSets',
    update: 'UpdateHostedZoneComment ChangeTagsForResource',
    delete: 'DeleteHostedZone',
  }),
  aws_route53_zone_association: route53({
    create: 'AssociateVPCWithHostedZone',
    read: 'GetHostedZone GetChange ListHostedZonesByVPC',
    update: '',
    delete: 'DisassociateVPCFromHostedZone',
  }),
  aws_route53recoverycontrolconfig_cluster: recoveryControl('Cluster', 'cluster/'),
  aws_route53recoverycontrolconfig_control_panel: recoveryControl('ControlPanel', 'controlpanel/'),
  aws_route53recoverycontrolconfig_routing_control: recoveryControl(
    'RoutingControl',
    'controlpanel/1/routingcontrol/',
  ),
  aws_route53recoverycontrolconfig_safety_rule: recoveryControl('SafetyRule', 'controlpanel/1/safetyrule/'),
  aws_route_table: ec2Type('route-table', {
    create: 'CreateRouteTable CreateTags',
    read: 'DescribeRouteTables',
    update: ec2Tags,
    delete: 'DisassociateRouteTable DeleteRouteTable',
  }),
  aws_route_table_association: ec2({
    create: 'AssociateRouteTable',
    read: 'DescribeRouteTables',
    update: 'ReplaceRouteTableAssociation',
    delete: 'DisassociateRouteTable',
  }),
  aws_s3_bucket: s3({
    create: 'CreateBucket PutBucketTagging',
    read: 'ListBucket GetBucketLocation GetBucketPolicy GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging',
    update: 'PutBucketTagging',
    delete: 'DeleteBucket',
  }),
  aws_s3_bucket_lifecycle_configuration: bucketSetting('LifecycleConfiguration'),
  aws_s3_bucket_logging: bucketSetting('BucketLogging'),
  aws_s3_bucket_ownership_controls: bucketSetting('BucketOwnershipControls'),
  aws_s3_bucket_policy: bucketSetting('BucketPolicy', 'DeleteBucketPolicy'),
  aws_s3_bucket_public_access_block: bucketSetting('BucketPublicAccessBlock'),
  aws_s3_bucket_replication_configuration: s3(
    {
      create: 'PutReplicationConfiguration',
      read: 'GetReplicationConfiguration ListBucket',
      update: 'PutReplicationConfiguration',
      delete: 'PutReplicationConfiguration',
    },
    // Of the states, or a bucket of another stack, whose name is read.
    (name, stackId) => `arn:aws:s3:::${stackId.endsWith('-state') ? name : 'demo-europe-objects-1'}`,
  ),
  aws_s3_bucket_server_side_encryption_configuration: bucketSetting('EncryptionConfiguration'),
  aws_s3_bucket_versioning: bucketSetting('BucketVersioning'),
  aws_secretsmanager_secret: secrets({
    create: 'CreateSecret TagResource ReplicateSecretToRegions',
    read: 'DescribeSecret GetResourcePolicy',
    update:
      'UpdateSecret ReplicateSecretToRegions RemoveRegionsFromReplication TagResource UntagResource RestoreSecret',
    delete: 'RemoveRegionsFromReplication DeleteSecret',
  }),
  aws_secretsmanager_secret_version: secrets({
    create: 'PutSecretValue',
    read: 'DescribeSecret',
    update: 'PutSecretValue',
    delete: '',
  }),
  aws_security_group: ec2Type('security-group', {
    create: 'CreateSecurityGroup RevokeSecurityGroupEgress CreateTags',
    read: 'DescribeSecurityGroups DescribeNetworkInterfaces',
    update: ec2Tags,
    delete: 'DeleteSecurityGroup',
  }),
  aws_shield_protection: shield({
    create: 'CreateProtection TagResource',
    read: 'DescribeProtection ListTagsForResource',
    update: 'TagResource UntagResource',
    delete: 'DeleteProtection',
  }),
  aws_shield_subscription: shield({
    create: 'CreateSubscription',
    read: 'DescribeSubscription',
    update: 'UpdateSubscription',
    delete: 'UpdateSubscription',
  }),
  aws_sns_topic: sns({
    create: 'CreateTopic SetTopicAttributes TagResource',
    read: 'GetTopicAttributes ListTagsForResource',
    update: 'SetTopicAttributes TagResource UntagResource',
    delete: 'DeleteTopic',
  }),
  aws_sns_topic_policy: sns({
    create: 'SetTopicAttributes',
    read: 'GetTopicAttributes',
    update: 'SetTopicAttributes',
    delete: 'SetTopicAttributes',
  }),
  aws_sns_topic_subscription: sns({
    create: 'Subscribe',
    read: 'GetSubscriptionAttributes',
    update: 'SetSubscriptionAttributes',
    delete: 'Unsubscribe',
  }),
  aws_sqs_queue: sqs({
    create: 'CreateQueue TagQueue',
    read: 'GetQueueAttributes ListQueueTags',
    update: 'SetQueueAttributes TagQueue UntagQueue',
    delete: 'DeleteQueue',
  }),
  aws_sqs_queue_policy: queueAttribute,
  aws_sqs_queue_redrive_allow_policy: queueAttribute,
  aws_subnet: ec2Type('subnet', {
    create: 'CreateSubnet ModifySubnetAttribute CreateTags',
    read: 'DescribeSubnets DescribeNetworkInterfaces',
    update: `ModifySubnetAttribute ${ec2Tags}`,
    delete: 'DeleteSubnet',
  }),
  aws_ssm_parameter: ssm(
    {
      create: 'PutParameter AddTagsToResource',
      read: 'GetParameter DescribeParameters ListTagsForResource',
      update: 'PutParameter AddTagsToResource RemoveTagsFromResource',
      delete: 'DeleteParameter',
    },
    (name) => `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter${name}`,
  ),
  aws_vpc: ec2Type('vpc', {
    create: 'CreateVpc ModifyVpcAttribute CreateTags',
    read: 'DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups',
    update: `ModifyVpcAttribute ${ec2Tags}`,
    delete: 'DeleteVpc',
  }),
  aws_vpc_endpoint: ec2Type('vpc-endpoint', {
    create: 'CreateVpcEndpoint CreateTags',
    read: 'DescribeVpcEndpoints DescribePrefixLists',
    update: `ModifyVpcEndpoint ${ec2Tags}`,
    delete: 'DeleteVpcEndpoints',
  }),
  aws_vpc_peering_connection: peering({
    create: 'CreateVpcPeeringConnection CreateTags',
    read: 'DescribeVpcPeeringConnections',
    update: ec2Tags,
    delete: 'DeleteVpcPeeringConnection',
  }),
  aws_vpc_peering_connection_accepter: peering({
    create: 'AcceptVpcPeeringConnection CreateTags',
    read: 'DescribeVpcPeeringConnections',
    update: ec2Tags,
    delete: '',
  }),
  aws_vpc_peering_connection_options: peering({
    create: 'ModifyVpcPeeringConnectionOptions',
    read: 'DescribeVpcPeeringConnections',
    update: 'ModifyVpcPeeringConnectionOptions',
    delete: '',
  }),
  aws_vpc_security_group_egress_rule: securityGroupRule('Egress'),
  aws_vpc_security_group_ingress_rule: securityGroupRule('Ingress'),
  aws_wafv2_web_acl: wafv2({
    create: 'CreateWebACL TagResource',
    read: 'GetWebACL ListTagsForResource',
    update: 'UpdateWebACL TagResource UntagResource',
    delete: 'DeleteWebACL',
  }),
  aws_wafv2_web_acl_association: wafv2(
    {
      create: 'AssociateWebACL',
      read: 'GetWebACLForResource',
      update: '',
      delete: 'DisassociateWebACL',
    },
    (name) => `arn:aws:elasticloadbalancing:eu-central-1:${ACCOUNT}:loadbalancer/app/${name}/1`,
  ),
  aws_wafv2_web_acl_logging_configuration: wafv2({
    create: 'PutLoggingConfiguration',
    read: 'GetLoggingConfiguration',
    update: 'PutLoggingConfiguration',
    delete: 'DeleteLoggingConfiguration',
  }),
};
