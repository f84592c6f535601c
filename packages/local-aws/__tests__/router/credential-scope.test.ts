import { credentialScope } from '../../router/credential-scope';

const none = new URLSearchParams();

describe('credentialScope', () => {
  it('reads the service and the region of a SigV4 header', () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/route53/aws4_request, SignedHeaders=host, Signature=0';
    expect(credentialScope({ authorization }, none)).toEqual({ service: 'route53', region: 'eu-west-1' });
  });

  it('reads a presigned query', () => {
    const query = new URLSearchParams('X-Amz-Credential=test/20260101/us-west-2/s3/aws4_request');
    expect(credentialScope({}, query)).toEqual({ service: 's3', region: 'us-west-2' });
  });

  it('reads a SigV4A scope, which has no region, and takes the first of its region set', () => {
    const authorization =
      'AWS4-ECDSA-P256-SHA256 Credential=test/20260101/cloudfront-keyvaluestore/aws4_request, SignedHeaders=host';
    expect(credentialScope({ authorization, 'x-amz-region-set': '*' }, none)).toEqual({
      service: 'cloudfront-keyvaluestore',
      region: 'us-east-1',
    });
    expect(credentialScope({ authorization, 'x-amz-region-set': 'eu-west-1,us-east-1' }, none).region).toBe(
      'eu-west-1',
    );
  });

  it.each(['', 'Basic dGVzdDp0ZXN0', 'Bearer abc', 'AWS4-HMAC-SHA256 Credential=test/aws'])(
    'finds no service in %j',
    (authorization) => {
      expect(credentialScope({ authorization }, none)).toEqual({ service: '', region: 'us-east-1' });
    },
  );
});
