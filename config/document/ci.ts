import { matching } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

const OWNER = '[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}';
const NAME = '(?!\\.{1,2}(?:@|$))[A-Za-z0-9._-]{1,100}';

export const fields = {
  /**
   * GitHub repository whose workflows may plan and apply, as GitHub names it to AWS: `owner@123/name@456` with its ids, or
   * `owner/name` where it is older than July 2026 and has not taken them over. @default - no CI access is created
   */
  ciRepository: matching(
    'a GitHub repository such as "owner@123/name@456" or "owner/name"',
    new RegExp(`^(?:${OWNER}/${NAME}|${OWNER}@\\d+/${NAME}@\\d+)$`),
  ).optional(),
  /** ARN of GitHub's identity provider where the account has it already: it can have only one. @default - it is created */
  ciIdentityProviderArn: matching(
    'the ARN of an IAM identity provider',
    /^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
  ).optional(),
};

export const checks: readonly Check[] = [
  { needs: ['accountId', 'ciRepository', 'ciIdentityProviderArn'], problems: identityProviderProblems },
];

function* identityProviderProblems(document: Document): Iterable<Problem> {
  const { accountId, ciRepository, ciIdentityProviderArn: arn } = document;
  const path = 'ciIdentityProviderArn';
  if (arn !== undefined && ciRepository === undefined) {
    yield { path, expected: 'nothing, because there is no "ciRepository" to let in', got: arn };
  } else if (arn !== undefined && accountId !== undefined && !arn.includes(`:${accountId}:`)) {
    yield { path, expected: `an ARN in account ${accountId}`, got: arn };
  }
}
