import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';
import { mediaBehaviors } from './media-behaviors';
import { type MediaOriginsProps, mediaOrigins } from './media-origins';
import { mediaPolicies } from './media-policies';

/** What viewers meet before any bucket: the same as the site's. */
export interface MediaViewers {
  /** Issued certificate in us-east-1 for the name. */
  readonly certificateArn: string;
  readonly webAclArn: string;
  readonly responseHeadersPolicyId: string;
}

export interface MediaDistributionProps extends MediaOriginsProps {
  /** Start of every name. */
  readonly deployment: string;
  /** Name that viewers use. */
  readonly mediaName: string;
  /** Paths that are served. */
  readonly allowedPrefixes: readonly string[];
  readonly viewers: MediaViewers;
}

/**
 * Serves objects from the bucket near the viewer, and those that it lacks from the full origin.
 *
 * Only "no such object" moves on to the full origin or to the bucket's miss origin, which leads there: a bucket that is
 * slow or failing must not turn its whole traffic into misses. Paths outside the allowed prefixes never reach the full origin.
 */
export class MediaDistribution extends Construct {
  public readonly arn: string;
  public readonly distributionId: string;
  public readonly domainName: string;
  public readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, props: MediaDistributionProps) {
    super(scope, id);
    const { deployment, viewers, missSignal } = props;

    const policies = mediaPolicies(this, deployment, (missSignal.missOrigins ?? []).length > 0);
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      comment: `${deployment} media`,
      enabled: true,
      aliases: [props.mediaName],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      webAclId: viewers.webAclArn,
      // Those who may see that an object is missing may list the bucket: `/` must never be asked of it.
      defaultRootObject: 'index.html',
      ...mediaOrigins(props, policies),
      ...mediaBehaviors(props, policies),
      // An object that exists nowhere is asked for once a minute, not by every viewer.
      customErrorResponse: [{ errorCode: 404, errorCachingMinTtl: 60 }],
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: {
        acmCertificateArn: viewers.certificateArn,
        sslSupportMethod: 'sni-only',
        minimumProtocolVersion: 'TLSv1.2_2021',
      },
      lifecycle: { preventDestroy: surroundings(this).deletionProtection },
    });
    this.arn = distribution.arn;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
  }
}
