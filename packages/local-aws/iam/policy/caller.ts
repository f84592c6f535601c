/** Who makes a request. */
export type Caller =
  /** The account itself. */
  | { readonly kind: 'root'; readonly arn: string; readonly account: string }
  | { readonly kind: 'user'; readonly arn: string; readonly account: string }
  /** Temporary credentials: `arn` is the session's, `of` the role's, or the user's who federated. */
  | { readonly kind: 'session'; readonly arn: string; readonly account: string; readonly of: string }
  /** Such as `lambda.amazonaws.com`. */
  | { readonly kind: 'service'; readonly name: string }
  /** Somebody with a token of an identity provider: `arn:aws:iam::…:oidc-provider/…`, or a name such as `accounts.google.com`. */
  | { readonly kind: 'web identity'; readonly provider: string }
  | { readonly kind: 'anonymous' };

/** As `User: …` in AWS's sentences. */
export function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case 'service':
      return caller.name;
    case 'web identity':
      return caller.provider;
    case 'anonymous':
      return 'anonymous';
    default:
      return caller.arn;
  }
}

export const accountOf = (caller: Caller): string | undefined =>
  'account' in caller ? caller.account : undefined;
