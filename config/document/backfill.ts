import { z } from 'zod';
import { choice, flag, list, section, text, wholeNumber } from '../fields';
import { domainName, regionName } from '../names';
import { prefixProblems } from '../prefixes';
import { oneOf, type Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** Buckets near the viewers, which fill themselves from the full origin. */
  backfill: section({
    /** Regions (by our name) with a near bucket. */
    regions: list(regionName, 'regions', 1, 9),
    /**
     * Key prefixes that may be served and copied, each ending in `/`; none lies inside another. Each takes two of the 25 cache
     * behaviors that CloudFront admits.
     */
    allowedPrefixes: list(
      text('a key prefix such as "images/", without "..", empty parts or wildcards', isKeyPrefix),
      'prefixes',
      1,
      10,
    ),
    /** Where every object exists: a region of this platform, or a host outside it. */
    fullOrigin: z.union(
      [
        section({
          /** Region of this platform, by our name. */
          region: regionName,
        }),
        section({
          /** Host outside the platform that CloudFront can reach. */
          host: domainName,
        }),
      ],
      { error: 'either { region } or { host }' },
    ),
    /**
     * Who tells the fill worker of an object that a bucket lacks: a Lambda@Edge trigger on every cache miss, which fetches from
     * the full origin in the same request; or a function URL behind each bucket, which runs on bucket misses only and redirects
     * the viewer to the full origin.
     */
    missSignal: choice(['edge-trigger', 'function-url']).default('edge-trigger'),
    /** Hosts that the full origin may redirect fill workers to, on the https port. @default - its redirects are not followed */
    redirectHosts: list(domainName, 'host names', 0, 20).default([]),
    /**
     * Whether a message for an object that a bucket has makes the worker ask the full origin for a newer one, which replaces
     * the copy. Objects that no fill wrote are never replaced.
     */
    refresh: flag().default(false),
    /** Larger objects are served but not copied. At most 5 TiB, as in S3. */
    maximumObjectBytes: wholeNumber(1, 5 * 2 ** 40),
    /**
     * Larger objects wait in the queue of large objects for `npx meridian fill-worker`. At most 5 GiB: what one function run can copy
     * from a slow origin.
     */
    functionObjectBytes: wholeNumber(1, 5 * 2 ** 30).default(5 * 2 ** 30),
    /**
     * Days after which a bucket forgets a copy; the next viewer's miss makes a new one. Copies that are kept move to a storage class
     * that follows their use. @default - copies are kept
     */
    expirationDays: wholeNumber(1, 36_500).optional(),
    /** Fill workers that may run at once per region. */
    fillConcurrency: wholeNumber(2, 1000).default(10),
    /**
     * Whether every region's account share of concurrent functions (1,000 by default, less in new accounts) keeps so many free for
     * fill workers, and 100 for the miss signal `function-url`. False where the share is smaller, or fully reserved.
     */
    reserveConcurrency: flag().default(true),
  }),
};

export const checks: readonly Check[] = [
  { needs: ['backfill.regions', 'regions[].name'], problems: bucketRegionProblems },
  {
    needs: ['backfill.allowedPrefixes'],
    problems: ({ backfill }) => prefixProblems('backfill.allowedPrefixes', backfill.allowedPrefixes),
  },
  { needs: ['backfill.fullOrigin', 'domain', 'regions[].name'], problems: fullOriginProblems },
  {
    needs: ['backfill.fillConcurrency', 'backfill.missSignal', 'backfill.reserveConcurrency'],
    problems: concurrencyProblems,
  },
];

/**
 * Of the 1,000 that an account has by default, Lambda keeps 100 for functions that reserve none:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const RESERVABLE_CONCURRENCY = 900;
const MISS_ORIGIN_CONCURRENCY = 100;

function* concurrencyProblems({ backfill }: Document): Iterable<Problem> {
  const { fillConcurrency, missSignal, reserveConcurrency } = backfill;
  const most = RESERVABLE_CONCURRENCY - (missSignal === 'function-url' ? MISS_ORIGIN_CONCURRENCY : 0);
  if (reserveConcurrency && fillConcurrency > most) {
    yield {
      path: 'backfill.fillConcurrency',
      expected: `at most ${most}, as AWS lets an account reserve, or "backfill.reserveConcurrency" to be false`,
      got: fillConcurrency,
    };
  }
}

function isKeyPrefix(prefix: string): boolean {
  const parts = prefix.split('/');
  return (
    parts.pop() === '' &&
    parts.length > 0 &&
    prefix.length <= 200 &&
    parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(part))
  );
}

function* bucketRegionProblems({ backfill, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  for (const [index, region] of backfill.regions.entries()) {
    const path = `backfill.regions[${index}]`;
    if (!names.includes(region)) {
      yield { path, ...oneOf('a region', names), got: region };
    } else if (backfill.regions.indexOf(region) < index) {
      yield { path, expected: 'a region that is not listed yet', got: region };
    }
  }
}

function* fullOriginProblems({ backfill: { fullOrigin }, domain, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  if ('region' in fullOrigin) {
    if (!names.includes(fullOrigin.region)) {
      yield { path: 'backfill.fullOrigin.region', ...oneOf('a region', names), got: fullOrigin.region };
    }
    return;
  }
  const { host } = fullOrigin;
  const path = 'backfill.fullOrigin.host';
  const originSuffix = `.${domain.originLabel}.${domain.name}`;
  if (host.endsWith(originSuffix)) {
    const region = host.slice(0, -originSuffix.length);
    const expected = names.includes(region)
      ? `{ region: "${region}" } instead, because its load balancer admits CloudFront only`
      : 'a host outside the platform';
    yield { path, expected, got: host };
  } else if ([...domain.siteNames, domain.mediaName].includes(host)) {
    yield { path, expected: 'a host outside the platform, which would ask itself', got: host };
  } else if (host === domain.name || host === `${domain.originLabel}.${domain.name}`) {
    yield { path, expected: 'a host outside the platform, which owns that name', got: host };
  } else if (/(^|\.)(localhost|local|internal|localdomain|home\.arpa)$/.test(host)) {
    yield { path, expected: 'a host that CloudFront can reach', got: host };
  } else if (`.${host}`.endsWith(`.${domain.privateLabel}.${domain.name}`)) {
    yield { path, expected: 'a host that CloudFront can reach', got: host };
  }
}
