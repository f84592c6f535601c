import { type AddressRange, addressRange, overlaps } from './cidr';
import { CONTINENT_BY_COUNTRY } from './countries';
import type { Problem } from './problem';
import type { Document } from './schema';
import { TAG_NAME } from './syntax';

/** Something that must hold between fields. */
export interface Check {
  /** Fields that the check reads, `[]` for any item: it is left out where one of them has a problem of its own. */
  readonly needs: readonly string[];
  readonly problems: (document: Document) => Iterable<Problem>;
}

const COUNTRIES = [...CONTINENT_BY_COUNTRY.keys()];
/** Codes that people write for countries whose ISO code is another. */
const MISTAKEN_COUNTRIES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };
/** Label beside the region names under the origin label: the nearest healthy region answers there. */
const RESERVED_REGION_NAMES = ['nearest'];
const RESERVED_TAGS = ['deployment', 'stack', 'team', 'name'];
/** AWS admits 50 tags on a resource; the rest is the platform's. */
const MAXIMUM_TAGS = 40;
/** ACM puts a certificate's first name into its common name: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAXIMUM_CERTIFICATE_NAME = 64;

export const checks: readonly Check[] = [
  { needs: ['tags'], problems: tagProblems },
  { needs: ['accountId', 'ciRepository', 'ciIdentityProviderArn'], problems: identityProviderProblems },
  { needs: ['domain'], problems: domainProblems },
  { needs: ['domain', 'regions[].name'], problems: originNameProblems },
  { needs: ['regions[].name'], problems: regionNameProblems },
  { needs: ['regions[].awsRegion'], problems: awsRegionProblems },
  { needs: ['regions[].cidrBlock', 'regions[].name'], problems: addressProblems },
  { needs: ['regions[].failoverTo', 'regions[].name'], problems: failoverProblems },
  { needs: ['compute.minimumInstances', 'compute.maximumInstances'], problems: instanceProblems },
  { needs: ['routing', 'regions[].name'], problems: routingProblems },
  { needs: ['routing.countries'], problems: countryProblems },
  { needs: ['originProtection.secretVersions'], problems: secretVersionProblems },
  { needs: ['cors'], problems: corsProblems },
  { needs: ['edgeAuth'], problems: edgeAuthProblems },
  { needs: ['edgeAuth.protectedPrefixes', 'backfill'], problems: exposedPathProblems },
  { needs: ['backfill.regions', 'regions[].name'], problems: bucketRegionProblems },
  { needs: ['backfill.allowedPrefixes'], problems: prefixProblems },
  { needs: ['backfill.fullOrigin', 'domain', 'regions[].name'], problems: fullOriginProblems },
];

function* tagProblems({ tags }: Document): Iterable<Problem> {
  const names = Object.keys(tags);
  if (names.length > MAXIMUM_TAGS) {
    yield { path: 'tags', expected: `at most ${MAXIMUM_TAGS} tags`, got: names.length };
  }
  for (const name of names) {
    const path = `tags.${name}`;
    if (RESERVED_TAGS.includes(name.toLowerCase())) {
      yield { path, expected: 'a tag that the platform does not set itself', got: name };
    } else if (name.toLowerCase().startsWith('aws:')) {
      yield { path, expected: 'a name that does not start with "aws:", which AWS reserves', got: name };
    } else if (!TAG_NAME.test(name)) {
      yield { path, expected: 'a tag name of 1 to 128 letters, digits, spaces and _.:/=+-@', got: name };
    }
  }
}

function* identityProviderProblems(document: Document): Iterable<Problem> {
  const { accountId, ciRepository, ciIdentityProviderArn: arn } = document;
  const path = 'ciIdentityProviderArn';
  if (arn !== undefined && ciRepository === undefined) {
    yield { path, expected: 'nothing, because there is no "ciRepository" to let in', got: arn };
  } else if (arn !== undefined && accountId !== undefined && !arn.includes(`:${accountId}:`)) {
    yield { path, expected: `an ARN in account ${accountId}`, got: arn };
  }
}

function* domainProblems({ domain }: Document): Iterable<Problem> {
  const { name, siteNames, mediaName, originLabel, privateLabel } = domain;
  const viewerNames = [
    ...siteNames.map((siteName, index) => ({ path: `domain.siteNames[${index}]`, siteName })),
    { path: 'domain.mediaName', siteName: mediaName },
  ];
  const privateZone = `${privateLabel}.${name}`;
  for (const { path, siteName } of viewerNames) {
    if (siteName !== name && !siteName.endsWith(`.${name}`)) {
      yield { path, expected: `"${name}" or a name below it`, got: siteName };
    } else if (siteName === privateZone || siteName.endsWith(`.${privateZone}`)) {
      yield { path, expected: `a name outside the private zone "${privateZone}"`, got: siteName };
    } else if (siteName.length > MAXIMUM_CERTIFICATE_NAME) {
      yield { path, expected: `at most ${MAXIMUM_CERTIFICATE_NAME} characters, as ACM wants`, got: siteName };
    }
  }
  for (const [index, { path, siteName }] of viewerNames.entries()) {
    if (viewerNames.findIndex((other) => other.siteName === siteName) < index) {
      yield { path, expected: 'a name that is not listed yet', got: siteName };
    }
  }
  if (originLabel === privateLabel) {
    yield {
      path: 'domain.privateLabel',
      expected: 'a label other than "domain.originLabel", whose names the private zone would hide',
      got: privateLabel,
    };
  }
}

function* originNameProblems(document: Document): Iterable<Problem> {
  const { name, siteNames, mediaName, originLabel } = document.domain;
  const originNames = [...document.regions.map((region) => region.name), ...RESERVED_REGION_NAMES].map(
    (label) => `${label}.${originLabel}.${name}`,
  );
  for (const [index, region] of document.regions.entries()) {
    const originName = `${region.name}.${originLabel}.${name}`;
    if (originName.length > MAXIMUM_CERTIFICATE_NAME) {
      yield {
        path: `regions[${index}].name`,
        expected: `an origin name of at most ${MAXIMUM_CERTIFICATE_NAME} characters, as ACM wants`,
        got: originName,
      };
    }
  }
  for (const [index, siteName] of siteNames.entries()) {
    if (originNames.includes(siteName)) {
      yield { path: `domain.siteNames[${index}]`, expected: 'a name that no origin has', got: siteName };
    }
  }
  if (originNames.includes(mediaName)) {
    yield { path: 'domain.mediaName', expected: 'a name that no origin has', got: mediaName };
  }
}

function* regionNameProblems({ regions }: Document): Iterable<Problem> {
  for (const [index, { name }] of regions.entries()) {
    const path = `regions[${index}].name`;
    if (RESERVED_REGION_NAMES.includes(name)) {
      yield { path, expected: 'a name that the platform does not use itself', got: name };
    }
    if (regions.findIndex((other) => other.name === name) < index) {
      yield { path, expected: 'a name that no other region has', got: name };
    }
  }
}

function* awsRegionProblems({ regions }: Document): Iterable<Problem> {
  for (const [index, { awsRegion }] of regions.entries()) {
    if (regions.findIndex((other) => other.awsRegion === awsRegion) < index) {
      yield {
        path: `regions[${index}].awsRegion`,
        expected: 'an AWS region that no other region is in',
        got: awsRegion,
      };
    }
  }
}

function* addressProblems({ regions }: Document): Iterable<Problem> {
  const earlier: { name: string; cidrBlock: string; range: AddressRange }[] = [];
  for (const [index, { name, cidrBlock }] of regions.entries()) {
    const range = addressRange(cidrBlock);
    if (range === undefined) {
      continue;
    }
    const taken = earlier.find((other) => overlaps(other.range, range));
    if (taken !== undefined) {
      yield {
        path: `regions[${index}].cidrBlock`,
        expected: `a range apart from ${taken.cidrBlock} of "${taken.name}"`,
        got: cidrBlock,
      };
    }
    earlier.push({ name, cidrBlock, range });
  }
}

function* failoverProblems({ regions }: Document): Iterable<Problem> {
  for (const [index, { name, failoverTo }] of regions.entries()) {
    const path = `regions[${index}].failoverTo`;
    const others = regions.map((region) => region.name).filter((other) => other !== name);
    if (others.length === 0) {
      if (failoverTo !== undefined) {
        yield { path, expected: 'nothing, because there is no other region', got: failoverTo };
      }
    } else if (failoverTo === undefined || !others.includes(failoverTo)) {
      yield { path, expected: `another region (${orList(others)})`, got: failoverTo, candidates: others };
    }
  }
}

function* instanceProblems({ compute: { minimumInstances, maximumInstances } }: Document): Iterable<Problem> {
  if (minimumInstances > maximumInstances) {
    yield {
      path: 'compute.maximumInstances',
      expected: `at least the ${minimumInstances} of "compute.minimumInstances"`,
      got: maximumInstances,
    };
  }
}

function* routingProblems({ routing, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  const expected = `a region (${orList(names)})`;
  const choices = [
    ...Object.entries(routing.continents).map(([code, region]) => [`continents.${code}`, region] as const),
    ['defaultRegion', routing.defaultRegion] as const,
    ...Object.keys(routing.countries).map((region) => [`countries.${region}`, region] as const),
  ];
  for (const [field, region] of choices) {
    if (!names.includes(region)) {
      yield { path: `routing.${field}`, expected, got: region, candidates: names };
    }
  }
}

function* countryProblems({ routing: { countries } }: Document): Iterable<Problem> {
  const places = new Map<string, string>();
  for (const [region, codes] of Object.entries(countries)) {
    for (const [index, code] of codes.entries()) {
      const path = `routing.countries.${region}[${index}]`;
      const place = places.get(code);
      const meant = MISTAKEN_COUNTRIES[code.toUpperCase()];
      if (meant !== undefined) {
        yield { path, expected: `"${meant}", the ISO 3166-1 code of that country`, got: code };
      } else if (!CONTINENT_BY_COUNTRY.has(code)) {
        const expected = 'an ISO 3166-1 alpha-2 country code in upper case';
        yield { path, expected, got: code, candidates: COUNTRIES };
      } else if (place !== undefined) {
        yield { path, expected: `a country that is not listed yet (see "${place}")`, got: code };
      }
      places.set(code, place ?? path);
    }
  }
}

function* secretVersionProblems({ originProtection: { secretVersions } }: Document): Iterable<Problem> {
  if (new Set(secretVersions).size < secretVersions.length) {
    yield {
      path: 'originProtection.secretVersions[1]',
      expected: 'a version other than the first',
      got: secretVersions[1],
    };
  }
}

function* corsProblems({ cors }: Document): Iterable<Problem> {
  if (cors.storedOrigins && !cors.allowCredentials && cors.allowedOrigins.join() === '*') {
    const expected = 'false, because "cors.allowedOrigins" admits every origin';
    yield { path: 'cors.storedOrigins', expected, got: true };
  }
  for (const field of ['allowedOrigins', 'allowedHeaders', 'allowedMethods'] as const) {
    const values: readonly string[] = cors[field].map((value) =>
      field === 'allowedHeaders' ? value.toLowerCase() : value,
    );
    for (const [index, value] of values.entries()) {
      const path = `cors.${field}[${index}]`;
      if (values.indexOf(value) < index) {
        yield { path, expected: 'a value that is not listed yet', got: cors[field][index] };
      } else if (value === '*' && cors.allowCredentials) {
        const expected =
          'no wildcard, because "cors.allowCredentials" is true and browsers refuse both together';
        yield { path, expected, got: value };
      } else if (value === '*' && values.length > 1) {
        yield { path, expected: 'a wildcard alone or no wildcard', got: value };
      }
    }
  }
}

function* edgeAuthProblems({ edgeAuth: { protectedPrefixes, keyVersions } }: Document): Iterable<Problem> {
  for (const [index, prefix] of protectedPrefixes.entries()) {
    const outer = protectedPrefixes.findIndex(
      (other, position) =>
        position !== index && prefix.startsWith(other) && (prefix !== other || position < index),
    );
    if (outer >= 0) {
      const expected = `a prefix outside "${protectedPrefixes[outer]}"`;
      yield { path: `edgeAuth.protectedPrefixes[${index}]`, expected, got: prefix };
    }
  }
  if (new Set(keyVersions).size < keyVersions.length) {
    yield {
      path: 'edgeAuth.keyVersions[1]',
      expected: 'a version other than the first',
      got: keyVersions[1],
    };
  }
}

/** The media distribution asks for no token, and fetches from the region what its buckets lack. */
function* exposedPathProblems({ edgeAuth, backfill }: Document): Iterable<Problem> {
  if (!('region' in backfill.fullOrigin)) {
    return;
  }
  for (const [index, got] of edgeAuth.protectedPrefixes.entries()) {
    const open = backfill.allowedPrefixes.find((prefix) => got.startsWith(`/${prefix.toLowerCase()}`));
    if (open !== undefined) {
      const expected = `a path that the media distribution does not serve to everybody (see "${open}" in "backfill.allowedPrefixes")`;
      yield { path: `edgeAuth.protectedPrefixes[${index}]`, expected, got };
    }
  }
}

function* bucketRegionProblems({ backfill, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  for (const [index, region] of backfill.regions.entries()) {
    const path = `backfill.regions[${index}]`;
    if (!names.includes(region)) {
      yield { path, expected: `a region (${orList(names)})`, got: region, candidates: names };
    } else if (backfill.regions.indexOf(region) < index) {
      yield { path, expected: 'a region that is not listed yet', got: region };
    }
  }
}

function* prefixProblems({ backfill: { allowedPrefixes } }: Document): Iterable<Problem> {
  for (const [index, prefix] of allowedPrefixes.entries()) {
    const path = `backfill.allowedPrefixes[${index}]`;
    const outer = allowedPrefixes.findIndex(
      (other, position) =>
        position !== index && prefix.startsWith(other) && (prefix !== other || position < index),
    );
    if (outer >= 0) {
      yield { path, expected: `a prefix outside "${allowedPrefixes[outer]}"`, got: prefix };
    }
  }
}

function* fullOriginProblems({ backfill: { fullOrigin }, domain, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  if ('region' in fullOrigin) {
    if (!names.includes(fullOrigin.region)) {
      const expected = `a region (${orList(names)})`;
      yield { path: 'backfill.fullOrigin.region', expected, got: fullOrigin.region, candidates: names };
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
  } else if (/(^|\.)(localhost|local|internal|localdomain|home\.arpa)$/.test(host)) {
    yield { path, expected: 'a host that CloudFront can reach', got: host };
  } else if (host.endsWith(`.${domain.privateLabel}.${domain.name}`)) {
    yield { path, expected: 'a host that CloudFront can reach', got: host };
  }
}

function orList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
