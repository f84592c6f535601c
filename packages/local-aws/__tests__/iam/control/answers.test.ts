import { refusalAnswer } from '../../../iam/control/answers';
import type { RequestHead } from '../../../router/request';

const head = (service: string, headers: Record<string, string> = {}): RequestHead => ({
  service,
  region: 'eu-west-1',
  method: 'POST',
  path: '/',
  search: '',
  query: new URLSearchParams(),
  headers,
  proxied: false,
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TARGET = { 'x-amz-target': 'TrentService.Encrypt', 'content-type': 'application/x-amz-json-1.1' };

describe('a refusal', () => {
  it.each([
    [
      'ec2',
      FORM,
      403,
      '<Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. no',
    ],
    ['iam', FORM, 403, '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no'],
    ['sns', FORM, 403, '<Code>AuthorizationError</Code>'],
    ['s3', {}, 403, '<Error><Code>AccessDenied</Code>'],
    ['cloudfront', {}, 403, '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>'],
    ['route53', {}, 403, '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>'],
    ['kms', TARGET, 400, '"__type":"AccessDeniedException"'],
    ['lambda', {}, 403, '"__type":"AccessDeniedException"'],
  ])('of %s is in its protocol', (service, headers, status, text) => {
    const answer = refusalAnswer(head(service, headers), { code: 'AccessDenied', message: 'no' });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
  });

  it.each([
    ['ec2', FORM, 'AuthFailure'],
    ['iam', FORM, 'InvalidClientTokenId'],
    ['s3', {}, 'InvalidAccessKeyId'],
    ['kms', TARGET, 'UnrecognizedClientException'],
  ])('of a key that nobody has is %s’s own', (service, headers, code) => {
    const answer = refusalAnswer(head(service, headers), { code: 'InvalidClientTokenId', message: 'no' });
    expect(answer.body).toContain(code);
  });
});
