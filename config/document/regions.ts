import { PLATFORM_AWS_REGIONS } from '../aws-regions';
import { type AddressRange, addressRange, overlaps, vpcRangeExpectation } from '../cidr';
import { known, list, section, text, wholeNumber } from '../fields';
import { regionName, shortName, teamName } from '../names';
import { oneOf, type Problem } from '../problem';
import type { Check, Document } from '.';
import { instanceType } from './compute';
import { databaseInstances } from './database';

const region = section({
  /** Name of ours, such as `asia`: stack id, origin name and routing table use it. Never changes once applied. */
  name: shortName,
  /** AWS region code, such as `ap-southeast-1`; one region of ours per AWS region. */
  awsRegion: known('an AWS region with three zones and Aurora global databases', PLATFORM_AWS_REGIONS),
  /** Address range of the VPC, /16 to /20; no two regions overlap, because they are peered. Never changes once applied. */
  cidrBlock: text(
    'a CIDR block such as "10.10.0.0/16"',
    (cidrBlock) => vpcRangeExpectation(cidrBlock) ?? true,
  ),
  /** Region that answers for this one's name when it dies. @default - none, which only a single region may have */
  failoverTo: regionName.optional(),
  /** Team that owns this region's stack. @default - the team named in `teams.region` */
  team: teamName.optional(),
  /** EC2 instance type in this region. @default - that of `compute.instanceType` */
  instanceType: instanceType.optional(),
  /** Requests per second that one instance of that type serves. @default - `compute.instanceRequestsPerSecond` */
  instanceRequestsPerSecond: wholeNumber(1, 1_000_000).optional(),
  /** Requests per second that its own viewers ask for at their busiest. @default - it is not checked that the region can carry them */
  peakRequestsPerSecond: wholeNumber(1, 100_000_000).optional(),
  /** Aurora instances in this region. @default - as many as `database.instancesPerRegion` says */
  databaseInstances: databaseInstances.optional(),
});

export const fields = {
  /**
   * Regions in order of introduction; a new one goes to the end. The first founds the database that the others join; beyond
   * that their order says nothing.
   */
  regions: list(region, 'regions', 1, 9),
};

export const checks: readonly Check[] = [
  { needs: ['regions[].name'], problems: nameProblems },
  { needs: ['regions[].awsRegion'], problems: awsRegionProblems },
  { needs: ['regions[].cidrBlock', 'regions[].name'], problems: addressProblems },
  { needs: ['regions[].failoverTo', 'regions[].name'], problems: failoverProblems },
];

/** Label beside the region names under the origin label: the nearest healthy region answers there. */
const RESERVED_REGION_NAMES = ['nearest'];

/** First words of names of what belongs to no region. CI's roles are limited by names: a bucket has no other mark of its owner. */
export const RESERVED_WORDS = [
  'access',
  'backfill',
  'edge',
  'failover',
  'fill',
  'full',
  'health',
  'large',
  'media',
  'mesh',
  'miss',
  'misses',
  'site',
  'state',
  'terraform',
  'zone',
];

function* nameProblems({ regions }: Document): Iterable<Problem> {
  for (const [index, { name }] of regions.entries()) {
    const path = `regions[${index}].name`;
    if (RESERVED_REGION_NAMES.includes(name) || RESERVED_WORDS.includes(name.split('-')[0] ?? '')) {
      yield { path, expected: 'a name that the platform does not use itself', got: name };
    }
    if (regions.findIndex((other) => other.name === name) < index) {
      yield { path, expected: 'a name that no other region has', got: name };
    }
    const start = regions.find((other) => name.startsWith(`${other.name}-`));
    if (start !== undefined) {
      const expected = `a name that does not begin with "${start.name}-", as names of what that region owns do`;
      yield { path, expected, got: name };
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
    const others = regions.map((each) => each.name).filter((other) => other !== name);
    if (others.length === 0) {
      if (failoverTo !== undefined) {
        yield { path, expected: 'nothing, because there is no other region', got: failoverTo };
      }
    } else if (failoverTo === undefined || !others.includes(failoverTo)) {
      yield { path, ...oneOf('another region', others), got: failoverTo };
    }
  }
}
