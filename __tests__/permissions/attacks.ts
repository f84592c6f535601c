import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { Account, type Asked, type Thing } from '../support/account';
import { ACCOUNT } from './actions';

/** What a role must not do, and a thing of the same sort that is its work: a role that may do nothing withstands nothing. */
export interface Attack extends Asked {
  readonly who: string;
  readonly why: string;
  readonly instead: Asked;
}

export const account = new Account(validated(demo));

const outside = (arn: string, tags: Thing['tags'] = {}): Thing => ({ arn, tags });
const aws = (service: string, rest: string, region = 'us-east-1') =>
  outside(`arn:aws:${service}:${region}:${ACCOUNT}:${rest}`);
const iam = (rest: string) => outside(`arn:aws:iam::${ACCOUNT}:${rest}`);

type Way = readonly [action: string, resource: Thing, context?: Asked['context']];

const asked = ([action, resource, context = {}]: Way): Asked => ({ action, resource, context });

/** Attacks of one role: what it must not do, why, and what it does instead. */
const by = (
  who: string,
  ...attacks: readonly (readonly [attack: Way, why: string, instead: Way])[]
): Attack[] =>
  attacks.map(([attack, why, instead]) => ({ who, why, ...asked(attack), instead: asked(instead) }));

const [global, backfill, asia, europe] = [
  'demo-global',
  'demo-backfill',
  'demo-region-asia',
  'demo-region-europe',
];
const [dataAsia, dataEurope] = ['demo-data-asia', 'demo-data-europe'];

const state = account.thing('demo-state', 'aws_s3_bucket', 'meridian-demo-terraform-state');
const stateOf = (id: string): Thing => ({ ...state, arn: `${state.arn}/${id}.tfstate` });
const lockOf = (id: string): Thing => ({ ...state, arn: `${state.arn}/${id}.tfstate.tflock` });
const inside = (bucket: Thing, key: string): Thing => ({ ...bucket, arn: `${bucket.arn}/${key}` });

const site = account.thing(global, 'aws_cloudfront_distribution');
const media = account.thing(backfill, 'aws_cloudfront_distribution');
const siteRouter = account.thing(global, 'aws_cloudfront_function', 'demo-site-router');
const mediaRouter = account.thing(backfill, 'aws_cloudfront_function', 'demo-media-router');
const store = account.thing(global, 'aws_cloudfront_key_value_store');
const keysOfStore = outside(`arn:aws:cloudfront::${ACCOUNT}:key-value-store/1`);
const tokenKey = account.thing(global, 'aws_secretsmanager_secret', 'edge-token-key');
const originSecret = account.thing(global, 'aws_secretsmanager_secret', 'origin-secret');
const master = account.thing(dataAsia, 'aws_secretsmanager_secret');
const zone = account.thing(global, 'aws_route53_zone');
const mediaRecord = account.things(backfill, 'aws_route53_record')[0] ?? zone;
const siteRecord: Thing = {
  ...zone,
  context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'www.meridian.example' },
};
const mediaBucket = account.thing(backfill, 'aws_s3_bucket', 'demo-media-europe');
const accessLogs = account.thing(global, 'aws_s3_bucket', 'demo-access-logs');
const asiaObjects = account.thing(asia, 'aws_s3_bucket', 'demo-asia-objects');
const europeObjects = account.thing(europe, 'aws_s3_bucket', 'demo-europe-objects');
const misses =
  account.things(backfill, 'aws_sqs_queue').find(({ arn }) => arn.endsWith('misses-europe')) ?? mediaBucket;
const fill = account.thing(backfill, 'aws_lambda_function', 'demo-fill-europe');
const mediaAlarm = account.thing(backfill, 'aws_cloudwatch_metric_alarm', 'demo-media-5xx');
const mediaKey = account.things(backfill, 'aws_kms_key')[0] ?? mediaBucket;
const asiaKey = account.things(asia, 'aws_kms_key')[0] ?? mediaBucket;
const dataKey = account.things(dataAsia, 'aws_kms_key')[0] ?? mediaBucket;
const vpcOf = (id: string) => account.thing(id, 'aws_vpc');
const boundaryOf = (id: string) => iam(`policy/${id}-role-boundary`);
const within = (id: string) => ({ 'iam:PermissionsBoundary': boundaryOf(id).arn });
const toLambda = { 'iam:PassedToService': 'lambda.amazonaws.com' };

/** A key that somebody else in the account made, whose policy is the default: IAM decides. */
const untagged: Thing = {
  ...aws('kms', 'key/untagged'),
  policy: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  },
};
const taken = (id: string): Thing => ({ ...untagged, tags: { stack: id } });

/** What a pull request could do, whose code nobody has reviewed. */
const ofPullRequests = [
  ...by(
    'demo-global-plan',
    [
      ['cloudfront-keyvaluestore:GetKey', keysOfStore],
      'forges tokens with the key that it reads',
      ['cloudfront:DescribeKeyValueStore', store],
    ],
    [
      ['cloudfront-keyvaluestore:ListKeys', keysOfStore],
      'lists keys with their values',
      ['cloudfront:ListKeyValueStores', outside('*')],
    ],
    [
      ['cloudfront-keyvaluestore:PutKey', keysOfStore],
      'drains a region',
      ['cloudfront:GetFunction', siteRouter],
    ],
    [
      ['secretsmanager:GetSecretValue', tokenKey],
      'forges tokens with the secret that it reads',
      ['secretsmanager:GetSecretValue', originSecret],
    ],
    [
      ['s3:GetObject', stateOf(asia)],
      'reads what another team keeps in its state',
      ['s3:GetObject', stateOf(global)],
    ],
    [['s3:PutObject', stateOf(global)], 'plans resources out of the state', ['s3:PutObject', lockOf(global)]],
    [['s3:DeleteObject', stateOf(global)], 'loses what is deployed', ['s3:DeleteObject', lockOf(global)]],
    [
      ['cloudfront:UpdateDistribution', site],
      'serves the site from elsewhere',
      ['cloudfront:GetDistribution', site],
    ],
    [
      ['route53:ChangeResourceRecordSets', siteRecord],
      'points a name elsewhere',
      ['route53:ListResourceRecordSets', zone],
    ],
    [
      ['sts:AssumeRole', account.role('demo-global-apply')],
      'applies without a review',
      ['cloudfront:GetDistribution', site],
    ],
    [
      ['sns:Subscribe', account.thing(global, 'aws_sns_topic')],
      'listens to alarms',
      ['sns:GetTopicAttributes', account.thing(global, 'aws_sns_topic')],
    ],
    [
      ['kms:CreateGrant', account.things(global, 'aws_kms_key')[0] ?? state],
      'keeps a right to the key',
      ['kms:GetKeyPolicy', account.things(global, 'aws_kms_key')[0] ?? state],
    ],
  ),
  ...by(
    'demo-backfill-plan',
    [
      ['cloudfront-keyvaluestore:GetKey', keysOfStore],
      'forges tokens with the key that it reads',
      ['cloudfront:GetFunction', mediaRouter],
    ],
    [
      ['secretsmanager:GetSecretValue', tokenKey],
      'forges tokens with the secret that it reads',
      ['secretsmanager:DescribeSecret', tokenKey],
    ],
    [
      ['sqs:ReceiveMessage', misses],
      'reads what viewers asked for, and takes it away',
      ['sqs:GetQueueAttributes', misses],
    ],
    [
      ['s3:GetObject', inside(mediaBucket, 'images/a.png')],
      'reads objects',
      ['s3:GetBucketPolicy', mediaBucket],
    ],
    [['lambda:UpdateFunctionCode', fill], 'runs its own code', ['lambda:GetFunction', fill]],
    [['lambda:InvokeFunction', fill], 'fills with what it likes', ['lambda:GetPolicy', fill]],
    [
      ['s3:GetBucketPolicy', asiaObjects],
      'looks at a bucket of another team',
      ['s3:GetBucketPolicy', mediaBucket],
    ],
  ),
  ...by(
    'demo-data-asia-plan',
    [
      ['secretsmanager:GetSecretValue', master],
      'is the database’s administrator',
      ['secretsmanager:DescribeSecret', master],
    ],
    [['kms:Decrypt', dataKey], 'decrypts without the service', ['kms:DescribeKey', dataKey]],
  ),
  ...by(
    'demo-region-asia-plan',
    [
      ['logs:GetLogEvents', account.thing(asia, 'aws_cloudwatch_log_group', '/demo-asia/service')],
      'reads what the service logs',
      ['logs:DescribeLogGroups', outside('*')],
    ],
    [
      ['ssm:GetParameter', aws('ssm', 'parameter/password', 'ap-southeast-1')],
      'reads parameters of others',
      ['ssm:GetParameter', outside('arn:aws:ssm:ap-southeast-1::parameter/aws/service/ami')],
    ],
    [
      ['s3:GetObject', stateOf(dataAsia)],
      'reads the state of the database',
      ['s3:GetObject', stateOf(global)],
    ],
    [['ec2:CreateTags', vpcOf(asia)], 'takes a VPC over by its tag', ['ec2:DescribeVpcs', outside('*')]],
  ),
];

/** What the media team's stack could do to the others. */
const ofBackfill = by(
  'demo-backfill-apply',
  [
    ['cloudfront:UpdateDistribution', site],
    'serves the site from elsewhere',
    ['cloudfront:UpdateDistribution', media],
  ],
  [['cloudfront:DeleteDistribution', site], 'ends the site', ['cloudfront:DeleteDistribution', media]],
  [['cloudfront:UntagResource', site], 'makes the site nobody’s', ['cloudfront:UntagResource', media]],
  [
    ['cloudfront:AllowVendedLogDeliveryForResource', site],
    'sends the site’s logs elsewhere',
    ['cloudfront:AllowVendedLogDeliveryForResource', media],
  ],
  [
    ['cloudfront:UpdateFunction', siteRouter],
    'routes viewers of the site',
    ['cloudfront:UpdateFunction', mediaRouter],
  ],
  [
    ['cloudfront:PublishFunction', siteRouter],
    'puts a draft live',
    ['cloudfront:PublishFunction', mediaRouter],
  ],
  [
    ['cloudfront-keyvaluestore:PutKey', keysOfStore],
    'drains a region, or lets an origin in',
    ['cloudfront:PublishFunction', mediaRouter],
  ],
  [
    ['cloudfront-keyvaluestore:UpdateKeys', keysOfStore],
    'sets token keys of its own',
    ['cloudfront:DescribeKeyValueStore', store],
  ],
  [
    ['cloudfront:DeleteKeyValueStore', store],
    'takes tokens and drains from the edge',
    ['cloudfront:GetFunction', siteRouter],
  ],
  [
    [
      'cloudfront:UpdateResponseHeadersPolicy',
      account.thing(global, 'aws_cloudfront_response_headers_policy'),
    ],
    'takes the site’s security headers away',
    ['cloudfront:UpdateCachePolicy', account.thing(backfill, 'aws_cloudfront_cache_policy')],
  ],
  [
    ['route53:DisableHostedZoneDNSSEC', zone],
    'takes the signatures off every name',
    ['route53:GetDNSSEC', zone],
  ],
  [
    ['route53:DeactivateKeySigningKey', zone],
    'makes every name bogus to resolvers',
    ['route53:GetDNSSEC', zone],
  ],
  [['route53:DeleteHostedZone', zone], 'ends every name', ['route53:GetHostedZone', zone]],
  [
    ['route53:ChangeResourceRecordSets', siteRecord],
    'points the site elsewhere',
    ['route53:ChangeResourceRecordSets', mediaRecord],
  ],
  [
    ['cloudwatch:DeleteAlarms', account.thing(global, 'aws_cloudwatch_metric_alarm', 'demo-site-5xx')],
    'lets the site fail in silence',
    ['cloudwatch:DeleteAlarms', mediaAlarm],
  ],
  [
    [
      'cloudwatch:DeleteAlarms',
      account.thing(global, 'aws_cloudwatch_metric_alarm', 'certificate-expires-meridian.example'),
    ],
    'lets a certificate expire in silence',
    ['cloudwatch:PutMetricAlarm', mediaAlarm],
  ],
  [
    ['cloudwatch:PutMetricAlarm', account.thing(asia, 'aws_cloudwatch_metric_alarm', 'demo-asia-unhealthy')],
    'sets a threshold that is never met',
    ['cloudwatch:TagResource', mediaAlarm],
  ],
  [
    ['sns:SetTopicAttributes', account.thing(global, 'aws_sns_topic')],
    'sends alarms elsewhere',
    ['sns:SetTopicAttributes', account.things(backfill, 'aws_sns_topic')[0] ?? mediaAlarm],
  ],
  [['s3:PutBucketPolicy', asiaObjects], 'opens a region’s objects', ['s3:PutBucketPolicy', mediaBucket]],
  [['s3:PutBucketPolicy', accessLogs], 'opens the access logs', ['s3:PutBucketVersioning', mediaBucket]],
  [
    ['s3:PutLifecycleConfiguration', accessLogs],
    'lets the access logs expire',
    ['s3:PutLifecycleConfiguration', mediaBucket],
  ],
  [['s3:PutBucketPolicy', state], 'opens every state', ['s3:DeleteBucketPolicy', mediaBucket]],
  [
    ['s3:DeleteObjectVersion', inside(asiaObjects, 'a.png')],
    'empties a region’s bucket',
    ['s3:DeleteObjectVersion', inside(mediaBucket, 'images/a.png')],
  ],
  [['s3:PutObject', stateOf(global)], 'plans the site out of its state', ['s3:PutObject', stateOf(backfill)]],
  [
    ['wafv2:UpdateWebACL', account.thing(global, 'aws_wafv2_web_acl')],
    'opens the firewall',
    ['wafv2:GetWebACL', account.thing(global, 'aws_wafv2_web_acl')],
  ],
  [
    ['wafv2:DeleteLoggingConfiguration', account.thing(global, 'aws_wafv2_web_acl')],
    'keeps the firewall from logging',
    ['wafv2:ListWebACLs', outside('*')],
  ],
  [
    ['logs:DeleteDelivery', account.thing(global, 'aws_cloudwatch_log_delivery')],
    'turns the site’s access logs off',
    ['logs:DeleteDelivery', account.thing(backfill, 'aws_cloudwatch_log_delivery')],
  ],
  [
    ['logs:PutDeliveryDestination', account.thing(global, 'aws_cloudwatch_log_delivery_destination')],
    'sends access logs elsewhere',
    ['logs:PutDeliverySource', account.thing(backfill, 'aws_cloudwatch_log_delivery_source')],
  ],
  [
    ['logs:DeleteLogGroup', account.thing(global, 'aws_cloudwatch_log_group', 'aws-waf-logs')],
    'deletes what the firewall saw',
    ['logs:DeleteLogGroup', account.thing(backfill, 'aws_cloudwatch_log_group', 'demo-fill-europe')],
  ],
  [
    ['logs:PutRetentionPolicy', account.thing(global, 'aws_cloudwatch_log_group', 'route53')],
    'lets DNS logs expire within a day',
    ['logs:PutRetentionPolicy', account.thing(backfill, 'aws_cloudwatch_log_group', 'demo-fill-europe')],
  ],
  [
    ['logs:PutResourcePolicy', outside('*'), { 'aws:RequestedRegion': 'us-east-1' }],
    'keeps DNS queries from being logged',
    ['logs:DescribeLogGroups', outside('*')],
  ],
  [
    ['shield:DeleteProtection', account.thing(global, 'aws_shield_protection', 'demo-site')],
    'leaves the site unprotected',
    ['cloudfront:TagResource', media],
  ],
  [
    ['acm:DeleteCertificate', account.things(global, 'aws_acm_certificate')[0] ?? zone],
    'ends TLS',
    ['acm:DescribeCertificate', account.things(global, 'aws_acm_certificate')[0] ?? zone],
  ],
  [
    ['secretsmanager:PutSecretValue', tokenKey],
    'sets a token key of its own',
    ['secretsmanager:DescribeSecret', tokenKey],
  ],
  [
    ['lambda:UpdateFunctionCode', aws('lambda', 'function:admin-tool')],
    'runs its code with another’s rights',
    ['lambda:UpdateFunctionCode', fill],
  ],
  [
    ['lambda:UpdateFunctionConfiguration', { ...fill, tags: { stack: asia } }],
    'hands its role to a function of another stack',
    ['lambda:UpdateFunctionConfiguration', fill],
  ],
  [
    ['lambda:AddPermission', aws('lambda', 'function:admin-tool')],
    'calls a privileged function',
    ['lambda:PublishVersion', fill],
  ],
  [
    [
      'lambda:CreateEventSourceMapping',
      outside('*'),
      { 'lambda:FunctionArn': aws('lambda', 'function:admin-tool').arn },
    ],
    'feeds a privileged function',
    ['lambda:CreateEventSourceMapping', outside('*'), { 'lambda:FunctionArn': fill.arn }],
  ],
  [
    ['kms:TagResource', asiaKey, { 'aws:RequestTag/stack': backfill }],
    'takes a region’s key by its tag',
    ['kms:TagResource', mediaKey],
  ],
  [
    ['kms:PutKeyPolicy', untagged],
    'takes a key of the account that bears no tag',
    ['kms:PutKeyPolicy', mediaKey],
  ],
  [
    ['kms:PutKeyPolicy', taken(backfill)],
    'takes a key that it has given its tag',
    ['kms:UntagResource', mediaKey],
  ],
  [
    ['kms:ScheduleKeyDeletion', taken(backfill)],
    'loses what is under a key of others',
    ['kms:ScheduleKeyDeletion', mediaKey],
  ],
  [['kms:Decrypt', taken(backfill)], 'reads what is under a key of others', ['kms:Decrypt', mediaKey]],
  [['kms:Decrypt', asiaKey], 'reads what is under a region’s key', ['kms:GenerateDataKey', mediaKey]],
  [['kms:CreateGrant', dataKey], 'keeps a right to the database’s key', ['kms:CreateGrant', mediaKey]],
  [['kms:UpdateAlias', asiaKey], 'puts its key in a region’s place', ['kms:UpdateAlias', mediaKey]],
  [['ec2:DeleteVpc', vpcOf(asia)], 'ends a region', ['lambda:DeleteFunction', fill]],
);

/** What any stack that makes roles could do to raise its own rights. */
const ofMakersOfRoles = [
  { id: backfill, made: 'demo-fill-1' },
  { id: asia, made: 'demo-asia-instance-1' },
  { id: dataEurope, made: 'demo-europe-rds-1' },
].flatMap(({ id, made }) => {
  const own = iam(`role/${id}/${made}`);
  const other = id === asia ? backfill : asia;
  const pass: Way = ['iam:PassRole', own, toLambda];
  const create: Way = ['iam:CreateRole', own, within(id)];
  return by(
    `${id}-apply`,
    [['iam:CreateRole', own], 'makes a role without a boundary', create],
    [['iam:CreateRole', own, within(other)], 'makes a role within another stack’s boundary', create],
    [
      ['iam:CreateRole', iam(`role/${other}/x`), within(id)],
      'makes a role that another stack passes',
      create,
    ],
    [['iam:CreateRole', iam('role/ci/x'), within(id)], 'makes a role of CI', create],
    [
      [
        'iam:PutRolePermissionsBoundary',
        own,
        { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
      'widens a boundary',
      ['iam:PutRolePermissionsBoundary', own, within(id)],
    ],
    [
      ['iam:DeleteRolePermissionsBoundary', own, within(id)],
      'drops a boundary',
      ['iam:DeleteRolePolicy', own, within(id)],
    ],
    [
      ['iam:PutRolePolicy', own],
      'gives rights to a role that lost its boundary',
      ['iam:PutRolePolicy', own, within(id)],
    ],
    [
      ['iam:CreatePolicyVersion', boundaryOf(id)],
      'rewrites its boundary',
      ['iam:AttachRolePolicy', own, within(id)],
    ],
    [
      ['iam:SetDefaultPolicyVersion', iam(`policy/ci/${id}-write-1`)],
      'turns its rights back to older ones',
      ['iam:GetRole', own],
    ],
    [
      ['iam:AttachRolePolicy', account.role(`${id}-apply`), within(id)],
      'gives itself more',
      ['iam:AttachRolePolicy', own, within(id)],
    ],
    [
      ['iam:PutRolePolicy', account.role(`${id}-plan`), within(id)],
      'gives pull requests more',
      ['iam:PutRolePolicy', own, within(id)],
    ],
    [
      ['iam:UpdateAssumeRolePolicy', account.role('demo-state-apply')],
      'lets itself be somebody else',
      ['iam:UpdateAssumeRolePolicy', own],
    ],
    [['sts:AssumeRole', account.role('demo-state-apply')], 'is somebody else', ['iam:GetRole', own]],
    [['iam:PassRole', account.role('demo-global-apply'), toLambda], 'runs code with a role of CI', pass],
    [['iam:PassRole', iam(`role/${other}/x`), toLambda], 'runs code with another stack’s role', pass],
    [
      ['iam:PassRole', own, { 'iam:PassedToService': 'glue.amazonaws.com' }],
      'runs code in a service that nobody watches',
      pass,
    ],
    [['iam:CreateUser', iam('user/x')], 'stays when the session ends', ['iam:TagRole', own]],
    [['iam:CreateAccessKey', iam('user/administrator')], 'is the administrator', ['iam:DeleteRole', own]],
    [
      [
        'iam:AddClientIDToOpenIDConnectProvider',
        account.thing('demo-state', 'aws_iam_openid_connect_provider'),
      ],
      'lets in tokens made for others',
      ['iam:GetRole', own],
    ],
    [
      ['iam:DeleteOpenIDConnectProvider', account.thing('demo-state', 'aws_iam_openid_connect_provider')],
      'locks every workflow out',
      ['iam:GetRole', own],
    ],
    [
      ['iam:AddRoleToInstanceProfile', iam(`instance-profile/${other}/x`)],
      'gives another stack’s instances a role',
      pass,
    ],
  );
});

/** What any stack could do to who watches, and to what is not the deployment's. */
const ofEveryone = account.stacks
  .map(({ id }) => id)
  .flatMap((id) => {
    const own: Way = ['s3:PutObject', stateOf(id)];
    return by(
      `${id}-apply`,
      [['cloudtrail:StopLogging', aws('cloudtrail', 'trail/organization')], 'leaves no trace', own],
      [['cloudtrail:DeleteTrail', aws('cloudtrail', 'trail/organization')], 'leaves no trace', own],
      [['guardduty:DeleteDetector', aws('guardduty', 'detector/1')], 'is not noticed', own],
      [['organizations:LeaveOrganization', outside('*')], 'leaves the organization’s limits', own],
      [
        [
          's3:GetObject',
          outside('arn:aws:s3:::meridian-production-terraform-state/production-global.tfstate'),
        ],
        'reads another deployment’s state',
        own,
      ],
      [
        ['s3:PutBucketPolicy', outside('arn:aws:s3:::production-media-europe-1')],
        'opens another deployment’s bucket',
        own,
      ],
      [
        ['secretsmanager:GetSecretValue', aws('secretsmanager', 'secret:production/origin-secret/v1')],
        'reads another deployment’s secret',
        own,
      ],
      [
        ['lambda:UpdateFunctionCode', aws('lambda', 'function:production-fill-europe')],
        'runs code in another deployment',
        own,
      ],
      [
        ['cloudwatch:DeleteAlarms', aws('cloudwatch', 'alarm:production-media-5xx')],
        'silences another deployment',
        own,
      ],
      [
        ['sqs:DeleteQueue', aws('sqs', 'production-misses-europe')],
        'loses another deployment’s messages',
        own,
      ],
      [
        ['kms:PutKeyPolicy', { ...untagged, tags: { stack: 'production-global', deployment: 'production' } }],
        'takes another deployment’s key',
        own,
      ],
      [
        [
          'cloudfront:UpdateDistribution',
          outside(`arn:aws:cloudfront::${ACCOUNT}:distribution/E1`, { stack: 'production-global' }),
        ],
        'serves another deployment’s site',
        own,
      ],
      [
        ['iam:PassRole', iam('role/production-backfill/x'), toLambda],
        'runs code with another deployment’s role',
        own,
      ],
    );
  });

/** What regions, data, mesh and global could do to each other. */
const amongOthers = [
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
      ['secretsmanager:PutSecretValue', tokenKey],
    ],
    [
      ['kms:Decrypt', dataKey],
      'decrypts what the database keeps',
      ['kms:Decrypt', account.things(global, 'aws_kms_key')[0] ?? site],
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
      ['route53:ChangeResourceRecordSets', account.things(asia, 'aws_route53_record')[0] ?? zone],
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
    'demo-mesh-apply',
    [['ec2:DeleteVpc', vpcOf(europe)], 'ends a region', ['ec2:CreateVpcPeeringConnection', vpcOf(europe)]],
    [
      ['ec2:DeleteRouteTable', account.things(europe, 'aws_route_table')[0] ?? vpcOf(europe)],
      'cuts a region off',
      ['ec2:CreateRoute', account.things(europe, 'aws_route_table')[0] ?? vpcOf(europe)],
    ],
    [
      ['ec2:CreateRoute', aws('ec2', 'route-table/1')],
      'routes where the platform is not',
      ['ec2:DeleteRoute', account.things(asia, 'aws_route_table')[0] ?? vpcOf(asia)],
    ],
    [
      ['ec2:AuthorizeSecurityGroupIngress', aws('ec2', 'security-group/1', 'eu-central-1')],
      'opens ports',
      ['ec2:AcceptVpcPeeringConnection', vpcOf(europe)],
    ],
  ),
  ...by(
    'demo-state-apply',
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

/** By roles of CI. */
export const attacks: readonly Attack[] = [
  ...ofPullRequests,
  ...ofBackfill,
  ...ofMakersOfRoles,
  ...ofEveryone,
  ...amongOthers,
];

/** By code that runs with a role that a stack made, whatever its policy allows: a stack can write it any. */
export const attacksFromWithin: readonly Attack[] = [
  ...by(
    'demo-fill-europe',
    [
      ['s3:GetObject', inside(asiaObjects, 'a.png')],
      'reads a region’s objects',
      ['s3:GetObject', inside(mediaBucket, 'images/a.png')],
    ],
    [
      ['s3:GetObject', stateOf(global)],
      'reads states',
      ['s3:PutObject', inside(mediaBucket, 'images/a.png')],
    ],
    [['secretsmanager:GetSecretValue', tokenKey], 'forges tokens', ['sqs:ReceiveMessage', misses]],
    [['secretsmanager:GetSecretValue', originSecret], 'passes for CloudFront', ['sqs:DeleteMessage', misses]],
    [['secretsmanager:GetSecretValue', master], 'is the database’s administrator', ['kms:Decrypt', mediaKey]],
    [
      ['rds-db:connect', aws('rds-db', 'dbuser:cluster-1/service', 'eu-central-1')],
      'reads the database',
      ['sqs:GetQueueAttributes', misses],
    ],
    [
      ['sqs:ReceiveMessage', aws('sqs', 'production-misses-europe', 'eu-central-1')],
      'takes another deployment’s messages',
      ['sqs:ReceiveMessage', misses],
    ],
    [['sts:AssumeRole', account.role('demo-backfill-apply')], 'applies', ['s3:ListBucket', mediaBucket]],
    [['iam:CreateUser', iam('user/x')], 'stays', ['xray:PutTraceSegments', outside('*')]],
    [
      ['lambda:UpdateFunctionCode', fill],
      'changes its own code',
      ['s3:DeleteObjectVersion', inside(mediaBucket, 'images/a.png')],
    ],
    [
      ['cloudfront-keyvaluestore:PutKey', keysOfStore],
      'drains a region',
      ['sqs:ChangeMessageVisibility', misses],
    ],
  ),
  ...by(
    'demo-asia-instance',
    [
      ['s3:GetObject', inside(europeObjects, 'a.png')],
      'reads another region’s objects',
      ['s3:GetObject', inside(asiaObjects, 'a.png')],
    ],
    [
      ['s3:PutObject', inside(mediaBucket, 'images/a.png')],
      'serves media of its own',
      ['s3:PutObject', inside(asiaObjects, 'a.png')],
    ],
    [
      ['secretsmanager:GetSecretValue', master],
      'is the database’s administrator',
      ['secretsmanager:GetSecretValue', aws('secretsmanager', 'secret:demo/service/x', 'ap-southeast-1')],
    ],
    [
      ['secretsmanager:GetSecretValue', tokenKey],
      'forges tokens',
      ['rds-db:connect', aws('rds-db', 'dbuser:cluster-1/service', 'ap-southeast-1')],
    ],
    [['sqs:ReceiveMessage', misses], 'takes messages of the fill workers', ['s3:ListBucket', asiaObjects]],
    [
      ['ec2:RunInstances', aws('ec2', 'instance/*', 'ap-southeast-1')],
      'runs more of itself',
      ['ssm:UpdateInstanceInformation', aws('ec2', 'instance/i-1', 'ap-southeast-1')],
    ],
  ),
  ...by(
    'demo-asia-rds',
    [
      ['s3:GetObject', inside(asiaObjects, 'a.png')],
      'reads objects',
      ['logs:PutLogEvents', aws('logs', 'log-group:RDSOSMetrics:log-stream:1', 'ap-southeast-1')],
    ],
    [
      ['secretsmanager:GetSecretValue', master],
      'is the database’s administrator',
      ['logs:CreateLogStream', aws('logs', 'log-group:RDSOSMetrics:log-stream:1', 'ap-southeast-1')],
    ],
  ),
];

/** Who shows GitHub's token, and with which claims. */
export const strangers: readonly {
  readonly role: string;
  readonly sub: string;
  readonly aud?: string;
  readonly why: string;
}[] = [
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:pull_request',
    why: 'a pull request applies',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:ref:refs/heads/main',
    why: 'main applies without the environment',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:evil/platform:environment:demo-global',
    why: 'another repository’s environment applies',
  },
  {
    role: 'demo-global-apply',
    sub: 'repo:meridian-example/platform:environment:demo-global-x',
    why: 'an environment of a longer name applies',
  },
  {
    role: 'demo-backfill-apply',
    sub: 'repo:meridian-example/platform:environment:demo-global',
    why: 'another stack’s environment applies',
  },
  {
    role: 'demo-state-apply',
    sub: 'repo:meridian-example/platform:environment:demo-backfill',
    why: 'a stack’s environment applies the states',
  },
  { role: 'demo-global-plan', sub: 'repo:evil/platform:pull_request', why: 'another repository plans' },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example/platform:ref:refs/heads/feature',
    why: 'a branch plans',
  },
  {
    role: 'demo-global-plan',
    sub: 'repo:meridian-example/platform:pull_request',
    aud: 'https://github.com/evil',
    why: 'a token for somebody else plans',
  },
];
