import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers as STS does whoever comes with an identity token, or refuses it with these words; resolves with what was asked. */
export async function answerAssumeRole(
  request: IncomingMessage,
  response: ServerResponse,
  refusal?: string,
): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  response.writeHead(refusal === undefined ? 200 : 403, { 'content-type': 'text/xml' });
  response.end(
    refusal === undefined
      ? `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
          <AccessKeyId>key of ${form.get('RoleArn')?.split('/').at(-1)}</AccessKeyId>
          <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
          <Expiration>2030-01-01T00:00:00Z</Expiration>
         </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
      : `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${refusal}</Message></Error></ErrorResponse>`,
  );
  return form;
}
