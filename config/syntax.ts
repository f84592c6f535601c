/** What single values look like. */

/** No double hyphen: names are joined with hyphens, and must come apart again. */
export const SHORT_NAME = /^(?=.{2,12}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const TEAM_NAME = /^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
export const DNS_LABEL = new RegExp(`^${LABEL}$`);
/** At least two labels, the last of which is no number: an IPv4 address is no domain name. */
export const DOMAIN_NAME = new RegExp(
  `^(?=.{1,253}$)(?:${LABEL}\\.)+(?!\\d+$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$`,
);

export const ACCOUNT_ID = /^\d{12}$/;
export const HOSTED_ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
export const GITHUB_REPOSITORY = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\/[A-Za-z0-9._-]{1,100}$/;
export const IDENTITY_PROVIDER_ARN =
  /^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/**
 * S3's rules without dots, which break TLS on virtual-hosted names, and without the prefixes and suffixes that S3 keeps for
 * itself: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const TAG_NAME = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
export const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

export const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
export const DATABASE_INSTANCE_CLASS = /^db\.[rx]\d[a-z0-9-]*\.\d*x?large$/;
export const ENGINE_VERSION = /^\d{2}\.\d{1,2}$/;

/** No `*` or `?`: the load balancer's rule would take them for wildcards and open more than the health path. */
export const HEALTH_CHECK_PATH = /^\/(?!\/)[A-Za-z0-9/._~-]{0,127}$/;

/** A star stands for whole labels in front, and never for the domain itself, as CloudFront has it. */
export const CORS_ORIGIN = new RegExp(`^(?:\\*|https://(?:\\*\\.)?(?:${LABEL}\\.)+${LABEL}(?::\\d{1,5})?)$`);
const HEADER_NAME = /^[A-Za-z0-9!#$%&'^_`|~+.-]{1,128}$/;
export const CORS_HEADER = new RegExp(`${HEADER_NAME.source}|^\\*$`);

/** Tag `latest`, or none, moves under a running fleet: two instances of one launch would differ. */
export function isPinnedImage(image: string): boolean {
  const [, tag, digest] =
    /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      image,
    ) ?? [];
  return digest !== undefined || (tag !== undefined && tag !== 'latest');
}

/** Headers that the edge sets for its own use. */
const ROUTING_HEADERS = ['x-meridian-region', 'x-meridian-origin', 'x-meridian-bucket'];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist */
export function isOriginHeaderName(name: string): boolean {
  return (
    /^x-[a-z0-9]+(-[a-z0-9]+)*$/.test(name) &&
    name.length <= 64 &&
    !/^x-(amz|edge|forwarded|real-ip)(-|$)/.test(name) &&
    !ROUTING_HEADERS.includes(name)
  );
}

export function isKeyPrefix(prefix: string): boolean {
  const parts = prefix.split('/');
  return (
    parts.pop() === '' &&
    parts.length > 0 &&
    prefix.length <= 200 &&
    parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(part))
  );
}

/** Lower case, because paths are compared without regard to it; a first character that no dot segment has. */
export const PROTECTED_PREFIX = /^(?=.{1,200}$)\/(?:[a-z0-9_-][a-z0-9._-]*\/)*$/;
