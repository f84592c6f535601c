import type { ViewerRequest } from './message';
import type { CachePolicy, OriginRequestPolicy, Selection } from './policies';

const DEVICES = {
  'cloudfront-is-mobile-viewer': /Mobile|iPhone|Android/,
  'cloudfront-is-tablet-viewer': /iPad|Tablet/,
  'cloudfront-is-smarttv-viewer': /SmartTV|SMART-TV|AppleTV/,
  'cloudfront-is-ios-viewer': /iPhone|iPad/,
  'cloudfront-is-android-viewer': /Android/,
} as const;

/** Computed only when a policy names it: looking a country's name up is slow. */
const VALUES: Readonly<Record<string, (viewer: ViewerRequest, agent: string) => string | undefined>> = {
  'cloudfront-viewer-country': ({ country }) => country,
  'cloudfront-viewer-country-name': ({ country }) =>
    // Codes such as T1 are no regions.
    country && /^[A-Z]{2}$/.test(country)
      ? new Intl.DisplayNames('en', { type: 'region' }).of(country)
      : undefined,
  'cloudfront-viewer-address': ({ ip }) => `${ip.includes(':') ? `[${ip}]` : ip}:443`,
  'cloudfront-viewer-http-version': ({ httpVersion }) => httpVersion,
  'cloudfront-forwarded-proto': ({ scheme }) => scheme,
  'cloudfront-viewer-tls': ({ scheme }) =>
    scheme === 'https' ? 'TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake' : undefined,
  'cloudfront-is-desktop-viewer': (_, agent) =>
    String(!Object.values(DEVICES).some((pattern) => pattern.test(agent))),
  ...Object.fromEntries(
    Object.entries(DEVICES).map(([name, pattern]) => [
      name,
      (_: ViewerRequest, agent: string) => String(pattern.test(agent)),
    ]),
  ),
};

const named = ({ behavior, names }: Selection): readonly string[] =>
  behavior === 'whitelist' || behavior === 'allViewerAndWhitelistCloudFront' ? [...names] : [];

/**
 * The request with the `CloudFront-*` headers that its policies ask for. What a viewer sent under such a name is
 * replaced, or dropped where CloudFront does not know the value.
 */
export function withCloudFrontHeaders(
  viewer: ViewerRequest,
  cachePolicy: CachePolicy,
  originRequestPolicy: OriginRequestPolicy | undefined,
): ViewerRequest {
  const asked = [
    ...named(cachePolicy.headers),
    ...(originRequestPolicy === undefined ? [] : named(originRequestPolicy.headers)),
  ].filter((name) => name.startsWith('cloudfront-'));
  if (asked.length === 0) return viewer;
  const headers = new Map(viewer.headers);
  const agent = headers.get('user-agent')?.[0] ?? '';
  for (const name of asked) {
    const value = VALUES[name]?.(viewer, agent);
    if (value === undefined) headers.delete(name);
    else headers.set(name, [value]);
  }
  return { ...viewer, headers };
}
