import { z } from 'zod';
import { AWS_REGIONS, THREE_ZONE_AWS_REGIONS } from './aws-regions';
import { vpcRangeExpectation } from './cidr';
import { choice, dictionary, flag, known, list, matching, section, text, wholeNumber } from './fields';
import * as syntax from './syntax';

/**
 * The document: everything that may differ between two deployments of the platform.
 *
 * The comments on the fields are the manual. What a field looks like is checked here; what must hold between fields
 * (address ranges that overlap, a failover target that does not exist …) is checked in `checks.ts`.
 */

/**
 * Deployment and region names stand together in names that AWS limits to 32 characters (load balancers), with up to seven
 * characters of ours behind them: `<deployment>-<region>-public`.
 */
const shortName = matching(
  '2 to 12 lower case letters, digits and single hyphens, starting with a letter',
  syntax.SHORT_NAME,
);
const dnsLabel = matching('a DNS label such as "origin"', syntax.DNS_LABEL);
const domainName = matching('a domain name such as "www.example.com", in lower case', syntax.DOMAIN_NAME);
const regionName = z.string({ error: 'the name of a region' });
const instanceType = matching('an EC2 instance type such as "t4g.small"', syntax.INSTANCE_TYPE);
const databaseInstances = wholeNumber(2, 16);

/** One region that serves traffic. Adding a region is adding one of these. */
export const regionSchema = section({
  /** Name of ours, such as `asia`: stack id, origin name and routing table use it. Never changes once applied. */
  name: shortName,
  /** AWS region code, such as `ap-southeast-1`; one region of ours per AWS region. */
  awsRegion: known('an AWS region with three zones', THREE_ZONE_AWS_REGIONS),
  /** Address range of the VPC, /16 to /20; no two regions overlap, because they are peered. Never changes once applied. */
  cidrBlock: text(
    'a CIDR block such as "10.10.0.0/16"',
    (cidrBlock) => vpcRangeExpectation(cidrBlock) ?? true,
  ),
  /** Region that answers for this one's name when it dies. Left out only where there is a single region. */
  failoverTo: regionName.optional(),
  /** Team that owns this region's stack. @default - the team named in `teams.region` */
  team: matching('a team name of lower case letters, digits and hyphens', syntax.TEAM_NAME).optional(),
  /** EC2 instance type, where it differs from `compute.instanceType`. */
  instanceType: instanceType.optional(),
  /** Aurora instances in this region, where it differs from `database.instancesPerRegion`. */
  databaseInstances: databaseInstances.optional(),
});

const team = section({
  /** Tag on every resource of the team's stacks. */
  name: matching('a team name of lower case letters, digits and hyphens', syntax.TEAM_NAME),
  /** Address that alarms are sent to; AWS asks it for a confirmation. */
  email: z.email({ error: 'an e-mail address' }),
});

export const documentSchema = section({
  /** First part of every stack id and of many names, and a tag; no two deployments share it. Never changes once applied. */
  deployment: shortName,
  /** Account that may be changed; Terraform refuses any other. @default - any account the credentials belong to */
  accountId: matching('an account id of 12 digits', syntax.ACCOUNT_ID).optional(),

  domain: section({
    /** Apex of the public zone, such as `example.com`. */
    name: domainName,
    /** Id of a public zone that exists already. @default - the platform creates the zone */
    hostedZoneId: matching(
      'a Route 53 zone id such as "Z0123456789ABCDEFGHIJ"',
      syntax.HOSTED_ZONE_ID,
    ).optional(),
    /**
     * Names that viewers use and the main distribution answers for; each is the apex or below it. With the media name they
     * share one certificate, to which ACM admits ten names.
     */
    siteNames: list(domainName, 'site names', 1, 9),
    /** Name of the media distribution, such as `media.example.com`. */
    mediaName: domainName,
    /** Label under which regions answer: `<region>.<originLabel>.<domain>`. */
    originLabel: dnsLabel.default('origin'),
    /** Label of the private zone: `write.<privateLabel>.<domain>` and `read.<privateLabel>.<domain>`. */
    privateLabel: dnsLabel.default('internal'),
  }),

  state: section({
    /** Bucket that holds the state of every stack of this deployment; unique in all of AWS. */
    bucketName: matching(
      'an S3 bucket name of 3 to 63 lower case letters, digits and hyphens',
      syntax.BUCKET_NAME,
    ),
    /** AWS region of the bucket; any region, also one that serves no traffic. */
    awsRegion: known('an AWS region', AWS_REGIONS),
    /** False only where the whole deployment is thrown away again, as on the local AWS. */
    deletionProtection: flag().default(true),
  }),

  /** Who is told and who reviews; several entries may name the same team. A kind of stack may bring an entry of its own. */
  teams: section({
    /** Owns the `state` stack. */
    platform: team,
    /** Owns the `global` stack. */
    edge: team,
    /** Owns the stack of each region that names no team of its own. */
    region: team,
    /** Owns the `backfill` stack. */
    media: team,
  }).catchall(team),

  /** Tags on every resource beside `deployment`, `stack` and `team`; at most 40. */
  tags: dictionary(
    matching('at most 256 letters, digits, spaces and _.:/=+-@', syntax.TAG_VALUE),
    'tag names with their values',
  ).default({}),

  /** GitHub repository (`owner/name`) whose workflows may plan and apply. @default - no CI access is created */
  ciRepository: matching('a GitHub repository such as "owner/name"', syntax.GITHUB_REPOSITORY).optional(),

  /** ARN of GitHub's identity provider where the account has it already: it can have only one. @default - it is created */
  ciIdentityProviderArn: matching(
    'the ARN of an IAM identity provider',
    syntax.IDENTITY_PROVIDER_ARN,
  ).optional(),

  /** Guards every stateful resource against deletion: Terraform's and AWS's own. False only for throw-away deployments. */
  deletionProtection: flag().default(true),

  /**
   * Regions in order of introduction; a new one goes to the end. A region reads those before it, never those after it: the
   * first founds the database cluster that the others join, and a peering belongs to the later of its two regions.
   */
  regions: list(regionSchema, 'regions', 1, 9),

  network: section({
    /** `per-zone` survives the loss of a zone; `single` costs a third. */
    natGateways: choice(['per-zone', 'single']),
  }),

  compute: section({
    /** Image that every instance runs, with a digest or a tag that stays where it is (never `latest`). */
    containerImage: text('an image with a digest or a tag other than "latest"', syntax.isPinnedImage),
    /** Port the container listens on. */
    containerPort: wholeNumber(1, 65_535),
    /** Path that answers 200 without the origin secret header: load balancer and Route 53 ask for it. */
    healthCheckPath: matching(
      'a path such as "/healthz" without wildcards or query, at most 128 characters',
      syntax.HEALTH_CHECK_PATH,
    ),
    /** Its processor (`t4g` is ARM) must be one that the image is built for. */
    instanceType,
    /** Instances per region that always run; the region must carry its own and a failed neighbour's traffic. */
    minimumInstances: wholeNumber(1, 1000),
    maximumInstances: wholeNumber(1, 1000),
    /** Average CPU that target tracking aims at, in per cent. */
    cpuTargetPercent: wholeNumber(10, 90),
    /** How the load balancer picks a target. */
    loadBalancingAlgorithm: choice(['least_outstanding_requests', 'round_robin', 'weighted_random']).default(
      'least_outstanding_requests',
    ),
  }),

  database: section({
    /** Aurora PostgreSQL version; the global cluster owns it. */
    engineVersion: matching('an Aurora PostgreSQL version such as "16.6"', syntax.ENGINE_VERSION),
    /** Memory-optimized: Aurora global databases take no burstable and no serverless class here. */
    instanceClass: matching(
      'a memory-optimized instance class such as "db.r6g.large"',
      syntax.DATABASE_INSTANCE_CLASS,
    ),
    /** At least two, in different zones, so that every region can become the writer. */
    instancesPerRegion: databaseInstances,
    /** Days of point-in-time recovery, in every region. */
    backupRetentionDays: wholeNumber(1, 35),
    /** Increased by one to give the master user a new random password; only while the first region writes, which alone can set it. */
    masterPasswordVersion: wholeNumber(1, 1_000_000).default(1),
  }),

  /** Which region serves whom. A country named in `countries` wins over its continent. */
  routing: section({
    /** Region name by continent. */
    continents: section({
      /** Africa */
      AF: regionName,
      /** Antarctica */
      AN: regionName,
      /** Asia with the Middle East, the Caucasus and Turkey */
      AS: regionName,
      /** Europe with Russia and Cyprus */
      EU: regionName,
      /** North and Central America with the Caribbean */
      NA: regionName,
      /** Oceania */
      OC: regionName,
      /** South America */
      SA: regionName,
    }),
    /** Region name to ISO 3166-1 alpha-2 codes that it serves instead of their continent's region. */
    countries: dictionary(
      z.array(z.string({ error: 'an ISO 3166-1 alpha-2 country code such as "DE"' }), {
        error: 'a list of country codes',
      }),
      'region names, each with its country codes',
    ).default({}),
    /** Serves viewers whose country is unknown, missing or no country. */
    defaultRegion: regionName,
  }),

  originProtection: section({
    /** Header that CloudFront sends and every load balancer asks for. */
    headerName: text(
      'a lower case header name that starts with "x-" and that CloudFront may add',
      syntax.isOriginHeaderName,
    ),
    /**
     * Versions of the secret: CloudFront sends the first, load balancers accept all (at most two).
     * To rotate: [1] → [1, 2], apply all; → [2, 1], apply global; → [2], apply regions, then global.
     */
    secretVersions: list(wholeNumber(1, 1_000_000), 'versions', 1, 2),
  }),

  firewall: section({
    /** Requests per viewer address in five minutes before WAF blocks it. */
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000),
  }),

  cors: section({
    /**
     * Origins such as `https://app.example.com`, or `https://*.example.com` for every name below; `*` alone where
     * credentials are not allowed.
     */
    allowedOrigins: list(
      matching('an origin such as "https://app.example.com", without a path, or "*"', syntax.CORS_ORIGIN),
      'origins',
      1,
      100,
    ),
    allowedMethods: list(
      choice(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']),
      'methods',
      1,
      7,
    ),
    /** Header names, or `*` alone where credentials are not allowed. */
    allowedHeaders: list(
      matching('a header name such as "content-type", or "*"', syntax.CORS_HEADER),
      'headers',
      1,
      100,
    ),
    /** Whether browsers may send cookies and authorization. */
    allowCredentials: flag().default(false),
    /** How long browsers remember a preflight answer. */
    maxAgeSeconds: wholeNumber(0, 86_400).default(600),
    /**
     * True admits further origins of the site from the edge's key value store (key `cors:<origin>`, value `allowed`), so that
     * one is added without a deployment; the edge then answers preflight requests of the site itself.
     */
    storedOrigins: flag().default(false),
  }),

  /** Paths of the site that the edge opens to bearers of a signed token only. */
  edgeAuth: section({
    /** Lower-case path prefixes such as `/members/`, in any spelling that an origin may read so; `/` is the whole site. */
    protectedPrefixes: list(
      matching(
        'a lower-case path prefix such as "/members/", with a slash at both ends',
        syntax.PROTECTED_PREFIX,
      ),
      'path prefixes',
      0,
      20,
    ).default([]),
    /**
     * Versions of the key: the first signs, all (at most two) are accepted. After each change apply `global`, then
     * `npm run edge-token -- publish`. To rotate: [1] → [1, 2] → [2, 1], wait until tokens of version 1 have expired, → [2].
     */
    keyVersions: list(wholeNumber(1, 1_000_000), 'versions', 1, 2).default([1]),
  }).default({ protectedPrefixes: [], keyVersions: [1] }),

  backfill: section({
    /** Regions (by our name) with a near bucket. */
    regions: list(regionName, 'regions', 1, 9),
    /**
     * Key prefixes that may be served and copied, each ending in `/`; none lies inside another. Each takes two of the 25 cache
     * behaviors that CloudFront admits.
     */
    allowedPrefixes: list(
      text('a key prefix such as "images/", without "..", empty parts or wildcards', syntax.isKeyPrefix),
      'prefixes',
      1,
      10,
    ),
    /** Where every object exists: a region of this platform, or a host outside it. */
    fullOrigin: z.union([section({ region: regionName }), section({ host: domainName })], {
      error: 'either { region } or { host }',
    }),
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
     * Larger objects wait in the queue of large objects for `npm run fill-worker`. At most 5 GiB: what one function run can copy
     * from a slow origin.
     */
    functionObjectBytes: wholeNumber(1, 5 * 2 ** 30).default(5 * 2 ** 30),
    /** Fill workers that may run at once per region. */
    fillConcurrency: wholeNumber(2, 1000).default(10),
  }),

  /** Costly services, off unless asked for. */
  optIns: section({
    /** Static anycast addresses in front of the regions' load balancers, with flow logs. */
    globalAccelerator: flag().default(false),
    /** Shield Advanced: a one-year subscription, 3,000 USD a month. */
    shieldAdvanced: flag().default(false),
  }).default({ globalAccelerator: false, shieldAdvanced: false }),
});

/** A document as written: defaults may be left out. */
export type DocumentInput = z.input<typeof documentSchema>;
/** A validated document. */
export type Document = z.output<typeof documentSchema>;
export type Region = Document['regions'][number];
export type Layer = keyof Document['teams'];
