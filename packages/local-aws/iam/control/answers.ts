import type { AwsResponse } from '../../emulators/emulator';
import { awsError } from '../../router/errors';
import { isQueryProtocol, type RequestHead } from '../../router/request';
import type { Refusal } from './access-control';

/** What services call a refusal that has another name with them. */
const CODES: Readonly<Record<string, Readonly<Record<Refusal['code'], string>>>> = {
  ec2: {
    AccessDenied: 'UnauthorizedOperation',
    ExpiredToken: 'RequestExpired',
    InvalidClientTokenId: 'AuthFailure',
  },
  s3: {
    AccessDenied: 'AccessDenied',
    ExpiredToken: 'ExpiredToken',
    InvalidClientTokenId: 'InvalidAccessKeyId',
  },
  sns: {
    AccessDenied: 'AuthorizationError',
    ExpiredToken: 'ExpiredToken',
    InvalidClientTokenId: 'InvalidClientTokenId',
  },
};

const IN_JSON: Readonly<Record<Refusal['code'], string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidClientTokenId: 'UnrecognizedClientException',
};

const IN_XML = new Set(['cloudfront', 'route53', 's3']);

/** A refusal in the words and the protocol of the service that was asked. */
export function refusalAnswer(head: RequestHead, { code, message }: Refusal): AwsResponse {
  const { service, headers } = head;
  const isJson = !isQueryProtocol(head) && !IN_XML.has(service);
  const named = CODES[service]?.[code] ?? (isJson ? IN_JSON[code] : code);
  const text =
    service === 'ec2' && code === 'AccessDenied'
      ? `You are not authorized to perform this operation. ${message}`
      : message;
  return awsError(head, isJson && 'x-amz-target' in headers ? 400 : 403, named, text);
}
