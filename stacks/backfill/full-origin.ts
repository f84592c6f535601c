import { Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { FULL_PATH } from '../../modules/backfill/full-path';
import { EdgeFunction } from '../../modules/edge/edge-function';
import { SecretValue } from '../../modules/secrets/secret-value';

export interface FullOrigin {
  readonly domainName: string;
  /** Address that fill workers append keys to. */
  readonly sourceUrl: string;
  /** What CloudFront sends along. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly pathFunctionArn: string | undefined;
}

export interface FullOriginProps {
  readonly document: Document;
  readonly originSecretNames: string[];
  /** Name under which a region answers. */
  readonly originDomainNameOf: (region: string) => string;
}

/**
 * Where every object is, for CloudFront and for the fill workers.
 *
 * A host outside the platform is open to both. A region's load balancers let CloudFront in and nobody else, so there
 * the workers read through the distribution, below a path that leads to the full origin alone.
 */
export function createFullOrigin(scope: Construct, props: FullOriginProps): FullOrigin {
  const { document, originSecretNames, originDomainNameOf } = props;
  const { backfill, domain, originProtection } = document;
  if ('host' in backfill.fullOrigin) {
    const { host } = backfill.fullOrigin;
    return {
      domainName: host,
      sourceUrl: `https://${host}`,
      headers: [],
      pathFunctionArn:
        backfill.missSignal === 'function-url' ? createPathFunction(scope, document) : undefined,
    };
  }
  const secret = new SecretValue(scope, 'origin-secret', {
    secretName: Token.asString(Fn.element(originSecretNames, 0)),
  });
  return {
    domainName: originDomainNameOf(backfill.fullOrigin.region),
    sourceUrl: `https://${domain.mediaName}${FULL_PATH}`,
    headers: [{ name: originProtection.headerName, value: secret.value }],
    pathFunctionArn: createPathFunction(scope, document),
  };
}

function createPathFunction(scope: Construct, { deployment }: Document): string {
  return new EdgeFunction(scope, 'full-origin-path', {
    name: `${deployment}-full-origin-path`,
    comment: 'Leads past the buckets',
    entry: 'full-origin-path.mts',
    constants: { FULL_PATH },
  }).arn;
}
