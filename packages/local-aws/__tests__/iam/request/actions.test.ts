import { actionsOf } from '../../../iam/request/actions';
import { OPERATIONS } from '../../../iam/request/operation-table';
import { isKnownAction } from '../../../iam/request/service-data';

/** Operations of AWS's models that its service authorization reference does not have, or not yet. */
const NOT_IN_THE_REFERENCE = [
  'cloudfront:ListDistributionsByOwnedResource',
  'cloudtrail:ListInsightsMetricData',
  'cloudwatch:DescribeAlarmContributors',
  'ecr:ListImageReferrers',
  'iam:UpdateDelegationRequest',
  'logs:GetLogObject',
  'rds:DescribeServerlessV2PlatformVersions',
];

const operations = Object.entries(OPERATIONS.services).flatMap(([model, service]) => {
  const methods = new Map(
    Object.entries(service.routes ?? {}).map(([name, route]) => [name, route.split(' ')[0]]),
  );
  return (service.operations ?? [...methods.keys()]).map((name) => ({
    operation: { model, prefix: service.prefix, protocol: service.protocol, name, labels: {} },
    method: methods.get(name) ?? 'POST',
  }));
});

describe('the actions of operations', () => {
  it('are all in the service authorization reference, but for those of which we know that they are not', async () => {
    const actions = new Set(operations.flatMap(({ operation, method }) => actionsOf(operation, {}, method)));
    const known = await Promise.all(
      [...actions].map(async (action) => ({ action, is: await isKnownAction(action) })),
    );
    expect(known.filter(({ is }) => !is).map(({ action }) => action)).toEqual(NOT_IN_THE_REFERENCE);
    expect(operations.length).toBeGreaterThan(3000);
  });

  it.each([
    ['s3', 'HeadObject', 's3:GetObject'],
    ['s3', 'ListObjectsV2', 's3:ListBucket'],
    ['s3', 'HeadBucket', 's3:ListBucket'],
    ['s3', 'UploadPart', 's3:PutObject'],
    ['s3', 'DeleteBucketLifecycle', 's3:PutLifecycleConfiguration'],
    ['s3', 'PutPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
    ['s3', 'GetBucketPolicy', 's3:GetBucketPolicy'],
    ['s3control', 'GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
    ['lambda', 'Invoke', 'lambda:InvokeFunction'],
    ['cloudfront', 'CreateDistributionWithTags', 'cloudfront:CreateDistribution cloudfront:TagResource'],
    ['sqs', 'SendMessageBatch', 'sqs:SendMessage'],
    ['ec2', 'CreateVpc', 'ec2:CreateVpc'],
    ['elbv2', 'CreateListener', 'elasticloadbalancing:CreateListener'],
    ['stepfunctions', 'StartExecution', 'states:StartExecution'],
    ['apigateway', 'CreateStage', 'apigateway:POST'],
    ['apigatewayv2', 'GetApis', 'apigateway:GET'],
    ['apigatewayv2', 'CreateRoutingRule', 'apigateway:CreateRoutingRule'],
  ])('of %s %s are %s', (model, name, expected) => {
    const found = operations.filter(({ operation }) => operation.model === model && operation.name === name);
    expect(found.map(({ operation, method }) => actionsOf(operation, {}, method).join(' '))).toEqual([
      expected,
    ]);
  });

  it.each([
    ['GetObject', 's3:GetObjectVersion'],
    ['HeadObject', 's3:GetObjectVersion'],
    ['DeleteObject', 's3:DeleteObjectVersion'],
    ['PutObjectTagging', 's3:PutObjectVersionTagging'],
  ])('%s of a version is %s', (name, action) => {
    const operation = { model: 's3', prefix: 's3', protocol: 'rest-xml', name, labels: {} } as const;
    expect(actionsOf(operation, { versionId: 'v1' }, 'GET')).toEqual([action]);
  });
});
