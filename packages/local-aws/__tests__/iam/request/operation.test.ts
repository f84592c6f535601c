import { operationOf } from '../../../iam/request/operation';
import { signed } from '../support/requests';

describe('the operation of a request', () => {
  it.each([
    ['s3', 'GET', '/', 'ListBuckets'],
    ['s3', 'HEAD', '/photos/', 'HeadBucket'],
    ['s3', 'GET', '/photos', 'ListObjects'],
    ['s3', 'GET', '/photos?list-type=2&prefix=a%2F', 'ListObjectsV2'],
    ['s3', 'GET', '/photos?versions', 'ListObjectVersions'],
    ['s3', 'GET', '/photos?policy', 'GetBucketPolicy'],
    ['s3', 'PUT', '/photos?versioning=', 'PutBucketVersioning'],
    ['s3', 'GET', '/photos?inventory', 'ListBucketInventoryConfigurations'],
    ['s3', 'GET', '/photos?inventory&id=all', 'GetBucketInventoryConfiguration'],
    ['s3', 'GET', '/photos/a/b.jpg', 'GetObject'],
    ['s3', 'GET', '/photos/a/', 'GetObject'],
    ['s3', 'GET', '/photos/a/b.jpg?x-id=GetObject', 'GetObject'],
    ['s3', 'HEAD', '/photos/a//b.jpg', 'HeadObject'],
    ['s3', 'GET', '/photos/a?tagging', 'GetObjectTagging'],
    ['s3', 'PUT', '/photos/a', 'PutObject'],
    ['s3', 'PUT', '/photos/a?partNumber=1&uploadId=u', 'UploadPart'],
    ['s3', 'POST', '/photos/a?uploads', 'CreateMultipartUpload'],
    ['s3', 'POST', '/photos/a?uploadId=u', 'CompleteMultipartUpload'],
    ['s3', 'DELETE', '/photos/a?uploadId=u', 'AbortMultipartUpload'],
    ['s3', 'POST', '/photos?delete', 'DeleteObjects'],
    ['cloudfront', 'GET', '/2020-05-31/distribution/E1', 'GetDistribution'],
    ['cloudfront', 'POST', '/2020-05-31/distribution?WithTags', 'CreateDistributionWithTags'],
    ['cloudfront', 'POST', '/2020-05-31/tagging?Operation=Tag&Resource=arn', 'TagResource'],
    ['cloudfront', 'GET', '/2020-05-31/function/f/describe', 'DescribeFunction'],
    ['route53', 'POST', '/2013-04-01/hostedzone/Z1/rrset/', 'ChangeResourceRecordSets'],
    ['route53', 'GET', '/2013-04-01/hostedzone/Z1/rrset', 'ListResourceRecordSets'],
    ['lambda', 'POST', '/2015-03-31/functions/f/invocations', 'Invoke'],
    ['lambda', 'GET', '/2015-03-31/event-source-mappings/', 'ListEventSourceMappings'],
    ['lambda', 'GET', '/2015-03-31/functions/arn%3Aaws%3Alambda%3Ar%3A1%3Afunction%3Af', 'GetFunction'],
    ['apigateway', 'POST', '/restapis/a/stages', 'CreateStage'],
    ['apigateway', 'POST', '/v2/apis', 'CreateApi'],
    ['lambda', 'GET', '/2015-03-31/nothing', undefined],
  ])('%s %s %s is %s', (service, method, target, expected) => {
    const found = operationOf(signed(service, { method, target }));
    expect(found?.name).toBe(expected);
  });

  it('is known by a header that it needs', () => {
    const headers = { 'x-amz-copy-source': '/a/b' };
    expect(operationOf(signed('s3', { method: 'PUT', target: '/photos/a', headers }))?.name).toBe(
      'CopyObject',
    );
    const target = '/photos/a?partNumber=1&uploadId=u';
    expect(operationOf(signed('s3', { method: 'PUT', target, headers }))?.name).toBe('UploadPartCopy');
  });

  it('tells what S3 is asked about the account from what it is asked about a bucket', () => {
    const target = '/v20180820/configuration/publicAccessBlock';
    const headers = { host: '123456789012.127.0.0.1:4566', 'x-amz-account-id': '123456789012' };
    expect(operationOf(signed('s3', { method: 'GET', target, headers }))).toMatchObject({
      model: 's3control',
      name: 'GetPublicAccessBlock',
    });
  });

  it('finds the bucket in the host', () => {
    const headers = { host: 'photos.s3.eu-west-1.amazonaws.com' };
    expect(operationOf(signed('s3', { method: 'GET', target: '/a/b.jpg', headers }))).toMatchObject({
      name: 'GetObject',
      labels: { Bucket: 'photos', Key: 'a/b.jpg' },
    });
  });

  it('decodes what stands in the path', () => {
    expect(operationOf(signed('s3', { method: 'GET', target: '/photos/a%2Bb%20c' }))?.labels).toEqual({
      Bucket: 'photos',
      Key: 'a+b c',
    });
  });

  it('reads "+" in a path as S3 does, and as nobody else', () => {
    expect(operationOf(signed('s3', { method: 'GET', target: '/photos/a+b%2Bc' }))?.labels.Key).toBe('a b+c');
    const target = '/2015-03-31/functions/a+b';
    expect(operationOf(signed('lambda', { method: 'GET', target }))?.labels).toEqual({ FunctionName: 'a+b' });
  });

  it('is the action of the protocols that name it, of a service that has it', () => {
    expect(operationOf(signed('monitoring', { action: 'PutMetricAlarm' }))).toMatchObject({
      model: 'cloudwatch',
      prefix: 'cloudwatch',
      name: 'PutMetricAlarm',
    });
    expect(operationOf(signed('ec2', { action: 'CreateVpcs' }))).toBeUndefined();
    expect(operationOf(signed('sqs', {}))).toBeUndefined();
    expect(operationOf(signed('unheard-of', { action: 'Get' }))).toBeUndefined();
  });
});
