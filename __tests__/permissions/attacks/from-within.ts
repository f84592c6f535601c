import {
  type Attack,
  account,
  asia,
  asiaObjects,
  aws,
  backfill,
  bucketOfOthers,
  by,
  dataAsia,
  europeObjects,
  fill,
  global,
  iam,
  inside,
  keysOfStore,
  master,
  mediaBucket,
  mediaKey,
  misses,
  originSecret,
  outside,
  stateOf,
  tokenKey,
} from './things';

/** By code that runs with a role that a stack made, whatever its policy allows: a stack can write it any. */
export const attacksFromWithin: readonly Attack[] = [
  ...by(
    'demo-asia-replica',
    [
      ['s3:GetObjectVersionForReplication', inside(mediaBucket, 'images/a.png')],
      'copies the media elsewhere',
      ['s3:GetObjectVersionForReplication', inside(asiaObjects, 'a.png')],
    ],
    [
      ['s3:GetObjectVersionForReplication', stateOf(global)],
      'copies states',
      ['s3:ReplicateObject', inside(europeObjects, 'a.png')],
    ],
    [
      ['s3:GetObjectVersion', inside(asiaObjects, 'a.png')],
      'reads what a region keeps, for whoever its trust lets in',
      ['s3:GetObjectVersionTagging', inside(asiaObjects, 'a.png')],
    ],
    [
      ['s3:ReplicateObject', inside(bucketOfOthers('demo-evil-objects-1'), 'a.png')],
      'copies every object to another account',
      ['s3:ReplicateObject', inside(asiaObjects, 'a.png')],
    ],
    [
      ['s3:PutObject', inside(asiaObjects, 'a.png')],
      'writes what nobody wrote',
      ['s3:ReplicateDelete', inside(europeObjects, 'a.png')],
    ],
  ),
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
    [
      ['s3:PutObject', inside(bucketOfOthers('demo-media-evil'), 'images/a.png')],
      'carries objects out of the account',
      ['s3:GetObjectVersion', inside(mediaBucket, 'images/a.png')],
    ],
    [
      ['logs:PutRetentionPolicy', account.thing(global, 'aws_cloudwatch_log_group', 'aws-waf-logs')],
      'lets what the firewall saw expire',
      ['logs:PutLogEvents', account.thing(backfill, 'aws_cloudwatch_log_group', 'demo-fill-europe')],
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
    [
      ['s3:PutObject', inside(bucketOfOthers('demo-asia-evil'), 'a.png')],
      'carries objects out of the account',
      ['s3:DeleteObject', inside(asiaObjects, 'a.png')],
    ],
    [
      ['logs:PutRetentionPolicy', account.first(dataAsia, 'aws_cloudwatch_log_group')],
      'lets what the database logged expire',
      ['logs:CreateLogStream', account.thing(asia, 'aws_cloudwatch_log_group', '/demo-asia/service')],
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
      ['logs:PutRetentionPolicy', account.thing(global, 'aws_cloudwatch_log_group', 'aws-waf-logs')],
      'lets what the firewall saw expire',
      ['logs:PutRetentionPolicy', aws('logs', 'log-group:RDSOSMetrics', 'ap-southeast-1')],
    ],
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
