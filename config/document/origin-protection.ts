import { section, text } from '../fields';
import { versionProblems, versions } from '../rotation';
import type { Check } from '.';

export const fields = {
  /** The secret header by which load balancers know CloudFront. */
  originProtection: section({
    /** Header that CloudFront sends and every load balancer asks for. */
    headerName: text(
      'a lower case header name that starts with "x-" and that CloudFront may add',
      isOriginHeaderName,
    ),
    /**
     * Versions of the secret: CloudFront sends the first, load balancers accept all (at most two).
     * To rotate: [1] → [1, 2], apply all; → [2, 1], apply global; → [2], apply regions, then global.
     */
    secretVersions: versions,
  }),
};

export const checks: readonly Check[] = [
  {
    needs: ['originProtection.secretVersions'],
    problems: ({ originProtection: { secretVersions } }) =>
      versionProblems('originProtection.secretVersions', secretVersions),
  },
];

/** Headers that the edge sets for its own use. */
const ROUTING_HEADERS = ['x-meridian-region', 'x-meridian-origin', 'x-meridian-bucket'];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-denylist */
function isOriginHeaderName(name: string): boolean {
  return (
    /^x-[a-z0-9]+(-[a-z0-9]+)*$/.test(name) &&
    name.length <= 64 &&
    !/^x-(amz|edge|forwarded|real-ip)(-|$)/.test(name) &&
    !ROUTING_HEADERS.includes(name)
  );
}
