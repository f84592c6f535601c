import { choice, isPort, LARGEST_PORT, matching, section, text, wholeNumber } from '../fields';
import type { Problem } from '../problem';
import type { Check, Document, Region } from '.';

export const instanceType = matching(
  'an EC2 instance type such as "t4g.small"',
  /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
);

/** No `*` or `?`: the load balancer's rule would take them for wildcards and open more than the health path. */
const HEALTH_CHECK_PATH = /^\/(?!\/)[A-Za-z0-9/._~-]{0,127}$/;

export const fields = {
  /** The instances of every region, and the container that they run. */
  compute: section({
    /**
     * Image that every instance runs, with a digest or a tag that stays where it is (never `latest`). One in ECR is pulled from the
     * registry of each region's own AWS region. Where the registry is that of `accountId`, the platform owns its replication
     * rules, and copies what is pushed from then on; elsewhere the registry's owner copies it.
     */
    containerImage: text('an image with a digest or a tag other than "latest"', imageVerdict),
    /** Port the container listens on. Never changes once applied. */
    containerPort: wholeNumber(1, LARGEST_PORT),
    /**
     * Path that answers 200 without the origin secret header: load balancer and Route 53 ask for it. Changes only once every
     * region runs an image that answers at both paths.
     */
    healthCheckPath: matching(
      'a path such as "/healthz" without wildcards or query, at most 128 characters',
      HEALTH_CHECK_PATH,
    ),
    /**
     * Its processor (`t4g` is ARM) must be one that the image is built for. Whether AWS has the type in each region is asked by
     * `npx meridian preflight`.
     */
    instanceType,
    /** Instances per region that always run; the region must carry its own and a failed neighbour's traffic. */
    minimumInstances: wholeNumber(1, 1000),
    /**
     * Requests per second that one instance serves, as measured with `cpuTargetPercent` in mind. With it, `minimumInstances` is checked
     * against `regions[].peakRequestsPerSecond`. @default - nothing is checked
     */
    instanceRequestsPerSecond: wholeNumber(1, 1_000_000).optional(),
    /** Instances per region that auto scaling never exceeds. */
    maximumInstances: wholeNumber(1, 1000),
    /** Average CPU that target tracking aims at, in per cent. */
    cpuTargetPercent: wholeNumber(10, 90),
    /** How the load balancer picks a target. */
    loadBalancingAlgorithm: choice(['least_outstanding_requests', 'round_robin', 'weighted_random']).default(
      'least_outstanding_requests',
    ),
  }),
};

export const checks: readonly Check[] = [
  { needs: ['compute', 'regions'], problems: headroomProblems },
  { needs: ['compute.containerImage', 'regions[].awsRegion'], problems: imageProblems },
  { needs: ['compute.minimumInstances', 'compute.maximumInstances'], problems: instanceProblems },
];

const IMAGE_HOST =
  '(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::(?<port>\\d+))?';
const IMAGE_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
/** Host, path, tag and digest, as https://github.com/distribution/reference/blob/v0.6.0/reference.go has them. */
const IMAGE = new RegExp(
  `^(?:${IMAGE_HOST}/)?(?<path>${IMAGE_PART}(?:/${IMAGE_PART})*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);
const LONGEST_IMAGE_PATH = 255;

/** Tag `latest`, or none, moves under a running fleet: two instances of one launch would differ. */
function imageVerdict(image: string): boolean | string {
  const { port, path = '', tag, digest } = IMAGE.exec(image)?.groups ?? {};
  if (digest === undefined && (tag === undefined || tag === 'latest')) return false;
  if (port !== undefined && !isPort(port)) {
    return `a registry's port from 1 to ${LARGEST_PORT}`;
  }
  return path.length <= LONGEST_IMAGE_PATH || `an image's path of at most ${LONGEST_IMAGE_PATH} characters`;
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

function* imageProblems({ compute: { containerImage }, regions }: Document): Iterable<Problem> {
  const [, awsRegion] = /\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\//.exec(containerImage) ?? [];
  if (awsRegion !== undefined && regions.every((region) => region.awsRegion !== awsRegion)) {
    yield {
      path: 'compute.containerImage',
      expected: 'a registry in the AWS region of one of the regions, which copies it to the others',
      got: containerImage,
    };
  }
}

/** A region must carry its own peak and that of whichever neighbour fails over to it, before auto scaling has added anything. */
function* headroomProblems({ compute, regions }: Document): Iterable<Problem> {
  const peakOf = (region: Region) => region.peakRequestsPerSecond ?? 0;
  for (const [index, region] of regions.entries()) {
    const own = peakOf(region);
    const [neighbour] = regions
      .filter(({ failoverTo }) => failoverTo === region.name)
      .sort((a, b) => peakOf(b) - peakOf(a));
    const both = own + (neighbour === undefined ? 0 : peakOf(neighbour));
    const capacity = region.instanceRequestsPerSecond ?? compute.instanceRequestsPerSecond;
    if (capacity === undefined && own > 0) {
      yield {
        path: `regions[${index}].peakRequestsPerSecond`,
        expected: 'nothing, or "compute.instanceRequestsPerSecond" beside it',
        got: own,
      };
    } else if (capacity !== undefined && both > compute.minimumInstances * capacity) {
      const theirs = neighbour === undefined ? '' : ` and the ${peakOf(neighbour)} of "${neighbour.name}"`;
      yield {
        path: 'compute.minimumInstances',
        expected: `at least ${Math.ceil(both / capacity)}, so that "${region.name}" carries its own ${own} requests per second${theirs}`,
        got: compute.minimumInstances,
      };
    }
  }
}
