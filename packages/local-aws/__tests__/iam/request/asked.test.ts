import { askedOf } from '../../../iam/request/asked';
import type { SignedRequest } from '../../../iam/request/operation';
import { placeWith } from '../support/place';
import { form, json, signed } from '../support/requests';

const A = '123456789012';
const ROLE = `arn:aws:iam::${A}:role/demo-global/worker`;
const KEY = `arn:aws:kms:eu-west-1:${A}:key/1`;
const OTHER_KEY = `arn:aws:kms:eu-west-1:${A}:key/2`;
const place = placeWith({
  'role worker': ROLE,
  'boundary of a role worker': `arn:aws:iam::${A}:policy/bound`,
  'role of a profile web': ROLE,
  'key alias/demo': KEY,
  'key blob': KEY,
  'key alias/other': OTHER_KEY,
  'secret demo/origin': `arn:aws:secretsmanager:eu-west-1:${A}:secret:demo/origin-AbCdEf`,
  'instance-profile web': `arn:aws:iam::${A}:instance-profile/demo/web`,
  'requester of a peering pcx-12345678': `arn:aws:ec2:us-east-1:${A}:vpc/vpc-aaaaaaaa`,
  'accepter of a peering pcx-12345678': `arn:aws:ec2:eu-west-1:${A}:vpc/vpc-bbbbbbbb`,
  'function of a mapping u-1': `arn:aws:lambda:eu-west-1:${A}:function:fill`,
});

/** What a request asks for, as `action resource resource`. */
async function asked(request: SignedRequest): Promise<string[]> {
  const found = await askedOf(request, place);
  return found?.asked.map(({ action, resources }) => [action, ...resources].join(' ')) ?? [];
}

async function keys(request: SignedRequest, of?: string) {
  const found = await askedOf(request, place);
  return found?.asked.find(({ action }) => of === undefined || action === of)?.keys;
}

const s3 = (method: string, target: string, headers: Record<string, string> = {}, body?: string) =>
  signed('s3', { method, target, headers, body });
const rest = (service: string, method: string, target: string, body?: string) =>
  signed(service, { method, target, body });
const webAcl = `arn:aws:wafv2:eu-west-1:${A}:regional/webacl/way/1`;
const balancer = `arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/app/way/1`;
const lambdaArn = `arn:aws:lambda:eu-west-1:${A}:function`;

describe('what a request asks for', () => {
  it.each<[string, SignedRequest, unknown[]]>([
    ['a bucket', s3('GET', '/photos?policy'), ['s3:GetBucketPolicy arn:aws:s3:::photos']],
    [
      'a parameter of AWS’s own, which is in no account',
      json('ssm', 'GetParameter', { Name: '/aws/service/ami-amazon-linux-latest/al2023' }),
      ['ssm:GetParameter arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/al2023'],
    ],
    [
      'the tags of a distribution that is made, and not those of the function it refers to',
      rest(
        'cloudfront',
        'POST',
        '/2020-05-31/distribution?WithTags',
        `<DistributionConfigWithTags><DistributionConfig><FunctionARN>arn:aws:cloudfront::${A}:function/f</FunctionARN></DistributionConfig><Tags/></DistributionConfigWithTags>`,
      ),
      [
        `cloudfront:CreateDistribution arn:aws:cloudfront::${A}:distribution/*`,
        `cloudfront:TagResource arn:aws:cloudfront::${A}:distribution/*`,
      ],
    ],
    ['all buckets', s3('GET', '/'), ['s3:ListAllMyBuckets *']],
    ['an object', s3('GET', '/photos/a/b%20c.jpg'), ['s3:GetObject arn:aws:s3:::photos/a/b c.jpg']],
    ['a version', s3('GET', '/photos/a?versionId=1'), ['s3:GetObjectVersion arn:aws:s3:::photos/a']],
    ['a listing', s3('GET', '/photos?list-type=2'), ['s3:ListBucket arn:aws:s3:::photos']],
    [
      'a copy',
      s3('PUT', '/photos/a', { 'x-amz-copy-source': 'films/b%20c' }),
      ['s3:PutObject arn:aws:s3:::photos/a', 's3:GetObject arn:aws:s3:::films/b c'],
    ],
    [
      'an object with tags and an ACL',
      s3('PUT', '/photos/a', { 'x-amz-tagging': 'a=b', 'x-amz-acl': 'public-read' }),
      [
        's3:PutObject arn:aws:s3:::photos/a',
        's3:PutObjectTagging arn:aws:s3:::photos/a',
        's3:PutObjectAcl arn:aws:s3:::photos/a',
      ],
    ],
    [
      'an object that is given to others by a header of each',
      s3('PUT', '/photos/a', { 'x-amz-grant-read': 'id=1', 'x-amz-grant-full-control': 'id=2' }),
      ['s3:PutObject arn:aws:s3:::photos/a', 's3:PutObjectAcl arn:aws:s3:::photos/a'],
    ],
    [
      'many objects, and versions of some',
      s3(
        'POST',
        '/photos?delete',
        {},
        '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>1</VersionId></Object></Delete>',
      ),
      ['s3:DeleteObject arn:aws:s3:::photos/a', 's3:DeleteObjectVersion arn:aws:s3:::photos/b'],
    ],
    [
      'what is encrypted again under another key',
      json('kms', 'ReEncrypt', { CiphertextBlob: 'blob', DestinationKeyId: 'alias/other' }),
      [`kms:ReEncryptFrom ${KEY}`, `kms:ReEncryptTo ${OTHER_KEY}`],
    ],
    [
      'many objects',
      s3(
        'POST',
        '/photos?delete',
        {},
        '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>',
      ),
      ['s3:DeleteObject arn:aws:s3:::photos/a arn:aws:s3:::photos/b'],
    ],

    [
      'what is to be made in EC2',
      form('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }),
      [`ec2:CreateVpc arn:aws:ec2:eu-west-1:${A}:vpc/*`],
    ],
    [
      'what is to be made with tags',
      form('ec2', 'CreateSubnet', {
        VpcId: 'vpc-0123456789abcdef0',
        'TagSpecification.1.ResourceType': 'subnet',
        'TagSpecification.1.Tag.1.Key': 'stack',
        'TagSpecification.1.Tag.1.Value': 'demo',
      }),
      [
        `ec2:CreateSubnet arn:aws:ec2:eu-west-1:${A}:subnet/* arn:aws:ec2:eu-west-1:${A}:vpc/vpc-0123456789abcdef0`,
        `ec2:CreateTags arn:aws:ec2:eu-west-1:${A}:subnet/*`,
      ],
    ],
    [
      'a flow log into a bucket',
      form('ec2', 'CreateFlowLogs', {
        ResourceType: 'VPC',
        'ResourceId.1': 'vpc-0123456789abcdef0',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::logs',
      }),
      [expect.stringContaining('ec2:CreateFlowLogs '), 'logs:CreateLogDelivery *'],
    ],
    [
      'a security group',
      form('ec2', 'DeleteSecurityGroup', { GroupId: 'sg-0123456789abcdef0' }),
      [`ec2:DeleteSecurityGroup arn:aws:ec2:eu-west-1:${A}:security-group/sg-0123456789abcdef0`],
    ],
    [
      'a description',
      form('ec2', 'DescribeVpcs', { 'VpcId.1': 'vpc-0123456789abcdef0' }),
      ['ec2:DescribeVpcs *'],
    ],
    [
      'an instance with a profile',
      form('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', 'IamInstanceProfile.Name': 'web' }),
      [expect.stringContaining('ec2:RunInstances '), `iam:PassRole ${ROLE}`],
    ],

    [
      'a listener',
      form('elasticloadbalancing', 'CreateListener', {
        LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1`,
        'DefaultActions.member.1.TargetGroupArn': `arn:aws:elasticloadbalancing:eu-west-1:${A}:targetgroup/t/1`,
      }),
      [
        `elasticloadbalancing:CreateListener arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1`,
      ],
    ],
    [
      'a load balancer to be made',
      form('elasticloadbalancing', 'CreateLoadBalancer', { Name: 'a', Type: 'network' }),
      [
        `elasticloadbalancing:CreateLoadBalancer arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/*`,
      ],
    ],
    [
      'a load balancer whose security groups are looked at',
      form('elasticloadbalancing', 'CreateLoadBalancer', {
        Name: 'a',
        Type: 'application',
        'SecurityGroups.member.1': 'sg-0123456789abcdef0',
      }),
      [
        `elasticloadbalancing:CreateLoadBalancer arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/app/a/*`,
        'ec2:GetSecurityGroupsForVpc *',
      ],
    ],
    [
      'a load balancer and a target group that get tags',
      form('elasticloadbalancing', 'AddTags', {
        'ResourceArns.member.1': `arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1`,
        'ResourceArns.member.2': `arn:aws:elasticloadbalancing:eu-west-1:${A}:targetgroup/t/1`,
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': 'b',
      }),
      [
        `elasticloadbalancing:AddTags arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1 arn:aws:elasticloadbalancing:eu-west-1:${A}:targetgroup/t/1`,
      ],
    ],
    [
      'an auto scaling group',
      form('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: 'web' }),
      [
        `autoscaling:UpdateAutoScalingGroup arn:aws:autoscaling:eu-west-1:${A}:autoScalingGroup:*:autoScalingGroupName/web`,
      ],
    ],

    [
      'a role by its name',
      form('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'p' }),
      [`iam:PutRolePolicy ${ROLE}`],
    ],
    [
      'a role to be made under a path, with tags',
      form('iam', 'CreateRole', {
        RoleName: 'new',
        Path: '/demo/',
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': 'b',
      }),
      [`iam:CreateRole arn:aws:iam::${A}:role/demo/new`, `iam:TagRole arn:aws:iam::${A}:role/demo/new`],
    ],
    [
      'a policy',
      form('iam', 'GetPolicy', { PolicyArn: `arn:aws:iam::${A}:policy/ci/p` }),
      [`iam:GetPolicy arn:aws:iam::${A}:policy/ci/p`],
    ],
    [
      'a role put into a profile',
      form('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'worker' }),
      [`iam:AddRoleToInstanceProfile arn:aws:iam::${A}:instance-profile/demo/web`, `iam:PassRole ${ROLE}`],
    ],
    [
      'a service-linked role',
      form('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'rds.amazonaws.com' }),
      [`iam:CreateServiceLinkedRole arn:aws:iam::${A}:role/aws-service-role/rds.amazonaws.com/*`],
    ],
    [
      'the role of a service that is being deleted',
      form('iam', 'GetServiceLinkedRoleDeletionStatus', {
        DeletionTaskId: 'task/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_a/1-2',
      }),
      [
        `iam:GetServiceLinkedRoleDeletionStatus arn:aws:iam::${A}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_a`,
      ],
    ],
    [
      'an identity provider',
      form('iam', 'CreateOpenIDConnectProvider', { Url: 'https://token.actions.githubusercontent.com' }),
      [`iam:CreateOpenIDConnectProvider arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`],
    ],
    ['nobody', form('sts', 'GetCallerIdentity'), ['sts:GetCallerIdentity *']],
    ['a role to assume', form('sts', 'AssumeRole', { RoleArn: ROLE }), [`sts:AssumeRole ${ROLE}`]],

    ['a key by its id', json('kms', 'DescribeKey', { KeyId: '1' }), [`kms:DescribeKey ${KEY}`]],
    ['a key by its ARN', json('kms', 'DescribeKey', { KeyId: KEY }), [`kms:DescribeKey ${KEY}`]],
    ['a key by its alias', json('kms', 'Encrypt', { KeyId: 'alias/demo' }), [`kms:Encrypt ${KEY}`]],
    ['the key of a ciphertext', json('kms', 'Decrypt', { CiphertextBlob: 'blob' }), [`kms:Decrypt ${KEY}`]],
    [
      'an alias and its key',
      json('kms', 'CreateAlias', { AliasName: 'alias/new', TargetKeyId: '1' }),
      [`kms:CreateAlias arn:aws:kms:eu-west-1:${A}:alias/new ${KEY}`],
    ],
    [
      'an alias that goes, and the key that it leads to',
      json('kms', 'DeleteAlias', { AliasName: 'alias/demo' }),
      [`kms:DeleteAlias arn:aws:kms:eu-west-1:${A}:alias/demo ${KEY}`],
    ],
    [
      'a secret by its name',
      json('secretsmanager', 'GetSecretValue', { SecretId: 'demo/origin' }),
      [`secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-west-1:${A}:secret:demo/origin-AbCdEf`],
    ],
    [
      'a secret to be made',
      json('secretsmanager', 'CreateSecret', { Name: 'demo/new' }),
      [`secretsmanager:CreateSecret arn:aws:secretsmanager:eu-west-1:${A}:secret:demo/new-??????`],
    ],
    [
      'a queue',
      json('sqs', 'SendMessage', { QueueUrl: `http://127.0.0.1:4566/${A}/misses` }),
      [`sqs:SendMessage arn:aws:sqs:eu-west-1:${A}:misses`],
    ],
    [
      'a queue to be made',
      json('sqs', 'CreateQueue', { QueueName: 'misses' }),
      [`sqs:CreateQueue arn:aws:sqs:eu-west-1:${A}:misses`],
    ],
    [
      'a topic',
      form('sns', 'Publish', { TopicArn: `arn:aws:sns:eu-west-1:${A}:alarms` }),
      [`sns:Publish arn:aws:sns:eu-west-1:${A}:alarms`],
    ],
    [
      'the topic of a subscription',
      form('sns', 'GetSubscriptionAttributes', { SubscriptionArn: `arn:aws:sns:eu-west-1:${A}:alarms:1-2` }),
      [`sns:GetSubscriptionAttributes arn:aws:sns:eu-west-1:${A}:alarms`],
    ],
    [
      'a topic to be made',
      form('sns', 'CreateTopic', { Name: 'alarms' }),
      [`sns:CreateTopic arn:aws:sns:eu-west-1:${A}:alarms`],
    ],

    [
      'a function',
      rest('lambda', 'POST', '/2015-03-31/functions/fill/invocations'),
      [`lambda:InvokeFunction ${lambdaArn}:fill`],
    ],
    [
      'a version of a function',
      rest('lambda', 'GET', '/2015-03-31/functions/fill?Qualifier=3'),
      [`lambda:GetFunction ${lambdaArn}:fill:3`],
    ],
    [
      'a function by its ARN',
      rest('lambda', 'GET', `/2015-03-31/functions/${encodeURIComponent(`${lambdaArn}:fill`)}`),
      [`lambda:GetFunction ${lambdaArn}:fill`],
    ],
    [
      'a function to be made with its role',
      rest(
        'lambda',
        'POST',
        '/2015-03-31/functions',
        JSON.stringify({ FunctionName: 'fill', Role: ROLE, Tags: { a: 'b' } }),
      ),
      [
        `lambda:CreateFunction ${lambdaArn}:fill`,
        `lambda:TagResource ${lambdaArn}:fill`,
        `iam:PassRole ${ROLE}`,
      ],
    ],
    [
      'a log group',
      json('logs', 'CreateLogGroup', { logGroupName: '/aws/lambda/f' }),
      [`logs:CreateLogGroup arn:aws:logs:eu-west-1:${A}:log-group:/aws/lambda/f:log-stream:`],
    ],
    [
      'a log stream',
      json('logs', 'PutLogEvents', { logGroupName: '/f', logStreamName: 's' }),
      [`logs:PutLogEvents arn:aws:logs:eu-west-1:${A}:log-group:/f:log-stream:s`],
    ],
    [
      'the tags of a log group',
      json('logs', 'ListTagsForResource', { resourceArn: `arn:aws:logs:eu-west-1:${A}:log-group:/f` }),
      [`logs:ListTagsForResource arn:aws:logs:eu-west-1:${A}:log-group:/f`],
    ],
    [
      'an alarm',
      form('monitoring', 'PutMetricAlarm', {
        AlarmName: 'demo/5xx',
        'AlarmActions.member.1': `arn:aws:sns:eu-west-1:${A}:alarms`,
      }),
      [`cloudwatch:PutMetricAlarm arn:aws:cloudwatch:eu-west-1:${A}:alarm:demo/5xx`],
    ],
    ['a metric', form('monitoring', 'PutMetricData', { Namespace: 'app' }), ['cloudwatch:PutMetricData *']],

    [
      'a database cluster',
      form('rds', 'CreateDBCluster', {
        DBClusterIdentifier: 'demo',
        DBSubnetGroupName: 'nets',
        GlobalClusterIdentifier: 'world',
      }),
      [
        `rds:CreateDBCluster arn:aws:rds:eu-west-1:${A}:cluster:demo arn:aws:rds:eu-west-1:${A}:subgrp:nets arn:aws:rds::${A}:global-cluster:world`,
      ],
    ],
    [
      'the tags of a database',
      form('rds', 'ListTagsForResource', { ResourceName: `arn:aws:rds:eu-west-1:${A}:db:d` }),
      [`rds:ListTagsForResource arn:aws:rds:eu-west-1:${A}:db:d`],
    ],
    [
      'a distribution',
      rest('cloudfront', 'GET', '/2020-05-31/distribution/E1'),
      [`cloudfront:GetDistribution arn:aws:cloudfront::${A}:distribution/E1`],
    ],
    [
      'a function of CloudFront',
      rest('cloudfront', 'GET', '/2020-05-31/function/f/describe'),
      [`cloudfront:DescribeFunction arn:aws:cloudfront::${A}:function/f`],
    ],
    [
      'a mapping to be made with tags',
      rest(
        'lambda',
        'POST',
        '/2015-03-31/event-source-mappings',
        JSON.stringify({ FunctionName: 'f', Tags: { a: 'b' } }),
      ),
      [
        'lambda:CreateEventSourceMapping *',
        `lambda:TagResource arn:aws:lambda:eu-west-1:${A}:event-source-mapping:*`,
      ],
    ],
    [
      'a delivery to be made with tags, to a destination that was there',
      json('logs', 'CreateDelivery', {
        deliverySourceName: 'site',
        deliveryDestinationArn: `arn:aws:logs:eu-west-1:${A}:delivery-destination:logs`,
        tags: { a: 'b' },
      }),
      [
        expect.stringContaining(`arn:aws:logs:eu-west-1:${A}:delivery-destination:logs`),
        `logs:TagResource arn:aws:logs:eu-west-1:${A}:delivery:*`,
      ],
    ],
    [
      'a listener to be made with tags',
      form('elasticloadbalancing', 'CreateListener', {
        LoadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1`,
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': 'b',
      }),
      [
        `elasticloadbalancing:CreateListener arn:aws:elasticloadbalancing:eu-west-1:${A}:loadbalancer/net/a/1`,
        `elasticloadbalancing:AddTags arn:aws:elasticloadbalancing:eu-west-1:${A}:listener/net/a/1/*`,
      ],
    ],
    [
      'a database to be made with tags, in a cluster that was there',
      form('rds', 'CreateDBInstance', {
        DBInstanceIdentifier: 'd',
        DBClusterIdentifier: 'c',
        'Tags.Tag.1.Key': 'a',
        'Tags.Tag.1.Value': 'b',
      }),
      [
        `rds:CreateDBInstance arn:aws:rds:eu-west-1:${A}:db:d arn:aws:rds:eu-west-1:${A}:cluster:c`,
        `rds:AddTagsToResource arn:aws:rds:eu-west-1:${A}:db:d`,
      ],
    ],
    [
      'a distribution to be made',
      rest('cloudfront', 'POST', '/2020-05-31/distribution'),
      [`cloudfront:CreateDistribution arn:aws:cloudfront::${A}:distribution/*`],
    ],
    [
      'a cache policy to be made',
      rest('cloudfront', 'POST', '/2020-05-31/cache-policy'),
      [`cloudfront:CreateCachePolicy arn:aws:cloudfront::${A}:cache-policy/*`],
    ],
    [
      'all distributions',
      rest('cloudfront', 'GET', '/2020-05-31/distribution'),
      ['cloudfront:ListDistributions *'],
    ],
    [
      'the tags of a distribution',
      rest('cloudfront', 'GET', `/2020-05-31/tagging?Resource=arn:aws:cloudfront::${A}:distribution/E1`),
      [`cloudfront:ListTagsForResource arn:aws:cloudfront::${A}:distribution/E1`],
    ],
    [
      'keys at the edge',
      rest(
        'cloudfront-keyvaluestore',
        'PUT',
        `/key-value-stores/${encodeURIComponent(`arn:aws:cloudfront::${A}:key-value-store/s`)}/keys/k`,
      ),
      [`cloudfront-keyvaluestore:PutKey arn:aws:cloudfront::${A}:key-value-store/s`],
    ],
    [
      'a zone',
      rest('route53', 'GET', '/2013-04-01/hostedzone/Z1'),
      ['route53:GetHostedZone arn:aws:route53:::hostedzone/Z1'],
    ],
    [
      'the tags of a health check',
      rest('route53', 'GET', '/2013-04-01/tags/healthcheck/h'),
      ['route53:ListTagsForResource arn:aws:route53:::healthcheck/h'],
    ],
    [
      'a change',
      rest('route53', 'GET', '/2013-04-01/change/C1'),
      ['route53:GetChange arn:aws:route53:::change/C1'],
    ],
    ['a zone to be made', rest('route53', 'POST', '/2013-04-01/hostedzone'), ['route53:CreateHostedZone *']],
    [
      'an accelerator’s listener',
      json('globalaccelerator', 'CreateEndpointGroup', {
        ListenerArn: `arn:aws:globalaccelerator::${A}:accelerator/a/listener/l`,
      }),
      [`globalaccelerator:CreateEndpointGroup arn:aws:globalaccelerator::${A}:accelerator/a/listener/l`],
    ],
    [
      'an accelerator whose flow logs go to a bucket',
      json('globalaccelerator', 'UpdateAcceleratorAttributes', {
        AcceleratorArn: `arn:aws:globalaccelerator::${A}:accelerator/a`,
        FlowLogsEnabled: true,
        FlowLogsS3Bucket: 'logs',
      }),
      [
        `globalaccelerator:UpdateAcceleratorAttributes arn:aws:globalaccelerator::${A}:accelerator/a`,
        'logs:CreateLogDelivery *',
      ],
    ],
    [
      'a firewall to be made',
      json('wafv2', 'CreateWebACL', { Name: 'site', Scope: 'CLOUDFRONT' }),
      [`wafv2:CreateWebACL arn:aws:wafv2:eu-west-1:${A}:global/webacl/site/*`],
    ],
    [
      'a regional firewall to be made',
      json('wafv2', 'CreateWebACL', { Name: 'way', Scope: 'REGIONAL' }),
      [`wafv2:CreateWebACL arn:aws:wafv2:eu-west-1:${A}:regional/webacl/way/*`],
    ],
    [
      'a firewall in front of a load balancer',
      json('wafv2', 'AssociateWebACL', { WebACLArn: webAcl, ResourceArn: balancer }),
      [`wafv2:AssociateWebACL ${webAcl} ${balancer}`],
    ],
    [
      'a firewall whose logs WAF lets into their group',
      json('wafv2', 'PutLoggingConfiguration', {
        LoggingConfiguration: {
          ResourceArn: webAcl,
          LogDestinationConfigs: [`arn:aws:logs:eu-west-1:${A}:log-group:aws-waf-logs-way`],
        },
      }),
      [
        `wafv2:PutLoggingConfiguration ${webAcl}`,
        'logs:CreateLogDelivery *',
        'logs:PutResourcePolicy *',
        'logs:DescribeResourcePolicies *',
        'logs:DescribeLogGroups *',
      ],
    ],
    [
      'a firewall that goes from a load balancer',
      json('wafv2', 'DisassociateWebACL', { ResourceArn: balancer }),
      [`wafv2:DisassociateWebACL ${balancer}`],
    ],
    [
      'tags of a firewall',
      json('wafv2', 'TagResource', { ResourceARN: webAcl, Tags: [{ Key: 'team', Value: 'edge' }] }),
      [`wafv2:TagResource ${webAcl}`],
    ],
    [
      'a firewall that loses a tag',
      json('wafv2', 'UntagResource', { ResourceARN: webAcl, TagKeys: ['team'] }),
      [`wafv2:UntagResource ${webAcl}`],
    ],
    [
      'tags of a group of instances',
      form('autoscaling', 'CreateOrUpdateTags', {
        'Tags.member.1.ResourceId': 'web',
        'Tags.member.1.ResourceType': 'auto-scaling-group',
        'Tags.member.1.Key': 'team',
        'Tags.member.1.Value': 'edge',
      }),
      [
        `autoscaling:CreateOrUpdateTags arn:aws:autoscaling:eu-west-1:${A}:autoScalingGroup:*:autoScalingGroupName/web`,
      ],
    ],
    [
      'the firewall of a load balancer',
      json('wafv2', 'GetWebACLForResource', { ResourceArn: balancer }),
      [`wafv2:GetWebACLForResource arn:aws:wafv2:eu-west-1:${A}:regional/webacl/*/* ${balancer}`],
    ],
    [
      'a certificate',
      json('acm', 'DescribeCertificate', { CertificateArn: `arn:aws:acm:eu-west-1:${A}:certificate/1` }),
      [`acm:DescribeCertificate arn:aws:acm:eu-west-1:${A}:certificate/1`],
    ],
    [
      'a protection',
      json('shield', 'DescribeProtection', { ProtectionId: 'p' }),
      [`shield:DescribeProtection arn:aws:shield::${A}:protection/p`],
    ],
    [
      'parameters',
      json('ssm', 'GetParameters', { Names: ['/a/b', 'c'] }),
      [`ssm:GetParameters arn:aws:ssm:eu-west-1:${A}:parameter/a/b arn:aws:ssm:eu-west-1:${A}:parameter/c`],
    ],
    [
      'the tags of a parameter',
      json('ssm', 'ListTagsForResource', { ResourceType: 'Parameter', ResourceId: '/a/b' }),
      [`ssm:ListTagsForResource arn:aws:ssm:eu-west-1:${A}:parameter/a/b`],
    ],
    [
      'a routing control',
      json('route53-recovery-cluster', 'UpdateRoutingControlState', {
        RoutingControlArn: `arn:aws:route53-recovery-control::${A}:controlpanel/p/routingcontrol/r`,
      }),
      [
        `route53-recovery-cluster:UpdateRoutingControlState arn:aws:route53-recovery-control::${A}:controlpanel/p/routingcontrol/r`,
      ],
    ],
    [
      'an event rule',
      json('events', 'PutTargets', { Rule: 'r' }),
      [`events:PutTargets arn:aws:events:eu-west-1:${A}:rule/r`],
    ],
    [
      'an API',
      rest('apigateway', 'POST', '/restapis/a/stages'),
      ['apigateway:POST arn:aws:apigateway:eu-west-1::/restapis/a/stages'],
    ],
  ])('%s', async (_, request, expected) => {
    expect(await asked(request)).toEqual(expected);
  });

  it('is nothing where no operation is known', async () => {
    expect(await askedOf(signed('s3', { method: 'PATCH', target: '/photos' }), place)).toBeUndefined();
  });
});

describe('the condition keys of a request', () => {
  it('are where it goes and how', async () => {
    expect(await keys(json('kms', 'ListKeys'))).toMatchObject({
      'aws:RequestedRegion': 'eu-west-1',
      'aws:SecureTransport': 'true',
    });
  });

  it.each<[string, SignedRequest, object]>([
    [
      'a form',
      form('iam', 'TagRole', { RoleName: 'worker', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' }),
      { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    ],
    [
      'EC2’s specifications',
      form('ec2', 'CreateVpc', {
        'TagSpecification.1.ResourceType': 'vpc',
        'TagSpecification.1.Tag.1.Key': 'a',
        'TagSpecification.1.Tag.1.Value': 'b',
      }),
      { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    ],
    [
      'KMS’s list',
      json('kms', 'CreateKey', { Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
      { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    ],
    [
      'a map',
      json('sqs', 'CreateQueue', { QueueName: 'q', tags: { a: 'b' } }),
      { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    ],
    [
      'XML',
      rest(
        'cloudfront',
        'POST',
        '/2020-05-31/distribution?WithTags',
        '<DistributionConfigWithTags><Tags><Items><Tag><Key>a</Key><Value>b</Value></Tag></Items></Tags></DistributionConfigWithTags>',
      ),
      { 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    ],
    [
      'keys to remove',
      json('kms', 'UntagResource', { KeyId: '1', TagKeys: ['a', 'b'] }),
      { 'aws:TagKeys': ['a', 'b'] },
    ],
  ])('are the tags in %s', async (_, request, expected) => {
    expect(await keys(request)).toMatchObject(expected);
  });

  it('has no tags where the request has none', async () => {
    expect(await keys(json('kms', 'CreateKey', {}))).not.toHaveProperty('aws:TagKeys');
  });

  it.each<[string, SignedRequest, object, string | undefined]>(
    (
      [
        [
          'a prefix',
          s3('GET', '/photos?list-type=2&prefix=a%2F&max-keys=10'),
          { 's3:prefix': 'a/', 's3:max-keys': '10' },
        ],
        ['an ACL', s3('PUT', '/photos/a', { 'x-amz-acl': 'public-read' }), { 's3:x-amz-acl': 'public-read' }],
        [
          'a boundary',
          form('iam', 'CreateRole', { RoleName: 'r', PermissionsBoundary: 'arn:b' }),
          { 'iam:PermissionsBoundary': 'arn:b' },
        ],
        [
          'the boundary that a role has',
          form('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'p' }),
          { 'iam:PermissionsBoundary': `arn:aws:iam::${A}:policy/bound` },
        ],
        [
          'the boundary that a role gets in place of it',
          form('iam', 'PutRolePermissionsBoundary', { RoleName: 'worker', PermissionsBoundary: 'arn:b' }),
          { 'iam:PermissionsBoundary': 'arn:b' },
        ],
        [
          'a service that gets a role',
          form('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'worker' }),
          { 'iam:PassedToService': 'ec2.amazonaws.com' },
          'iam:PassRole',
        ],
        [
          'what is tagged while it is made',
          form('ec2', 'CreateVpc', {
            'TagSpecification.1.Tag.1.Key': 'a',
            'TagSpecification.1.Tag.1.Value': 'b',
          }),
          { 'ec2:CreateAction': 'CreateVpc' },
          'ec2:CreateTags',
        ],
        [
          'an encryption context',
          json('kms', 'Encrypt', { KeyId: '1', EncryptionContext: { aws: 'x' } }),
          { 'kms:EncryptionContext:aws': 'x', 'kms:EncryptionContextKeys': ['aws'] },
        ],
        [
          'the VPCs of a peering that is asked for',
          form('ec2', 'CreateVpcPeeringConnection', {
            VpcId: 'vpc-aaaaaaaa',
            PeerVpcId: 'vpc-bbbbbbbb',
            PeerRegion: 'us-east-1',
            PeerOwnerId: '999999999999',
          }),
          {
            'ec2:RequesterVpc': `arn:aws:ec2:eu-west-1:${A}:vpc/vpc-aaaaaaaa`,
            'ec2:AccepterVpc': 'arn:aws:ec2:us-east-1:999999999999:vpc/vpc-bbbbbbbb',
          },
        ],
        [
          'the VPCs of a peering',
          form('ec2', 'AcceptVpcPeeringConnection', { VpcPeeringConnectionId: 'pcx-12345678' }),
          {
            'ec2:RequesterVpc': `arn:aws:ec2:us-east-1:${A}:vpc/vpc-aaaaaaaa`,
            'ec2:AccepterVpc': `arn:aws:ec2:eu-west-1:${A}:vpc/vpc-bbbbbbbb`,
          },
        ],
        [
          'a mapping’s function',
          rest(
            'lambda',
            'POST',
            '/2015-03-31/event-source-mappings',
            JSON.stringify({ FunctionName: 'fill' }),
          ),
          { 'lambda:FunctionArn': `${lambdaArn}:fill` },
        ],
        [
          'an existing mapping’s function',
          rest('lambda', 'DELETE', '/2015-03-31/event-source-mappings/u-1'),
          { 'lambda:FunctionArn': `${lambdaArn}:fill` },
        ],
        [
          'records',
          rest(
            'route53',
            'POST',
            '/2013-04-01/hostedzone/Z1/rrset/',
            '<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>*.WWW.example.com.</Name><Type>A</Type></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>',
          ),
          {
            'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['\\052.www.example.com'],
            'route53:ChangeResourceRecordSetsRecordTypes': ['A'],
          },
        ],
      ] as [string, SignedRequest, object, string?][]
    ).map(([about, request, expected, of]) => [about, request, expected, of]),
  )('are %s', async (_, request, expected, of) => {
    expect(await keys(request, of)).toMatchObject(expected);
  });
});
