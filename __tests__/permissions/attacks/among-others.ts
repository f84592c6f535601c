import {
  accessLogs,
  account,
  asia,
  asiaObjects,
  aws,
  backfill,
  boundaryOf,
  bucketOfOthers,
  by,
  dataAsia,
  dataEurope,
  dataKey,
  europe,
  europeObjects,
  fill,
  global,
  iam,
  keysOfStore,
  master,
  media,
  mediaBucket,
  mediaKey,
  ofDeployment,
  originSecret,
  outside,
  peering,
  serviceSecret,
  site,
  siteRecord,
  siteRouter,
  state,
  stateOf,
  store,
  tokenKey,
  vpcOf,
  vpcOfOthers,
  zone,
} from './things';

/** What regions, data, mesh and global could do to each other. */
export const amongOthers = [
  ...by(
    'demo-global-apply',
    [['s3:PutBucketPolicy', mediaBucket], 'opens the media buckets', ['s3:PutBucketPolicy', accessLogs]],
    [
      ['cloudfront:UpdateDistribution', media],
      'serves media from elsewhere',
      ['cloudfront:UpdateDistribution', site],
    ],
    [
      ['cloudfront-keyvaluestore:PutKey', keysOfStore],
      'sets token keys, which people set',
      ['cloudfront:UpdateKeyValueStore', store],
    ],
    [['lambda:UpdateFunctionCode', fill], 'runs its own code', ['cloudfront:UpdateFunction', siteRouter]],
    [
      ['secretsmanager:GetSecretValue', master],
      'is the database’s administrator',
      ['secretsmanager:PutSecretValue', originSecret],
    ],
    [
      ['secretsmanager:UpdateSecret', serviceSecret],
      'gives the service a password of its own',
      ['secretsmanager:UpdateSecret', originSecret],
    ],
    [
      ['secretsmanager:DeleteSecret', serviceSecret],
      'takes the service’s password away',
      ['secretsmanager:DeleteSecret', tokenKey],
    ],
    [
      ['secretsmanager:CreateSecret', aws('secretsmanager', 'secret:demo/database/master')],
      'is there with a password before the database is',
      ['secretsmanager:CreateSecret', aws('secretsmanager', 'secret:demo/edge-token-key/v2')],
    ],
    [
      ['secretsmanager:PutSecretValue', tokenKey],
      'forges tokens with a key that it sets',
      ['secretsmanager:TagResource', tokenKey],
    ],
    [
      ['kms:Decrypt', dataKey],
      'decrypts what the database keeps',
      ['kms:Decrypt', account.first(global, 'aws_kms_key')],
    ],
    [
      ['iam:CreateServiceLinkedRole', iam('role/aws-service-role/organizations.amazonaws.com/x')],
      'lets in a service that nobody uses',
      ['iam:CreateServiceLinkedRole', iam('role/aws-service-role/wafv2.amazonaws.com/x')],
    ],
  ),
  ...by(
    'demo-region-asia-apply',
    [
      ['ec2:DeleteVpc', vpcOf(europe)],
      'ends another region',
      ['ec2:DeleteVpc', vpcOf(asia), { 'aws:RequestedRegion': 'ap-southeast-1' }],
    ],
    [
      [
        'ec2:CreateTags',
        { ...vpcOf(europe), tags: { stack: dataAsia } },
        { 'aws:RequestTag/stack': asia, 'aws:RequestedRegion': 'ap-southeast-1' },
      ],
      'takes another’s resource by its tag',
      ['ec2:CreateTags', vpcOf(asia), { 'aws:RequestedRegion': 'ap-southeast-1' }],
    ],
    [
      ['ec2:CreateTags', aws('ec2', 'vpc/1', 'ap-southeast-1'), ofDeployment],
      'has a network joined that is not the deployment’s',
      ['ec2:CreateTags', aws('ec2', 'vpc/*', 'ap-southeast-1'), { 'ec2:CreateAction': 'CreateVpc' }],
    ],
    [
      ['ec2:CreateTags', aws('ec2', 'route-table/1', 'ap-southeast-1'), ofDeployment],
      'has routes made in a network that is not the deployment’s',
      ['ec2:CreateTags', aws('ec2', 'security-group/default', 'ap-southeast-1'), ofDeployment],
    ],
    [
      ['ec2:RunInstances', aws('ec2', 'instance/*')],
      'runs instances where nobody looks',
      ['ec2:RunInstances', aws('ec2', 'instance/*', 'ap-southeast-1')],
    ],
    [
      [
        'ec2:DeleteFlowLogs',
        { ...aws('ec2', 'vpc-flow-log/1', 'ap-southeast-1'), tags: { stack: 'production-region-asia' } },
      ],
      'keeps another network from being logged',
      ['ec2:DeleteFlowLogs', aws('ec2', 'vpc-flow-log/1', 'ap-southeast-1')],
    ],
    [
      [
        'elasticloadbalancing:ModifyListener',
        {
          ...aws('elasticloadbalancing', 'listener/1', 'ap-southeast-1'),
          tags: { stack: 'production-region-asia' },
        },
      ],
      'answers for another service',
      [
        'elasticloadbalancing:ModifyListener',
        { ...aws('elasticloadbalancing', 'listener/1', 'ap-southeast-1'), tags: { stack: asia } },
      ],
    ],
    [
      ['s3:PutBucketPolicy', europeObjects],
      'opens another region’s objects',
      ['s3:PutBucketPolicy', asiaObjects],
    ],
    [
      ['rds:DeleteDBCluster', account.thing(dataAsia, 'aws_rds_cluster')],
      'loses the database',
      [
        'elasticloadbalancing:DeleteLoadBalancer',
        { ...aws('elasticloadbalancing', 'loadbalancer/1', 'ap-southeast-1'), tags: { stack: asia } },
      ],
    ],
    [
      ['route53:ChangeResourceRecordSets', siteRecord],
      'points the site elsewhere',
      ['route53:ChangeResourceRecordSets', account.first(asia, 'aws_route53_record')],
    ],
    [
      [
        'route53:ChangeResourceRecordSets',
        zone,
        { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': '_1.origin.meridian.example' },
      ],
      'lets the certificates of all regions expire',
      ['route53:UpdateHealthCheck', account.first(asia, 'aws_route53_health_check')],
    ],
    [
      [
        'acm:RequestCertificate',
        outside('*'),
        { 'acm:DomainNames': 'www.meridian.example', 'aws:RequestedRegion': 'ap-southeast-1' },
      ],
      'passes for the site',
      [
        'acm:RequestCertificate',
        outside('*'),
        { 'acm:DomainNames': '*.origin.meridian.example', 'aws:RequestedRegion': 'ap-southeast-1' },
      ],
    ],
    [
      ['iam:DeleteServiceLinkedRole', iam('role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
      'takes a service’s role from every stack',
      ['iam:DeleteServiceLinkedRole', account.first(asia, 'aws_iam_service_linked_role')],
    ],
    [
      ['iam:DeleteServiceLinkedRole', account.first(europe, 'aws_iam_service_linked_role')],
      'keeps another region from growing',
      ['iam:UpdateRoleDescription', account.first(asia, 'aws_iam_service_linked_role')],
    ],
    [
      ['globalaccelerator:DeleteAccelerator', account.thing(global, 'aws_globalaccelerator_accelerator')],
      'takes the addresses from every region',
      ['globalaccelerator:CreateEndpointGroup', account.thing(global, 'aws_globalaccelerator_listener')],
    ],
  ),
  ...by(
    'demo-data-europe-apply',
    [
      ['rds:DeleteGlobalCluster', account.thing(dataAsia, 'aws_rds_global_cluster')],
      'ends the database',
      ['rds:RemoveFromGlobalCluster', account.thing(dataAsia, 'aws_rds_global_cluster')],
    ],
    [
      ['rds:ModifyDBCluster', account.thing(dataAsia, 'aws_rds_cluster')],
      'sets another member’s password',
      ['rds:ModifyDBCluster', account.thing(dataEurope, 'aws_rds_cluster')],
    ],
    [['ec2:DeleteVpc', vpcOf(europe)], 'ends the region', ['ec2:CreateSecurityGroup', vpcOf(europe)]],
    [
      [
        'ec2:AuthorizeSecurityGroupIngress',
        { ...aws('ec2', 'security-group/1', 'eu-central-1'), tags: { stack: europe } },
      ],
      'opens the service’s ports',
      [
        'ec2:AuthorizeSecurityGroupIngress',
        { ...aws('ec2', 'security-group/1', 'eu-central-1'), tags: { stack: dataEurope } },
      ],
    ],
    [
      ['secretsmanager:GetSecretValue', master],
      'is the database’s administrator',
      ['secretsmanager:DescribeSecret', master],
    ],
    [
      ['route53:DisableHostedZoneDNSSEC', zone],
      'takes the signatures off every name',
      [
        'route53:AssociateVPCWithHostedZone',
        account.thing(dataAsia, 'aws_route53_zone'),
        { 'route53:VPCs': 'VPCId=vpc-1,VPCRegion=eu-central-1' },
      ],
    ],
    [
      [
        'route53:AssociateVPCWithHostedZone',
        account.thing(dataAsia, 'aws_route53_zone'),
        { 'route53:VPCs': 'VPCId=vpc-1,VPCRegion=us-east-1' },
      ],
      'tells private names to other networks',
      [
        'route53:DisassociateVPCFromHostedZone',
        account.thing(dataAsia, 'aws_route53_zone'),
        { 'route53:VPCs': 'VPCId=vpc-1,VPCRegion=eu-central-1' },
      ],
    ],
  ),
  ...by(
    'demo-data-asia-apply',
    [
      ['ec2:CreateTags', aws('ec2', 'vpc/1', 'ap-southeast-1'), ofDeployment],
      'has a network joined that is not the deployment’s',
      ['ec2:CreateTags', aws('ec2', 'security-group-rule/1', 'ap-southeast-1'), ofDeployment],
    ],
    [
      ['cloudwatch:DeleteAlarms', aws('cloudwatch', 'alarm:certificate-expires-1', 'ap-southeast-1')],
      'lets a certificate expire in silence',
      ['cloudwatch:DeleteAlarms', account.first(dataAsia, 'aws_cloudwatch_metric_alarm')],
    ],
    [
      ['secretsmanager:UpdateSecret', serviceSecret],
      'gives the service a password of its own',
      ['secretsmanager:UpdateSecret', master],
    ],
    [
      ['secretsmanager:DeleteSecret', serviceSecret],
      'takes the service’s password away',
      ['secretsmanager:DeleteSecret', master],
    ],
    [
      ['secretsmanager:CreateSecret', aws('secretsmanager', 'secret:demo/edge-token-key/v2')],
      'makes a key of the edge',
      ['secretsmanager:CreateSecret', aws('secretsmanager', 'secret:demo/database/master')],
    ],
    [
      ['secretsmanager:GetSecretValue', originSecret],
      'passes for CloudFront',
      ['secretsmanager:GetRandomPassword', outside('*')],
    ],
  ),
  ...by(
    'demo-mesh-apply',
    [
      ['ec2:CreateTags', aws('ec2', 'vpc/1', 'eu-central-1'), ofDeployment],
      'lets itself into a network that is not the deployment’s',
      ['ec2:CreateTags', aws('ec2', 'vpc-peering-connection/1', 'eu-central-1'), ofDeployment],
    ],
    [
      ['ec2:CreateTags', aws('ec2', 'route-table/1', 'eu-central-1'), ofDeployment],
      'lets itself into the routes of a network that is not the deployment’s',
      ['ec2:DeleteTags', aws('ec2', 'vpc-peering-connection/1', 'eu-central-1')],
    ],
    [['ec2:DeleteVpc', vpcOf(europe)], 'ends a region', ['ec2:CreateVpcPeeringConnection', vpcOf(europe)]],
    [
      ['ec2:DeleteRouteTable', account.first(europe, 'aws_route_table')],
      'cuts a region off',
      ['ec2:CreateRoute', account.first(europe, 'aws_route_table')],
    ],
    [
      ['ec2:CreateRoute', aws('ec2', 'route-table/1')],
      'routes where the platform is not',
      ['ec2:DeleteRoute', account.first(asia, 'aws_route_table')],
    ],
    [
      ['ec2:AuthorizeSecurityGroupIngress', aws('ec2', 'security-group/1', 'eu-central-1')],
      'opens ports',
      ['ec2:AcceptVpcPeeringConnection', vpcOf(europe)],
    ],
    [
      ['ec2:CreateVpcPeeringConnection', peering, { 'ec2:AccepterVpc': vpcOfOthers }],
      'asks a network of another account in',
      ['ec2:CreateVpcPeeringConnection', peering, { 'ec2:AccepterVpc': vpcOf(asia).arn }],
    ],
    [
      ['ec2:AcceptVpcPeeringConnection', peering, { 'ec2:RequesterVpc': vpcOfOthers }],
      'lets a network of another account in',
      ['ec2:AcceptVpcPeeringConnection', peering, { 'ec2:RequesterVpc': vpcOf(asia).arn }],
    ],
    [
      ['ec2:CreateVpcPeeringConnection', aws('ec2', 'vpc/1', 'eu-central-1')],
      'peers with a network that is not the deployment’s',
      ['ec2:CreateVpcPeeringConnection', vpcOf(asia)],
    ],
    [
      ['ec2:CreateRoute', aws('ec2', 'route-table/1', 'eu-central-1')],
      'routes in a network that is not the deployment’s',
      ['ec2:ReplaceRoute', account.first(asia, 'aws_route_table')],
    ],
    [
      ['s3:PutReplicationConfiguration', accessLogs],
      'copies the access logs elsewhere',
      ['s3:PutReplicationConfiguration', asiaObjects],
    ],
    [
      ['s3:PutReplicationConfiguration', state],
      'copies every state elsewhere',
      ['s3:PutReplicationConfiguration', europeObjects],
    ],
    [
      ['s3:PutReplicationConfiguration', bucketOfOthers('demo-evil-objects-1')],
      'takes a bucket of another account for a region’s',
      ['s3:ListBucket', asiaObjects],
    ],
    [
      ['s3:PutBucketPolicy', asiaObjects],
      'opens a region’s objects',
      ['s3:GetReplicationConfiguration', asiaObjects],
    ],
  ),
  ...by(
    'demo-state-apply',
    [
      ['cloudwatch:DeleteAlarms', aws('cloudwatch', 'alarm:certificate-expires-1')],
      'lets a certificate expire in silence',
      ['cloudwatch:DeleteAlarms', aws('cloudwatch', 'alarm:demo-state-replica-failed')],
    ],
    [
      ['iam:PutRolePolicy', account.role('demo-state-apply')],
      'gives itself more',
      ['iam:GetRolePolicy', account.role('demo-state-apply')],
    ],
    [
      ['iam:CreatePolicyVersion', boundaryOf(backfill)],
      'widens a boundary',
      ['iam:GetPolicy', boundaryOf(backfill)],
    ],
    [['s3:GetObject', stateOf(global)], 'reads another stack’s state', ['s3:PutBucketVersioning', state]],
    [
      ['s3:DeleteObjectVersion', stateOf(global)],
      'loses what was deployed',
      ['s3:PutBucketPolicy', account.thing('demo-state', 'aws_s3_bucket', 'demo-state-access-logs')],
    ],
    [['s3:PutBucketPolicy', mediaBucket], 'opens the media buckets', ['s3:PutBucketPolicy', state]],
    [
      ['kms:PutKeyPolicy', mediaKey],
      'takes the media key',
      ['kms:PutKeyPolicy', account.thing('demo-state', 'aws_kms_key')],
    ],
  ),
];
