import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

/** Edge functions of a distribution. */
export interface SiteFunctions {
  /** Sees every request first. */
  readonly viewerRequestArn: string;
  /** Sees every answer below 400 last. @default - none */
  readonly viewerResponseArn?: string | undefined;
}

/** Policies of CloudFront, by their ids. */
export interface SitePolicies {
  readonly cachePolicyId: string;
  readonly originRequestPolicyId: string;
  readonly responseHeadersPolicyId: string;
}

export interface SiteDistributionProps {
  readonly comment: string;
  /** Names that viewers use; the certificate covers them. */
  readonly domainNames: readonly string[];
  readonly certificateArn: string;
  readonly webAclArn: string;
  /** Where the site can be fetched from. The function chooses; where it cannot, the first one serves. */
  readonly origins: readonly { readonly id: string; readonly domainName: string }[];
  /** Header by which origins know this distribution. The value is sensitive. */
  readonly originHeader: { readonly name: string; readonly value: string };
  readonly functions: SiteFunctions;
  readonly policies: SitePolicies;
}

/** CloudFront always remembers these answers, for ten seconds unless told otherwise, even where the origin forbids it. */
const ALWAYS_REMEMBERED_STATUSES = [404, 414, 500, 501, 502, 503, 504];

/** The distribution of the site: HTTPS from viewer to origin, behind the firewall, cached only as origins say. */
export class SiteDistribution extends Construct {
  public readonly id: string;
  public readonly arn: string;
  public readonly domainName: string;
  /** Zone of `domainName`, for alias records. */
  public readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, props: SiteDistributionProps) {
    super(scope, id);
    const { functions } = props;
    const [fallback] = props.origins;
    if (fallback === undefined) {
      throw new Error('site distribution: expected at least one origin, got none');
    }

    const distribution = new CloudfrontDistribution(this, 'distribution', {
      comment: props.comment,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: 'http2and3',
      priceClass: 'PriceClass_All',
      aliases: [...props.domainNames],
      webAclId: props.webAclArn,
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        minimumProtocolVersion: 'TLSv1.2_2021',
        sslSupportMethod: 'sni-only',
      },
      origin: props.origins.map((origin) => siteOrigin(origin, props.originHeader)),
      defaultCacheBehavior: {
        targetOriginId: fallback.id,
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        cachedMethods: ['GET', 'HEAD'],
        compress: true,
        ...props.policies,
        functionAssociation: [
          { eventType: 'viewer-request', functionArn: functions.viewerRequestArn },
          ...(functions.viewerResponseArn === undefined
            ? []
            : [{ eventType: 'viewer-response', functionArn: functions.viewerResponseArn }]),
        ],
      },
      customErrorResponse: ALWAYS_REMEMBERED_STATUSES.map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: 0,
      })),
      // Every country is served; which region serves it is the function's business.
      restrictions: { geoRestriction: { restrictionType: 'none', locations: [] } },
      lifecycle: { preventDestroy: surroundings(this).deletionProtection },
    });
    this.id = distribution.id;
    this.arn = distribution.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
  }
}

/** An origin that CloudFront reaches over TLS only. */
function siteOrigin(
  origin: SiteDistributionProps['origins'][number],
  originHeader: SiteDistributionProps['originHeader'],
) {
  return {
    originId: origin.id,
    domainName: origin.domainName,
    // A region that does not answer within six seconds is given up, so that a second one can.
    connectionAttempts: 2,
    connectionTimeout: 3,
    customHeader: [originHeader],
    customOriginConfig: {
      originProtocolPolicy: 'https-only',
      originSslProtocols: ['TLSv1.2'],
      httpPort: 80,
      httpsPort: 443,
      originReadTimeout: 30,
      originKeepaliveTimeout: 60,
    },
  };
}
