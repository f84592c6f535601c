import { isChange } from '../../journal/is-change';

const asked = (service: string, action?: string, method = 'POST', path = '/') =>
  isChange({ service, method, path, ...(action === undefined ? {} : { action }) });

test.each([
  ['ec2', 'CreateVpc'],
  ['iam', 'AttachRolePolicy'],
  ['sqs', 'CreateQueue'],
  ['sqs', 'PurgeQueue'],
  ['dynamodb', 'PutItem'],
  ['secretsmanager', 'PutSecretValue'],
  ['kms', 'ScheduleKeyDeletion'],
  ['rds', 'SwitchoverGlobalCluster'],
  ['route53-recovery-cluster', 'UpdateRoutingControlState'],
  ['sts', 'AssumeRoleWithWebIdentity'],
  ['sts', 'GetSessionToken'],
  ['a-service-of-tomorrow', 'Transmogrify'],
])('%s %s changes something', (service, action) => {
  expect(asked(service, action)).toBe(true);
});

test.each([
  ['ec2', 'DescribeVpcs'],
  ['iam', 'GetRole'],
  ['sqs', 'ListQueues'],
  ['dynamodb', 'BatchGetItem'],
  ['secretsmanager', 'GetSecretValue'],
  ['kms', 'Decrypt'],
  ['sts', 'GetCallerIdentity'],
])('%s %s only tells', (service, action) => {
  expect(asked(service, action)).toBe(false);
});

test.each([
  ['sqs', 'SendMessageBatch'],
  ['sqs', 'ReceiveMessage'],
  ['sqs', 'DeleteMessage'],
  ['sns', 'Publish'],
  ['logs', 'PutLogEvents'],
  ['monitoring', 'PutMetricData'],
])('%s %s passes through', (service, action) => {
  expect(asked(service, action)).toBe(false);
});

test.each([
  ['s3', 'PUT', '/bucket/key', true],
  ['s3', 'DELETE', '/bucket/key', true],
  ['s3', 'POST', '/bucket/key', true],
  ['s3', 'GET', '/bucket/key', false],
  ['s3', 'HEAD', '/bucket', false],
  ['', 'PUT', '/bucket/key', true],
  ['', 'GET', '/bucket/key', false],
  ['', 'PUT', '/_local/clock', false],
  ['', 'PUT', '/_local/account', true],
  ['', 'GET', '/_local/account', false],
  ['cloudfront-keyvaluestore', 'PUT', '/key-value-stores/arn/keys/asia', true],
  ['lambda', 'POST', '/2015-03-31/functions', true],
  ['lambda', 'POST', '/2015-03-31/functions/f/invocations', false],
])('where the path says it, %s %s %s: %s', (service, method, path, changes) => {
  expect(asked(service, undefined, method, path)).toBe(changes);
});
