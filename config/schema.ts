import { z } from 'zod';

/**
 * The document: everything that may differ between two deployments of the platform.
 *
 * The comments on the fields are the manual. Shapes are checked here; what must hold between fields
 * (address ranges that overlap, a failover target that does not exist …) is checked in `validate.ts`.
 */

const label = z.string().regex(/^[a-z][a-z0-9-]*[a-z0-9]$/);

/** One region that serves traffic. Adding a region is adding one of these. */
export const regionSchema = z.strictObject({
  /** Name of ours, such as `asia`: stack id, origin name and routing table use it. Never changes once applied. */
  name: label,
  /** AWS region code, such as `ap-southeast-1`. */
  awsRegion: z.string(),
  /** Address range of the VPC, /16 to /20; no two regions overlap, because they are peered. */
  cidrBlock: z.string(),
  /** Region that answers for this one's name when it dies. Left out only where there is a single region. */
  failoverTo: z.string().optional(),
  /** Team that owns this region's stack. @default - the team named in `teams.region` */
  team: label.optional(),
  /** EC2 instance type, where it differs from `compute.instanceType`. */
  instanceType: z.string().optional(),
  /** Aurora instances in this region, where it differs from `database.instancesPerRegion`. */
  databaseInstances: z.int().optional(),
});

export const documentSchema = z.strictObject({
  /** First part of every stack id, and a tag: lower case letters, digits and hyphens, at most 12. */
  deployment: label,
  /** Account that may be changed; Terraform refuses any other. @default - any account the credentials belong to */
  accountId: z.string().optional(),

  domain: z.strictObject({
    /** Apex of the public zone, such as `example.com`. */
    name: z.string(),
    /** Id of a public zone that exists already. @default - the platform creates the zone */
    hostedZoneId: z.string().optional(),
    /** Names that viewers use and the main distribution answers for; each is the apex or below it. */
    siteNames: z.array(z.string()),
    /** Name of the media distribution, such as `media.example.com`. */
    mediaName: z.string(),
    /** Label under which regions answer: `<region>.<originLabel>.<domain>`. */
    originLabel: label.default('origin'),
    /** Label of the private zone: `write.<privateLabel>.<domain>` and `read.<privateLabel>.<domain>`. */
    privateLabel: label.default('internal'),
  }),

  state: z.strictObject({
    /** Bucket that holds the state of every stack of this deployment; unique in all of AWS. */
    bucketName: z.string(),
    /** AWS region of the bucket. */
    awsRegion: z.string(),
    /** False only where the whole deployment is thrown away again, as on the local AWS. */
    deletionProtection: z.boolean().default(true),
  }),

  /** Who is told and who reviews; the name is a tag on every resource of that team's stacks. */
  teams: z.strictObject({
    platform: z.strictObject({ name: label, email: z.email() }),
    edge: z.strictObject({ name: label, email: z.email() }),
    region: z.strictObject({ name: label, email: z.email() }),
    media: z.strictObject({ name: label, email: z.email() }),
  }),

  /** Tags on every resource beside `deployment`, `stack` and `team`. */
  tags: z.record(z.string(), z.string()).default({}),

  /** GitHub repository (`owner/name`) whose workflows may plan and apply. @default - no CI access is created */
  ciRepository: z.string().optional(),

  /** Guards every stateful resource against deletion: Terraform's and AWS's own. False only for throw-away deployments. */
  deletionProtection: z.boolean().default(true),

  /** Regions in order of introduction. A region reads those before it, never those after it. */
  regions: z.array(regionSchema).min(1),

  network: z.strictObject({
    /** `per-zone` survives the loss of a zone; `single` costs a third. */
    natGateways: z.enum(['per-zone', 'single']),
  }),

  compute: z.strictObject({
    /** Image that every instance runs, with a digest or tag. */
    containerImage: z.string(),
    /** Port the container listens on. */
    containerPort: z.int(),
    /** Path that answers 200 without the origin secret header: load balancer and Route 53 ask for it. */
    healthCheckPath: z.string(),
    instanceType: z.string(),
    /** Instances per region that always run; the region must carry its own and a failed neighbour's traffic. */
    minimumInstances: z.int(),
    maximumInstances: z.int(),
    /** Average CPU that target tracking aims at, in per cent. */
    cpuTargetPercent: z.int(),
    /** How the load balancer picks a target. */
    loadBalancingAlgorithm: z
      .enum(['least_outstanding_requests', 'round_robin', 'weighted_random'])
      .default('least_outstanding_requests'),
  }),

  database: z.strictObject({
    /** Aurora PostgreSQL version; the global cluster owns it. */
    engineVersion: z.string(),
    instanceClass: z.string(),
    /** At least two, in different zones, so that every region can become the writer. */
    instancesPerRegion: z.int(),
    backupRetentionDays: z.int(),
    /** Increased by one to give the master user a new random password. */
    masterPasswordVersion: z.int().default(1),
  }),

  /** Which region serves whom. A country named in `countries` wins over its continent. */
  routing: z.strictObject({
    /** Continent code (AF AN AS EU NA OC SA) to region name. */
    continents: z.record(z.string(), z.string()),
    /** Region name to ISO 3166-1 alpha-2 codes that it serves instead of their continent's region. */
    countries: z.record(z.string(), z.array(z.string())).default({}),
    /** Serves unknown, missing and unmapped countries. */
    defaultRegion: z.string(),
  }),

  originProtection: z.strictObject({
    /** Header that CloudFront sends and every load balancer asks for. */
    headerName: z.string(),
    /**
     * Versions of the secret: CloudFront sends the first, load balancers accept all (at most two).
     * To rotate: [1] → [1, 2], apply all; → [2, 1], apply global; → [2], apply regions, then global.
     */
    secretVersions: z.array(z.int()).min(1).max(2),
  }),

  firewall: z.strictObject({
    /** Requests per viewer address in five minutes before WAF blocks it (10 to 2,000,000,000). */
    requestsPerFiveMinutes: z.int(),
  }),

  cors: z.strictObject({
    /** Origins such as `https://app.example.com`, or `*` alone where credentials are not allowed. */
    allowedOrigins: z.array(z.string()),
    allowedMethods: z.array(z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    allowedHeaders: z.array(z.string()),
    allowCredentials: z.boolean().default(false),
    maxAgeSeconds: z.int().default(600),
  }),

  backfill: z.strictObject({
    /** Regions (by our name) with a near bucket. */
    regions: z.array(z.string()).min(1),
    /** Key prefixes that may be served and copied, each ending in `/`. */
    allowedPrefixes: z.array(z.string()).min(1),
    /** Where every object exists: a region of this platform, or a host outside it. */
    fullOrigin: z.union([z.strictObject({ region: z.string() }), z.strictObject({ host: z.string() })]),
    /** Larger objects are served but not copied. */
    maximumObjectBytes: z.int(),
    /** Fill workers that may run at once per region (2 to 1000). */
    fillConcurrency: z.int().default(10),
  }),

  /** Costly services, off unless asked for. */
  optIns: z
    .strictObject({
      /** Static anycast addresses in front of the regions' load balancers, with flow logs. */
      globalAccelerator: z.boolean().default(false),
      /** Shield Advanced: a one-year subscription, 3,000 USD a month. */
      shieldAdvanced: z.boolean().default(false),
    })
    .default({ globalAccelerator: false, shieldAdvanced: false }),
});

/** A document as written: defaults may be left out. */
export type DocumentInput = z.input<typeof documentSchema>;
/** A validated document. */
export type Document = z.output<typeof documentSchema>;
export type Region = Document['regions'][number];
export type Layer = keyof Document['teams'];
