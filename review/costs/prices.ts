/**
 * On-demand prices in US dollars, as AWS published them for us-east-1: https://aws.amazon.com/pricing/. They were written down by hand
 * and not fetched: other regions differ, discounts and taxes are left out, and so is whatever is paid by use.
 */
export const PRICES_OF = { date: '2025-06-30', awsRegion: 'us-east-1' } as const;

/** As AWS counts a month on its price pages. */
export const HOURS_PER_MONTH = 730;

/** Where a price was read. */
export const SOURCES = {
  ec2: 'https://aws.amazon.com/ec2/pricing/on-demand/',
  vpc: 'https://aws.amazon.com/vpc/pricing/',
  privateLink: 'https://aws.amazon.com/privatelink/pricing/',
  loadBalancing: 'https://aws.amazon.com/elasticloadbalancing/pricing/',
  aurora: 'https://aws.amazon.com/rds/aurora/pricing/',
  kms: 'https://aws.amazon.com/kms/pricing/',
  shield: 'https://aws.amazon.com/shield/pricing/',
  accelerator: 'https://aws.amazon.com/global-accelerator/pricing/',
  recovery: 'https://aws.amazon.com/application-recovery-controller/pricing/',
  route53: 'https://aws.amazon.com/route53/pricing/',
  secrets: 'https://aws.amazon.com/secrets-manager/pricing/',
  waf: 'https://aws.amazon.com/waf/pricing/',
  cloudwatch: 'https://aws.amazon.com/cloudwatch/pricing/',
} as const;

/** An hour of an instance with Linux, by its type (`SOURCES.ec2`). */
export const INSTANCE_HOUR: Readonly<Record<string, number>> = {
  't3.nano': 0.0052,
  't3.micro': 0.0104,
  't3.small': 0.0208,
  't3.medium': 0.0416,
  't3.large': 0.0832,
  't3.xlarge': 0.1664,
  't4g.nano': 0.0042,
  't4g.micro': 0.0084,
  't4g.small': 0.0168,
  't4g.medium': 0.0336,
  't4g.large': 0.0672,
  't4g.xlarge': 0.1344,
  't4g.2xlarge': 0.2688,
  'c5.large': 0.085,
  'c5.xlarge': 0.17,
  'c6g.medium': 0.034,
  'c6g.large': 0.068,
  'c6g.xlarge': 0.136,
  'c6g.2xlarge': 0.272,
  'c6i.large': 0.085,
  'c6i.xlarge': 0.17,
  'c7g.medium': 0.03625,
  'c7g.large': 0.0725,
  'c7g.xlarge': 0.145,
  'c7g.2xlarge': 0.29,
  'm5.large': 0.096,
  'm5.xlarge': 0.192,
  'm5.2xlarge': 0.384,
  'm6g.medium': 0.0385,
  'm6g.large': 0.077,
  'm6g.xlarge': 0.154,
  'm6g.2xlarge': 0.308,
  'm6i.large': 0.096,
  'm6i.xlarge': 0.192,
  'm6i.2xlarge': 0.384,
  'm7g.medium': 0.0408,
  'm7g.large': 0.0816,
  'm7g.xlarge': 0.1632,
  'm7g.2xlarge': 0.3264,
  'r6g.large': 0.1008,
  'r6g.xlarge': 0.2016,
};

/** An hour of an instance of Aurora Standard with PostgreSQL, by its class (`SOURCES.aurora`). */
export const AURORA_HOUR: Readonly<Record<string, number>> = {
  'db.t3.medium': 0.082,
  'db.t4g.medium': 0.073,
  'db.t4g.large': 0.146,
  'db.r5.large': 0.29,
  'db.r5.xlarge': 0.58,
  'db.r6g.large': 0.26,
  'db.r6g.xlarge': 0.519,
  'db.r6g.2xlarge': 1.038,
  'db.r6g.4xlarge': 2.076,
  'db.r6i.large': 0.29,
  'db.r6i.xlarge': 0.58,
  'db.r7g.large': 0.276,
  'db.r7g.xlarge': 0.553,
  'db.r7g.2xlarge': 1.106,
};

/** An hour of one, whatever it is used for. */
export const HOUR = {
  /** `SOURCES.vpc` */
  natGateway: 0.045,
  /** A public IPv4 address, used or not (`SOURCES.vpc`). */
  address: 0.005,
  /** An application or a network load balancer (`SOURCES.loadBalancing`). */
  loadBalancer: 0.0225,
  /** An interface endpoint, per zone (`SOURCES.privateLink`). */
  endpointZone: 0.01,
  /** `SOURCES.accelerator` */
  accelerator: 0.025,
  /** A cluster of routing controls (`SOURCES.recovery`). */
  routingCluster: 2.5,
} as const;

/** A month of one. */
export const MONTH = {
  /** `SOURCES.kms`; each of the first two rotations adds as much. */
  key: 1,
  /** For a year at least, and once for an organization (`SOURCES.shield`). */
  shield: 3000,
  /** Of the first 25 (`SOURCES.route53`). */
  zone: 0.5,
  /** A secret or a replica of one (`SOURCES.secrets`). */
  secret: 0.4,
  /** A web ACL and each of its rules (`SOURCES.waf`). */
  webAcl: 5,
  webAclRule: 1,
  /** A standard alarm (`SOURCES.cloudwatch`). */
  alarm: 0.1,
} as const;
