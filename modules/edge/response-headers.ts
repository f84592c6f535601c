import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy';
import { Construct } from 'constructs';

export interface ResponseHeadersProps {
  readonly name: string;
  /** Origins such as `https://app.example.com` whose pages may read answers. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  /** True lets those pages send cookies and credentials. */
  readonly allowCredentials: boolean;
  /** How long a browser may remember the answer to a preflight request. */
  readonly maxAgeSeconds: number;
  /** Whom HTTPS is demanded for beside the visited name. */
  readonly hsts: { readonly includeSubdomains: boolean; readonly preload: boolean };
}

const TWO_YEARS_SECONDS = 63_072_000;

/** Security headers and CORS on every answer, whatever the origin says. */
export class ResponseHeaders extends Construct {
  public readonly policyId: string;

  constructor(scope: Construct, id: string, props: ResponseHeadersProps) {
    super(scope, id);
    const policy = new CloudfrontResponseHeadersPolicy(this, 'policy', {
      name: props.name,
      comment: 'HTTPS only, no sniffing, no frames, short referrers, CORS for the origins of the document.',
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: TWO_YEARS_SECONDS,
          ...props.hsts,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: 'DENY', override: true },
        referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: true },
      },
      corsConfig: {
        accessControlAllowOrigins: { items: [...props.allowedOrigins] },
        accessControlAllowMethods: { items: [...props.allowedMethods] },
        accessControlAllowHeaders: { items: [...props.allowedHeaders] },
        accessControlAllowCredentials: props.allowCredentials,
        accessControlMaxAgeSec: props.maxAgeSeconds,
        originOverride: true,
      },
    });
    this.policyId = policy.id;
  }
}
