/**
 * Published signatures of AWS Signature Version 4, as far as they are of a POST to a path without query.
 *
 * From the "Signature Version 4 Test Suite" of the AWS General Reference, as kept in smithy-lang/smithy-typescript
 * (packages/signature-v4/src/suite.fixture.ts), and from its successor in awslabs/aws-c-auth
 * (tests/aws-signing-test-suite/v4), whose vectors also sign length and digest of the body. Both: Apache-2.0.
 */
export const SCOPE = { awsRegion: 'us-east-1', service: 'service', date: new Date('2015-08-30T12:36:00Z') };
export const HOST = 'example.amazonaws.com';
export const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

export interface Vector {
  readonly name: string;
  /** Beside `host` and `x-amz-date`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sessionToken?: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

const SESSION_TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';
const BODY = 'Param1=value1';
const BODY_SHA256 = '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e';
const VANILLA = {
  headers: {},
  body: '',
  signedHeaders: 'host;x-amz-date',
  signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
};

export const VECTORS: readonly Vector[] = [
  { name: 'post-vanilla', ...VANILLA },
  { name: 'post-header-key-case', ...VANILLA },
  // The token goes onto the request after it was signed.
  { name: 'post-sts-header-after', ...VANILLA },
  {
    name: 'post-header-key-sort',
    headers: { 'my-header1': 'value1' },
    body: '',
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  {
    name: 'post-header-value-case',
    headers: { 'my-header1': 'VALUE1' },
    body: '',
    signedHeaders: 'host;my-header1;x-amz-date',
    signature: 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  },
  {
    name: 'post-sts-header-before',
    headers: {},
    body: '',
    sessionToken: SESSION_TOKEN,
    signedHeaders: 'host;x-amz-date;x-amz-security-token',
    signature: '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  },
  {
    name: 'post-x-www-form-urlencoded',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: BODY,
    signedHeaders: 'content-type;host;x-amz-date',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    name: 'post-x-www-form-urlencoded-parameters',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf8' },
    body: BODY,
    signedHeaders: 'content-type;host;x-amz-date',
    signature: '1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
  },
  {
    name: 'post-x-www-form-urlencoded (aws-c-auth)',
    headers: {
      'content-length': '13',
      'content-type': 'application/x-www-form-urlencoded',
      'x-amz-content-sha256': BODY_SHA256,
    },
    body: BODY,
    signedHeaders: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    signature: 'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
  },
  {
    name: 'post-x-www-form-urlencoded-parameters (aws-c-auth)',
    headers: {
      'content-length': '13',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-content-sha256': BODY_SHA256,
    },
    body: BODY,
    signedHeaders: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    signature: '328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422',
  },
];
