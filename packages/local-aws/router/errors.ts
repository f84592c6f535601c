import type { AwsResponse } from '../emulators/emulator';
import type { RequestHead } from './request';
import { isQueryProtocol } from './request';

/** Services that speak XML over REST; S3 and EC2 have forms of their own. */
const REST_XML = new Set(['cloudfront', 'route53', 's3control']);

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** An AWS error in the form in which the client of that service reads its code and message. */
export function awsError(head: RequestHead, status: number, code: string, message: string): AwsResponse {
  const xml = (body: string): AwsResponse => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  });
  const error = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
  if (head.service === 'ec2') {
    return xml(`<Response><Errors><Error>${error}</Error></Errors><RequestID>local</RequestID></Response>`);
  }
  if (head.service === 's3' && !head.path.startsWith('/v20180820/')) {
    return xml(`<Error>${error}<RequestId>local</RequestId></Error>`);
  }
  if (REST_XML.has(head.service) || head.service === 's3' || isQueryProtocol(head)) {
    return xml(
      `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>local</RequestId></ErrorResponse>`,
    );
  }
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}
