import { isDataPlane } from '../../router/planes';

const call = (service: string, action?: string, path = '/', method = 'POST') =>
  isDataPlane({ service, method, path, ...(action === undefined ? {} : { action }) });

test.each([
  ['sqs', 'SendMessage'],
  ['sqs', 'DeleteMessageBatch'],
  ['sqs', 'ChangeMessageVisibility'],
  ['dynamodb', 'TransactWriteItems'],
  ['s3', 'ListObjectVersions'],
  ['kms', 'GenerateDataKeyWithoutPlaintext'],
  ['secretsmanager', 'GetSecretValue'],
  ['ssm', 'GetParametersByPath'],
  ['sts', 'AssumeRoleWithWebIdentity'],
])('%s %s is what the service does all day', (service, action) => {
  expect(call(service, action)).toBe(true);
});

test.each([
  ['sqs', 'CreateQueue'],
  ['dynamodb', 'CreateTable'],
  ['kms', 'CreateKey'],
  ['secretsmanager', 'CreateSecret'],
  ['rds', 'SwitchoverGlobalCluster'],
  ['ssm', 'PutParameter'],
  ['iam', 'CreateRole'],
])('%s %s configures', (service, action) => {
  expect(call(service, action)).toBe(false);
});

test.each([
  ['s3', '/bucket/key', true],
  ['s3', '/bucket', false],
  ['s3', '/bucket/', false],
  ['lambda', '/2015-03-31/functions/f/invocations', true],
  ['lambda', '/2015-03-31/functions/f', false],
  ['cloudfront-keyvaluestore', '/key-value-stores/arn/keys/asia', true],
  ['cloudfront', '/2020-05-31/distribution', false],
  ['route53', '/2013-04-01/hostedzone', false],
])('%s %s: data plane %s', (service, path, isData) => {
  expect(call(service, undefined, path, 'GET')).toBe(isData);
});
