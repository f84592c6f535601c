import {
  account,
  asia,
  asiaObjects,
  aws,
  by,
  dataAsia,
  dataKey,
  fill,
  global,
  inside,
  keysOfStore,
  lockOf,
  master,
  mediaBucket,
  mediaRouter,
  misses,
  originSecret,
  outside,
  site,
  siteRecord,
  siteRouter,
  stateOf,
  store,
  tokenKey,
  vpcOf,
  zone,
} from './things';

/** What a pull request could do, whose code nobody has reviewed. */
export const ofPullRequests = [
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
      ['wafv2:GetSampledRequests', account.thing(global, 'aws_wafv2_web_acl')],
      'reads what viewers sent',
      ['wafv2:GetWebACL', account.thing(global, 'aws_wafv2_web_acl')],
    ],
    [
      ['wafv2:GetRateBasedStatementManagedKeys', account.thing(global, 'aws_wafv2_web_acl')],
      'reads addresses of viewers',
      ['wafv2:GetLoggingConfiguration', account.thing(global, 'aws_wafv2_web_acl')],
    ],
    [
      ['sns:Subscribe', account.thing(global, 'aws_sns_topic')],
      'listens to alarms',
      ['sns:GetTopicAttributes', account.thing(global, 'aws_sns_topic')],
    ],
    [
      ['kms:CreateGrant', account.first(global, 'aws_kms_key')],
      'keeps a right to the key',
      ['kms:GetKeyPolicy', account.first(global, 'aws_kms_key')],
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
      ['ssm:GetParameters', aws('ssm', 'parameter/password', 'ap-southeast-1')],
      'reads parameters of others, many at a time',
      ['ssm:GetParameters', outside('arn:aws:ssm:ap-southeast-1::parameter/aws/service/ami')],
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
