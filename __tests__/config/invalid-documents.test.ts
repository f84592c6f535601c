import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { InvalidDocument } from '../../config/validate';

// biome-ignore lint/suspicious/noExplicitAny: the point of these documents is that their types are wrong.
type Wrong = any;

/** What the author did, the change to the demo document, and every line of the answer. */
type Case = readonly [name: string, change: (document: Wrong) => void, ...lines: readonly string[]];

const regions = '"asia", "europe", "america"';
const teams = Object.keys(validated(demo).teams)
  .map((team) => `"${team}"`)
  .join(', ');

const cases: readonly Case[] = [
  // Deployment, account, tags
  // Services
  [
    'services whose places and teams are wrong, all at once',
    (d) => {
      d.services.copyAwsRegions = ['eu-central-1', 'eu-central-1'];
      d.services.apis[0].standby = d.services.apis[0].primary;
      d.services.apis[1].primary = 'erope';
      d.services.apis[2].team = 'catalogue';
      d.services.apis[3].name = 'orders';
    },
    'services.copyAwsRegions[1]: expected another AWS region than the first, got "eu-central-1"',
    'services.apis[4].name: expected a name that no other service has, got "orders"',
    `services.apis[2].team: expected a key of "teams" (${teams}), got "catalogue"`,
    'services.apis[0].standby: expected another region than the primary ("asia", "america"), got "europe"',
    `services.apis[1].primary: expected a region (${regions}), got "erope" — did you mean "europe"?`,
  ],
  [
    'a service whose name does not fit into names of AWS, and has no team and no regions',
    (d) => (d.services.apis = [{ name: 'Order_Entry', objectives: { recoveryTimeSeconds: 0 } }]),
    'services.apis[0].name: expected 2 to 12 lower case letters, digits and single hyphens, starting with a letter, got "Order_Entry"',
    'services.apis[0].team: expected a key of "teams", got nothing',
    'services.apis[0].primary: expected the name of a region, got nothing',
    'services.apis[0].standby: expected the name of a region, got nothing',
    'services.apis[0].objectives.recoveryTimeSeconds: expected a whole number from 1 to 86400, got 0',
    'services.apis[0].objectives.recoveryPointSeconds: expected a whole number from 0 to 86400, got nothing',
  ],
  [
    'services without a second AWS region for the copies, and none at all',
    (d) => (d.services = { copyAwsRegions: ['eu-central-1'], apis: [] }),
    'services.copyAwsRegions: expected 2 to 2 AWS regions, got a list of 1',
    'services.apis: expected 1 to 40 services, got an empty list',
  ],
  [
    'copies of switches in an AWS region that the platform cannot be in',
    (d) => (d.services.copyAwsRegions = ['eu-central-1', 'eu-central-9']),
    'services.copyAwsRegions[1]: expected an AWS region that the platform may be in, got "eu-central-9" — did you mean "eu-central-1"?',
  ],
  [
    'a deployment name in capitals',
    (d) => (d.deployment = 'Demo'),
    'deployment: expected 2 to 12 lower case letters, digits and single hyphens, starting with a letter, got "Demo"',
  ],
  [
    'a deployment name that makes load balancer names too long for AWS',
    (d) => (d.deployment = 'demonstration'),
    'deployment: expected 2 to 12 lower case letters, digits and single hyphens, starting with a letter, got "demonstration"',
  ],
  [
    'a deployment without a name',
    (d) => delete d.deployment,
    'deployment: expected 2 to 12 lower case letters, digits and single hyphens, starting with a letter, got nothing',
  ],
  [
    'an account id that lost its leading zero',
    (d) => (d.accountId = '11122223333'),
    'accountId: expected an account id of 12 digits, got "11122223333"',
  ],
  [
    'an account id as a number',
    (d) => (d.accountId = 111122223333),
    'accountId: expected an account id of 12 digits, in quotes, got 111122223333',
  ],
  [
    'a field whose name is shortened',
    (d) => (d.compute.maxInstances = 30),
    'compute.maxInstances: expected no such field, got 30 — did you mean "maximumInstances"?',
  ],
  [
    'a name that is too short to shorten another',
    (d) => (d.compute.cpu = 30),
    'compute.cpu: expected no such field, got 30',
  ],
  [
    'a tag of a name that JavaScript keeps for itself',
    (d) => (d.tags = JSON.parse('{ "__proto__": "me" }')),
    'tags.__proto__: expected no such field, got "me"',
  ],
  [
    'a tag that AWS reserves',
    (d) => (d.tags = { 'aws:owner': 'me' }),
    'tags.aws:owner: expected a name that does not start with "aws:", which AWS reserves, got "aws:owner"',
  ],
  [
    'a tag that the platform sets',
    (d) => (d.tags = { Team: 'me' }),
    'tags.Team: expected a tag that the platform does not set itself, got "Team"',
  ],
  [
    'two tags that IAM takes for one',
    (d) => (d.tags = { 'cost-center': '12', 'Cost-Center': '13' }),
    'tags.Cost-Center: expected a name that differs from "cost-center" in more than case, as IAM wants, got "Cost-Center"',
  ],
  [
    'a tag without a value, which the provider takes for none',
    (d) => (d.tags = { note: '' }),
    'tags.note: expected 1 to 256 letters, digits, spaces and _.:/=+-@, got ""',
  ],
  ...[
    ['internal', 'load balancers', 'internal'],
    ['sg', 'security groups', 'sg'],
    ['sg-live', 'security groups', 'sg'],
    ['sthree', 'buckets', 'sthree'],
    ['amzn-s3-demo', 'buckets', 'amzn-s3-demo'],
  ].map(
    ([name, what, start]): Case => [
      `a deployment "${name}", whose ${what} AWS would refuse`,
      (d) => (d.deployment = name),
      `deployment: expected a name that does not start with "${start}", because AWS keeps names of ${what} that start with "${start}-", got "${name}"`,
    ],
  ),
  [
    'a tag with a forbidden character',
    (d) => (d.tags = { 'cost#center': '12' }),
    'tags.cost#center: expected a tag name of 1 to 128 letters, digits, spaces and _.:/=+-@, got "cost#center"',
  ],
  [
    'a tag value that is too long',
    (d) => (d.tags = { note: 'x'.repeat(257) }),
    `tags.note: expected 1 to 256 letters, digits, spaces and _.:/=+-@, got "${'x'.repeat(77)}..."`,
  ],
  [
    'more tags than AWS leaves room for',
    (d) => (d.tags = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`tag-${index}`, 'x']))),
    'tags: expected at most 40 tags, got 41',
  ],

  // Names
  [
    'a domain in capitals',
    (d) => {
      d.domain.name = 'Meridian.example';
    },
    'domain.name: expected a domain name such as "www.example.com", in lower case, got "Meridian.example"',
  ],
  [
    'an address for a domain',
    (d) => (d.domain.name = '192.0.2.1'),
    'domain.name: expected a domain name such as "www.example.com", in lower case, got "192.0.2.1"',
  ],
  [
    'a zone id with its prefix',
    (d) => (d.domain.hostedZoneId = '/hostedzone/Z123'),
    'domain.hostedZoneId: expected a Route 53 zone id such as "Z0123456789ABCDEFGHIJ", got "/hostedzone/Z123"',
  ],
  [
    'no site name',
    (d) => (d.domain.siteNames = []),
    'domain.siteNames: expected 1 to 9 site names, got an empty list',
  ],
  [
    'a site name of another domain',
    (d) => (d.domain.siteNames = ['www.meridian.test']),
    'domain.siteNames[0]: expected "meridian.example" or a name below it, got "www.meridian.test"',
  ],
  [
    'a domain that merely ends alike',
    (d) => (d.domain.siteNames = ['notmeridian.example']),
    'domain.siteNames[0]: expected "meridian.example" or a name below it, got "notmeridian.example"',
  ],
  [
    'a site name twice',
    (d) => (d.domain.siteNames = ['www.meridian.example', 'www.meridian.example']),
    'domain.siteNames[1]: expected a name that is not listed yet, got "www.meridian.example"',
  ],
  [
    'a media name that is a site name',
    (d) => (d.domain.mediaName = 'www.meridian.example'),
    'domain.mediaName: expected a name that is not listed yet, got "www.meridian.example"',
  ],
  [
    'a wildcard site name',
    (d) => (d.domain.siteNames = ['*.meridian.example']),
    'domain.siteNames[0]: expected a domain name such as "www.example.com", in lower case, got "*.meridian.example"',
  ],
  [
    'a site name that a region has',
    (d) => d.domain.siteNames.push('asia.origin.meridian.example'),
    'domain.siteNames[3]: expected a name outside "origin.meridian.example", where regions answer, got "asia.origin.meridian.example"',
  ],
  [
    'a site name whose challenge is the origins\u2019',
    (d) => d.domain.siteNames.push('origin.meridian.example'),
    'domain.siteNames[3]: expected a name outside "origin.meridian.example", where regions answer, got "origin.meridian.example"',
  ],
  [
    'a media name that the nearest region answers',
    (d) => (d.domain.mediaName = 'nearest.origin.meridian.example'),
    'domain.mediaName: expected a name outside "origin.meridian.example", where regions answer, got "nearest.origin.meridian.example"',
  ],
  [
    'a media name below a region',
    (d) => (d.domain.mediaName = 'media.asia.origin.meridian.example'),
    'domain.mediaName: expected a name outside "origin.meridian.example", where regions answer, got "media.asia.origin.meridian.example"',
  ],
  [
    "a site name that is the origins' own",
    (d) => d.domain.siteNames.push('origin.meridian.example'),
    'domain.siteNames[3]: expected a name outside "origin.meridian.example", where regions answer, got "origin.meridian.example"',
  ],
  [
    'a site name that the private zone hides',
    (d) => d.domain.siteNames.push('app.internal.meridian.example'),
    'domain.siteNames[3]: expected a name outside the private zone "internal.meridian.example", got "app.internal.meridian.example"',
  ],
  [
    'a private zone that hides the origins',
    (d) => (d.domain.privateLabel = 'origin'),
    'domain.privateLabel: expected a label other than "domain.originLabel", whose names the private zone would hide, got "origin"',
  ],
  [
    'a site name that is too long for a certificate',
    (d) => d.domain.siteNames.push(`${'shop'.repeat(14)}.meridian.example`),
    `domain.siteNames[3]: expected at most 64 characters, as ACM wants, got "${'shop'.repeat(14)}.meridian.example"`,
  ],
  [
    'origin names that are too long for a certificate',
    (d) => (d.domain.originLabel = 'o'.repeat(42)),
    `regions[1].name: expected an origin name of at most 64 characters, as ACM wants, got "europe.${'o'.repeat(42)}.meridian.example"`,
    `regions[2].name: expected an origin name of at most 64 characters, as ACM wants, got "america.${'o'.repeat(42)}.meridian.example"`,
  ],

  // State, teams, CI
  [
    'a bucket name with dots',
    (d) => (d.state.bucketName = 'meridian.state'),
    'state.bucketName: expected an S3 bucket name of 3 to 63 lower case letters, digits and hyphens, got "meridian.state"',
  ],
  [
    'a bucket name that S3 reserves',
    (d) => (d.state.bucketName = 'meridian-state--x-s3'),
    'state.bucketName: expected an S3 bucket name of 3 to 63 lower case letters, digits and hyphens, got "meridian-state--x-s3"',
  ],
  [
    'a zone for a region',
    (d) => (d.state.awsRegion = 'us-east-1a'),
    'state.awsRegion: expected an AWS region that Terraform 1.11 keeps states in, got "us-east-1a" — did you mean "us-east-1"?',
  ],
  [
    'a team without an address',
    (d) => (d.teams.edge.email = 'edge'),
    'teams.edge.email: expected an e-mail address, got "edge"',
  ],
  [
    'a missing team',
    (d) => delete d.teams.media,
    'teams.media: expected an object with name, email, got nothing',
  ],
  [
    'a team of a kind of its own without an address',
    (d) => (d.teams.payments = { name: 'payments' }),
    'teams.payments.email: expected an e-mail address, got nothing',
  ],
  [
    'a team name with a space',
    (d) => (d.teams.edge.name = 'edge team'),
    'teams.edge.name: expected a team name of lower case letters, digits and hyphens, got "edge team"',
  ],
  [
    'a repository by its address',
    (d) => (d.ciRepository = 'https://github.com/meridian-example/platform'),
    'ciRepository: expected a GitHub repository such as "owner@123/name@456" or "owner/name", got "https://github.com/meridian-example/platform"',
  ],
  [
    'a repository with one of its two ids',
    (d) => (d.ciRepository = 'meridian-example@123/platform'),
    'ciRepository: expected a GitHub repository such as "owner@123/name@456" or "owner/name", got "meridian-example@123/platform"',
  ],
  [
    'the address of an identity provider',
    (d) => (d.ciIdentityProviderArn = 'https://token.actions.githubusercontent.com'),
    'ciIdentityProviderArn: expected the ARN of an IAM identity provider, got "https://token.actions.githubusercontent.com"',
  ],
  [
    'an identity provider of another account',
    (d) => {
      d.accountId = '111122223333';
      d.ciIdentityProviderArn = 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com';
    },
    'ciIdentityProviderArn: expected an ARN in account 111122223333, got "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"',
  ],
  [
    'an identity provider that nobody uses',
    (d) => {
      d.ciRepository = undefined;
      d.ciIdentityProviderArn = 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com';
    },
    'ciIdentityProviderArn: expected nothing, because there is no "ciRepository" to let in, got "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"',
  ],
  [
    'a guard as a word',
    (d) => (d.deletionProtection = 'no'),
    'deletionProtection: expected true or false, got "no"',
  ],

  // Regions
  [
    'no region',
    (d) => {
      d.regions = [];
      d.backfill.fullOrigin = { host: 'full.example.net' };
    },
    'regions: expected 1 to 9 regions, got an empty list',
  ],
  [
    'two regions of one name',
    (d) => {
      d.regions.push({
        name: 'asia',
        awsRegion: 'ap-south-1',
        cidrBlock: '10.40.0.0/16',
        failoverTo: 'europe',
      });
    },
    'regions[3].name: expected a name that no other region has, got "asia"',
  ],
  [
    'a region whose names could be those of another one',
    (d) => {
      d.regions.push({
        name: 'asia-two',
        awsRegion: 'ap-south-1',
        cidrBlock: '10.40.0.0/16',
        failoverTo: 'europe',
      });
    },
    'regions[3].name: expected a name that does not begin with "asia-", as names of what that region owns do, got "asia-two"',
  ],
  [
    'a region whose names could be those of the media buckets',
    (d) => {
      d.regions.push({
        name: 'media-two',
        awsRegion: 'ap-south-1',
        cidrBlock: '10.40.0.0/16',
        failoverTo: 'europe',
      });
    },
    'regions[3].name: expected a name that the platform does not use itself, got "media-two"',
  ],
  [
    'two regions in one AWS region',
    (d) => (d.regions[1].awsRegion = 'ap-southeast-1'),
    'regions[1].awsRegion: expected an AWS region that no other region is in, got "ap-southeast-1"',
  ],
  [
    'a region name that the platform uses itself',
    (d) => {
      d.regions.push({
        name: 'nearest',
        awsRegion: 'ap-south-1',
        cidrBlock: '10.40.0.0/16',
        failoverTo: 'europe',
      });
    },
    'regions[3].name: expected a name that the platform does not use itself, got "nearest"',
  ],
  [
    'a region name that is too long for AWS',
    (d) => {
      const failoverTo = 'europe';
      d.regions.push({
        name: 'southern-asia',
        awsRegion: 'ap-south-1',
        cidrBlock: '10.40.0.0/16',
        failoverTo,
      });
    },
    'regions[3].name: expected 2 to 12 lower case letters, digits and single hyphens, starting with a letter, got "southern-asia"',
  ],
  [
    'an AWS region that does not exist',
    (d) => (d.regions[0].awsRegion = 'ap-southeast1'),
    'regions[0].awsRegion: expected an AWS region with three zones and Aurora global databases, got "ap-southeast1" — did you mean "ap-southeast-1"?',
  ],
  [
    'an AWS region with two zones',
    (d) => (d.regions[2].awsRegion = 'us-west-1'),
    'regions[2].awsRegion: expected an AWS region with three zones and Aurora global databases, got "us-west-1" — did you mean "us-west-2"?',
  ],
  [
    'a region in China',
    (d) => (d.regions[0].awsRegion = 'cn-north-1'),
    'regions[0].awsRegion: expected an AWS region with three zones and Aurora global databases, got "cn-north-1"',
  ],
  [
    'the same range twice',
    (d) => (d.regions[1].cidrBlock = '10.10.0.0/16'),
    'regions[1].cidrBlock: expected a range apart from 10.10.0.0/16 of "asia", got "10.10.0.0/16"',
  ],
  [
    'a range inside another',
    (d) => (d.regions[2].cidrBlock = '10.20.128.0/18'),
    'regions[2].cidrBlock: expected a range apart from 10.20.0.0/16 of "europe", got "10.20.128.0/18"',
  ],
  [
    'a range around another',
    (d) => {
      d.regions[0].cidrBlock = '10.20.16.0/20';
    },
    'regions[1].cidrBlock: expected a range apart from 10.20.16.0/20 of "asia", got "10.20.0.0/16"',
  ],
  [
    'a range that is not private',
    (d) => (d.regions[0].cidrBlock = '11.10.0.0/16'),
    'regions[0].cidrBlock: expected a private range (in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), got "11.10.0.0/16"',
  ],
  [
    "a range that is Docker's own",
    (d) => (d.regions[0].cidrBlock = '172.17.0.0/16'),
    'regions[0].cidrBlock: expected a range outside 172.17.0.0/16, which Docker uses on every instance, got "172.17.0.0/16"',
  ],
  [
    'a range that starts in its middle',
    (d) => (d.regions[0].cidrBlock = '10.10.3.0/16'),
    'regions[0].cidrBlock: expected the start of the range, "10.10.0.0/16", got "10.10.3.0/16"',
  ],
  [
    'a range that is too small',
    (d) => (d.regions[0].cidrBlock = '10.10.0.0/24'),
    'regions[0].cidrBlock: expected a size from /16 (the largest VPC) to /20 (three subnets in three zones), got "10.10.0.0/24"',
  ],
  [
    'a range that is too large',
    (d) => (d.regions[0].cidrBlock = '10.0.0.0/8'),
    'regions[0].cidrBlock: expected a size from /16 (the largest VPC) to /20 (three subnets in three zones), got "10.0.0.0/8"',
  ],
  [
    'an address without a length',
    (d) => (d.regions[0].cidrBlock = '10.10.0.0'),
    'regions[0].cidrBlock: expected a CIDR block such as "10.10.0.0/16", got "10.10.0.0"',
  ],
  ...[
    ['ap-east-2', 'ap-east-1'],
    ['ap-southeast-7', 'ap-southeast-1'],
    ['mx-central-1', 'me-central-1'],
  ].map(
    ([awsRegion, near]): Case => [
      `a region in ${awsRegion}, which has no Aurora global database`,
      (d) => (d.regions[2].awsRegion = awsRegion),
      `regions[2].awsRegion: expected an AWS region with three zones and Aurora global databases, got "${awsRegion}" — did you mean "${near}"?`,
    ],
  ),
  [
    'states where Terraform 1.11 knows no region',
    (d) => (d.state.awsRegion = 'ap-east-2'),
    'state.awsRegion: expected an AWS region that Terraform 1.11 keeps states in, got "ap-east-2" — did you mean "ap-east-1"?',
  ],
  [
    'a region that fails over to nobody',
    (d) => delete d.regions[0].failoverTo,
    'regions[0].failoverTo: expected another region ("europe", "america"), got nothing',
  ],
  [
    'a region that fails over to itself',
    (d) => (d.regions[0].failoverTo = 'asia'),
    'regions[0].failoverTo: expected another region ("europe", "america"), got "asia"',
  ],
  [
    'a region that fails over to a misspelt one',
    (d) => (d.regions[1].failoverTo = 'asai'),
    'regions[1].failoverTo: expected another region ("asia", "america"), got "asai" — did you mean "asia"?',
  ],
  [
    'a failover target where there is a single region',
    (d) => {
      delete d.services;
      d.regions = [{ ...d.regions[0], failoverTo: 'europe' }];
      d.routing.continents = {
        AF: 'asia',
        AN: 'asia',
        AS: 'asia',
        EU: 'asia',
        NA: 'asia',
        OC: 'asia',
        SA: 'asia',
      };
      d.routing.countries = {};
      d.routing.defaultRegion = 'asia';
      d.backfill.regions = ['asia'];
    },
    'regions[0].failoverTo: expected nothing, because there is no other region, got "europe"',
  ],
  [
    'a single database instance in one region',
    (d) => (d.regions[0].databaseInstances = 1),
    'regions[0].databaseInstances: expected a whole number from 2 to 16, got 1',
  ],

  // Network, compute, database
  [
    'a NAT gateway mode that does not exist',
    (d) => (d.network.natGateways = 'per zone'),
    'network.natGateways: expected one of "per-zone", "single", got "per zone" — did you mean "per-zone"?',
  ],
  [
    'an image in a registry that no region is beside',
    (d) => {
      d.compute.containerImage = '111122223333.dkr.ecr.eu-west-3.amazonaws.com/service:1';
    },
    'compute.containerImage: expected a registry in the AWS region of one of the regions, which copies it to the others, got "111122223333.dkr.ecr.eu-west-3.amazonaws.com/service:1"',
  ],
  [
    'an image without a tag',
    (d) => (d.compute.containerImage = 'public.ecr.aws/nginx/nginx'),
    'compute.containerImage: expected an image with a digest or a tag other than "latest", got "public.ecr.aws/nginx/nginx"',
  ],
  [
    'an image whose tag moves',
    (d) => (d.compute.containerImage = 'registry.example:5000/shop:latest'),
    'compute.containerImage: expected an image with a digest or a tag other than "latest", got "registry.example:5000/shop:latest"',
  ],
  [
    'an image whose path is longer than any registry takes',
    (d) => (d.compute.containerImage = `registry.example/${'a'.repeat(256)}:1`),
    `compute.containerImage: expected an image's path of at most 255 characters, got "registry.example/${'a'.repeat(60)}..."`,
  ],
  ...['0', '05000', '65536', '99999', '123456'].map(
    (port): Case => [
      `an image in a registry at port ${port}`,
      (d) => (d.compute.containerImage = `registry.example:${port}/shop:1`),
      `compute.containerImage: expected a registry's port from 1 to 65535, got "registry.example:${port}/shop:1"`,
    ],
  ),
  [
    'a port that does not exist',
    (d) => (d.compute.containerPort = 80_80_80),
    'compute.containerPort: expected a whole number from 1 to 65535, got 808080',
  ],
  [
    'a port as text',
    (d) => (d.compute.containerPort = '8080'),
    'compute.containerPort: expected a whole number from 1 to 65535, got "8080"',
  ],
  [
    'a health path with a wildcard, which would open more than the health path',
    (d) => (d.compute.healthCheckPath = '/health*'),
    'compute.healthCheckPath: expected a path such as "/healthz" without wildcards or query, at most 128 characters, got "/health*"',
  ],
  [
    'an instance type without a size',
    (d) => (d.compute.instanceType = 't4g'),
    'compute.instanceType: expected an EC2 instance type such as "t4g.small", got "t4g"',
  ],
  [
    'more instances at least than at most',
    (d) => (d.compute.minimumInstances = 10),
    'compute.maximumInstances: expected at least the 10 of "compute.minimumInstances", got 9',
  ],
  [
    'instances that do not carry a failed neighbour',
    (d) => {
      d.compute.instanceRequestsPerSecond = 100;
      for (const [index, peak] of [150, 100, 201].entries()) d.regions[index].peakRequestsPerSecond = peak;
    },
    'compute.minimumInstances: expected at least 4, so that "europe" carries its own 100 requests per second and the 201 of "america", got 3',
    'compute.minimumInstances: expected at least 4, so that "america" carries its own 201 requests per second and the 100 of "europe", got 3',
  ],
  [
    'weaker instances in the region that a neighbour fails over to',
    (d) => {
      d.compute.instanceRequestsPerSecond = 100;
      for (const region of d.regions) region.peakRequestsPerSecond = 100;
      d.regions[1].instanceRequestsPerSecond = 66;
    },
    'compute.minimumInstances: expected at least 4, so that "europe" carries its own 100 requests per second and the 100 of "asia", got 3',
  ],
  [
    'a peak without what an instance can do',
    (d) => (d.regions[0].peakRequestsPerSecond = 100),
    'regions[0].peakRequestsPerSecond: expected nothing, or "compute.instanceRequestsPerSecond" beside it, got 100',
  ],
  [
    'half a per cent',
    (d) => (d.compute.cpuTargetPercent = 0.5),
    'compute.cpuTargetPercent: expected a whole number from 10 to 90, got 0.5',
  ],
  [
    'a load balancing algorithm that is spelt differently',
    (d) => (d.compute.loadBalancingAlgorithm = 'round-robin'),
    'compute.loadBalancingAlgorithm: expected one of "least_outstanding_requests", "round_robin", "weighted_random", got "round-robin" — did you mean "round_robin"?',
  ],
  [
    'a major version alone',
    (d) => (d.database.engineVersion = '16'),
    'database.engineVersion: expected an Aurora PostgreSQL version that can be created (17.7, 16.11, 16.8, 15.15, 15.10), got "16"',
  ],
  [
    'a version that AWS creates no more',
    (d) => (d.database.engineVersion = '16.6'),
    'database.engineVersion: expected an Aurora PostgreSQL version that can be created (17.7, 16.11, 16.8, 15.15, 15.10), got "16.6" — did you mean "16.8"?',
  ],
  [
    'a member that is copied from nowhere',
    (d) => (d.database.sourceRegion = 'africa'),
    'database.sourceRegion: expected a region ("asia", "europe", "america"), got "africa"',
  ],
  [
    'an EC2 instance type for a database',
    (d) => (d.database.instanceClass = 'r6g.large'),
    'database.instanceClass: expected a memory-optimized instance class such as "db.r6g.large", got "r6g.large"',
  ],
  [
    'a burstable database, which global databases do not take',
    (d) => (d.database.instanceClass = 'db.t4g.medium'),
    'database.instanceClass: expected a memory-optimized instance class such as "db.r6g.large", got "db.t4g.medium"',
  ],
  [
    'a single database instance',
    (d) => (d.database.instancesPerRegion = 1),
    'database.instancesPerRegion: expected a whole number from 2 to 16, got 1',
  ],
  [
    'no backup',
    (d) => (d.database.backupRetentionDays = 0),
    'database.backupRetentionDays: expected a whole number from 1 to 35, got 0',
  ],

  // Routing
  [
    'a continent that is not covered',
    (d) => delete d.routing.continents.OC,
    'routing.continents.OC: expected the name of a region, got nothing',
  ],
  [
    'a continent that does not exist',
    (d) => (d.routing.continents.ME = 'europe'),
    'routing.continents.ME: expected no such field, got "europe"',
  ],
  [
    'a continent with a misspelt region',
    (d) => (d.routing.continents.SA = 'amercia'),
    `routing.continents.SA: expected a region (${regions}), got "amercia" — did you mean "america"?`,
  ],
  [
    'a default region that does not exist',
    (d) => (d.routing.defaultRegion = 'africa'),
    `routing.defaultRegion: expected a region (${regions}), got "africa"`,
  ],
  [
    'countries of a region whose name JavaScript keeps for itself',
    (d) => (d.routing.countries = JSON.parse('{ "__proto__": ["MA"] }')),
    'routing.countries.__proto__: expected no such field, got a list of 1',
  ],
  [
    'countries of a region that does not exist',
    (d) => (d.routing.countries.eu = ['MA']),
    `routing.countries.eu: expected a region (${regions}), got "eu"`,
  ],
  [
    'a country twice',
    (d) => d.routing.countries.asia.push('AE'),
    'routing.countries.asia[3]: expected a country that is not listed yet (see "routing.countries.europe[0]"), got "AE"',
  ],
  [
    'a country that does not exist',
    (d) => d.routing.countries.asia.push('ZZ'),
    'routing.countries.asia[3]: expected an ISO 3166-1 alpha-2 country code in upper case, got "ZZ"',
  ],
  [
    'a country in lower case',
    (d) => d.routing.countries.asia.push('in'),
    'routing.countries.asia[3]: expected an ISO 3166-1 alpha-2 country code in upper case, got "in" — did you mean "IN"?',
  ],
  [
    'a country by the code of its domain',
    (d) => d.routing.countries.europe.push('UK'),
    'routing.countries.europe[24]: expected "GB", the ISO 3166-1 code of that country, got "UK"',
  ],
  [
    'a country by its code of three letters',
    (d) => d.routing.countries.asia.push('IND'),
    'routing.countries.asia[3]: expected an ISO 3166-1 alpha-2 country code in upper case, got "IND"',
  ],

  // Protection
  [
    'more origins and headers than a function of CloudFront can hold',
    (d) => {
      d.cors.storedOrigins = true;
      d.cors.allowedOrigins = Array.from(
        { length: 100 },
        (_, i) => `https://a-rather-long-name-of-one-${i}.example.com`,
      );
    },
    'cors.allowedOrigins: expected at most 4500 characters in "cors.allowedOrigins", "cors.allowedHeaders" and "edgeAuth.protectedPrefixes" together, because they are part of the site\'s function, and further origins in the edge\'s key value store, got 5140',
  ],
  [
    'a header that CloudFront refuses to add',
    (d) => (d.originProtection.headerName = 'x-amz-secret'),
    'originProtection.headerName: expected a lower case header name that starts with "x-" and that CloudFront may add, got "x-amz-secret"',
  ],
  [
    'the header that the router sets',
    (d) => (d.originProtection.headerName = 'x-meridian-region'),
    'originProtection.headerName: expected a lower case header name that starts with "x-" and that CloudFront may add, got "x-meridian-region"',
  ],
  [
    'the same secret version twice',
    (d) => (d.originProtection.secretVersions = [2, 2]),
    'originProtection.secretVersions[1]: expected a version other than the first, got 2',
  ],
  [
    'three secret versions',
    (d) => (d.originProtection.secretVersions = [1, 2, 3]),
    'originProtection.secretVersions: expected 1 to 2 versions, got a list of 3',
  ],
  [
    'a secret version of zero',
    (d) => (d.originProtection.secretVersions = [0]),
    'originProtection.secretVersions[0]: expected a whole number from 1 to 1000000, got 0',
  ],
  [
    'a rate limit below that of WAF',
    (d) => (d.firewall.requestsPerFiveMinutes = 5),
    'firewall.requestsPerFiveMinutes: expected a whole number from 10 to 2000000000, got 5',
  ],
  [
    'the same secret of the accelerator twice',
    (d) => (d.accelerator = { secretVersions: [1, 1] }),
    'accelerator.secretVersions[1]: expected a version other than the first, got 1',
  ],
  [
    'a rate limit that WAF refuses, behind the accelerator',
    (d) => (d.accelerator = { requestsPerFiveMinutes: 5 }),
    'accelerator.requestsPerFiveMinutes: expected a whole number from 10 to 2000000000, got 5',
  ],
  [
    'every origin together with credentials',
    (d) => (d.cors.allowedOrigins = ['*']),
    'cors.allowedOrigins[0]: expected no wildcard, because "cors.allowCredentials" is true and browsers refuse both together, got "*"',
  ],
  [
    'every origin beside one',
    (d) => {
      d.cors.allowCredentials = false;
      d.cors.allowedOrigins = ['https://app.meridian.example', '*'];
    },
    'cors.allowedOrigins[1]: expected a wildcard alone or no wildcard, got "*"',
  ],
  [
    'origins in the store beside every origin',
    (d) => {
      d.cors.allowCredentials = false;
      d.cors.allowedOrigins = ['*'];
    },
    'cors.storedOrigins: expected false, because "cors.allowedOrigins" admits every origin, got true',
  ],
  [
    'a wildcard inside an origin',
    (d) => (d.cors.allowedOrigins = ['https://app.*.example']),
    'cors.allowedOrigins[0]: expected an origin such as "https://app.example.com", without a path, or "*", got "https://app.*.example"',
  ],
  [
    'a protected prefix in upper case',
    (d) => (d.edgeAuth = { protectedPrefixes: ['/Members/'] }),
    'edgeAuth.protectedPrefixes[0]: expected a lower-case path prefix such as "/members/", with a slash at both ends, got "/Members/"',
  ],
  [
    'a protected prefix that is no path of its own',
    (d) => (d.edgeAuth = { protectedPrefixes: ['/a/../b/'] }),
    'edgeAuth.protectedPrefixes[0]: expected a lower-case path prefix such as "/members/", with a slash at both ends, got "/a/../b/"',
  ],
  [
    'a protected prefix inside another',
    (d) => (d.edgeAuth = { protectedPrefixes: ['/members/', '/members/files/'] }),
    'edgeAuth.protectedPrefixes[1]: expected a prefix outside "/members/", got "/members/files/"',
  ],
  [
    'a protected prefix that the media distribution opens',
    (d) => (d.edgeAuth = { protectedPrefixes: ['/members/', '/images/private/'] }),
    'edgeAuth.protectedPrefixes[1]: expected a path that the media distribution does not serve to everybody (see "images/" in "backfill.allowedPrefixes"), got "/images/private/"',
  ],
  [
    'a token key version twice',
    (d) => (d.edgeAuth = { protectedPrefixes: ['/members/'], keyVersions: [1, 1] }),
    'edgeAuth.keyVersions[1]: expected a version other than the first, got 1',
  ],
  [
    'an address that browsers write in another way',
    (d) => (d.cors.allowedOrigins = ['https://0x7f.0x1']),
    'cors.allowedOrigins[0]: expected "https://127.0.0.1", as browsers write it, got "https://0x7f.0x1"',
  ],
  [
    'names below an address as an origin',
    (d) => (d.cors.allowedOrigins = ['https://*.127.0.0.1']),
    'cors.allowedOrigins[0]: expected an origin such as "https://app.example.com", without a path, or "*", got "https://*.127.0.0.1"',
  ],
  [
    'an origin with a path',
    (d) => (d.cors.allowedOrigins = ['https://app.meridian.example/']),
    'cors.allowedOrigins[0]: expected an origin such as "https://app.example.com", without a path, or "*", got "https://app.meridian.example/"',
  ],
  [
    'an origin without encryption',
    (d) => (d.cors.allowedOrigins = ['http://app.meridian.example']),
    'cors.allowedOrigins[0]: expected an origin such as "https://app.example.com", without a path, or "*", got "http://app.meridian.example"',
  ],
  [
    'an origin twice',
    (d) => d.cors.allowedOrigins.push('https://app.meridian.example'),
    'cors.allowedOrigins[1]: expected a value that is not listed yet, got "https://app.meridian.example"',
  ],
  [
    'a method in lower case',
    (d) => (d.cors.allowedMethods = ['get']),
    'cors.allowedMethods[0]: expected one of "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", got "get" — did you mean "GET"?',
  ],
  [
    'a header name with a colon',
    (d) => (d.cors.allowedHeaders = ['authorization:']),
    'cors.allowedHeaders[0]: expected a header name such as "content-type", or "*", got "authorization:"',
  ],
  [
    'a header twice in different case',
    (d) => d.cors.allowedHeaders.push('Authorization'),
    'cors.allowedHeaders[2]: expected a value that is not listed yet, got "Authorization"',
  ],

  // Backfill
  [
    'a bucket in a region that does not exist',
    (d) => (d.backfill.regions = ['euorpe']),
    `backfill.regions[0]: expected a region (${regions}), got "euorpe" — did you mean "europe"?`,
  ],
  [
    'two buckets in one region',
    (d) => (d.backfill.regions = ['europe', 'europe']),
    'backfill.regions[1]: expected a region that is not listed yet, got "europe"',
  ],
  [
    'a miss signal that there is not',
    (d) => Object.assign(d.backfill, { missSignal: 'lambda-edge' }),
    'backfill.missSignal: expected one of "edge-trigger", "function-url", got "lambda-edge"',
  ],
  [
    'a prefix without its slash',
    (d) => (d.backfill.allowedPrefixes = ['images']),
    'backfill.allowedPrefixes[0]: expected a key prefix such as "images/", without "..", empty parts or wildcards, got "images"',
  ],
  [
    'a prefix that starts with a slash',
    (d) => (d.backfill.allowedPrefixes = ['/images/']),
    'backfill.allowedPrefixes[0]: expected a key prefix such as "images/", without "..", empty parts or wildcards, got "/images/"',
  ],
  [
    'a prefix that climbs',
    (d) => (d.backfill.allowedPrefixes = ['images/../']),
    'backfill.allowedPrefixes[0]: expected a key prefix such as "images/", without "..", empty parts or wildcards, got "images/../"',
  ],
  [
    'a prefix inside another',
    (d) => (d.backfill.allowedPrefixes = ['images/large/', 'images/']),
    'backfill.allowedPrefixes[0]: expected a prefix outside "images/", got "images/large/"',
  ],
  [
    'a prefix twice',
    (d) => (d.backfill.allowedPrefixes = ['images/', 'images/']),
    'backfill.allowedPrefixes[1]: expected a prefix outside "images/", got "images/"',
  ],
  [
    'a full origin in a region that does not exist',
    (d) => (d.backfill.fullOrigin = { region: 'aisa' }),
    `backfill.fullOrigin.region: expected a region (${regions}), got "aisa" — did you mean "asia"?`,
  ],
  [
    'a region and a host for the full origin',
    (d) => (d.backfill.fullOrigin = { region: 'asia', host: 'full.example.net' }),
    'backfill.fullOrigin: expected either { region } or { host }, got an object with region, host',
  ],
  [
    'an address for the full origin',
    (d) => (d.backfill.fullOrigin = { host: '10.0.0.1' }),
    'backfill.fullOrigin.host: expected a domain name such as "www.example.com", in lower case, got "10.0.0.1"',
  ],
  [
    'the metadata service for the full origin',
    (d) => (d.backfill.fullOrigin = { host: '169.254.169.254' }),
    'backfill.fullOrigin.host: expected a domain name such as "www.example.com", in lower case, got "169.254.169.254"',
  ],
  [
    'a full origin on the same machine',
    (d) => (d.backfill.fullOrigin = { host: 'files.localhost' }),
    'backfill.fullOrigin.host: expected a host that CloudFront can reach, got "files.localhost"',
  ],
  [
    'a full origin in the private zone',
    (d) => (d.backfill.fullOrigin = { host: 'files.internal.meridian.example' }),
    'backfill.fullOrigin.host: expected a host that CloudFront can reach, got "files.internal.meridian.example"',
  ],
  ...['meridian.example', 'origin.meridian.example'].map(
    (host): Case => [
      `${host} as the full origin of its own platform`,
      (d) => {
        d.domain.siteNames = ['www.meridian.example'];
        d.backfill.fullOrigin = { host };
      },
      `backfill.fullOrigin.host: expected a host outside the platform, which owns that name, got "${host}"`,
    ],
  ),
  [
    'the media distribution as its own origin',
    (d) => (d.backfill.fullOrigin = { host: 'media.meridian.example' }),
    'backfill.fullOrigin.host: expected a host outside the platform, which would ask itself, got "media.meridian.example"',
  ],
  [
    'a region by its origin name for the full origin',
    (d) => (d.backfill.fullOrigin = { host: 'asia.origin.meridian.example' }),
    'backfill.fullOrigin.host: expected { region: "asia" } instead, because its load balancer admits CloudFront only, got "asia.origin.meridian.example"',
  ],
  [
    'objects that are too large to copy in one run',
    (d) => (d.backfill.maximumObjectBytes = 6_000_000_000_000),
    'backfill.maximumObjectBytes: expected a whole number from 1 to 5497558138880, got 6000000000000',
  ],
  [
    'objects that no function run can copy',
    (d) => (d.backfill.functionObjectBytes = 6_000_000_000),
    'backfill.functionObjectBytes: expected a whole number from 1 to 5368709120, got 6000000000',
  ],
  [
    'a redirect to an address',
    (d) => (d.backfill.redirectHosts = ['169.254.169.254']),
    'backfill.redirectHosts[0]: expected a domain name such as "www.example.com", in lower case, got "169.254.169.254"',
  ],
  [
    'a concurrency below what SQS accepts',
    (d) => (d.backfill.fillConcurrency = 1),
    'backfill.fillConcurrency: expected a whole number from 2 to 1000, got 1',
  ],

  // Fields that do not exist
  [
    'a field in another case',
    (d) => {
      d.regions[0].cidrblock = d.regions[0].cidrBlock;
      delete d.regions[0].cidrBlock;
    },
    'regions[0].cidrBlock: expected a CIDR block such as "10.10.0.0/16", got nothing',
    'regions[0].cidrblock: expected no such field, got "10.10.0.0/16" — did you mean "cidrBlock"?',
  ],
  [
    'a field with a typing error, below a default',
    (d) => (d.optIns.globalAcelerator = true),
    'optIns.globalAcelerator: expected no such field, got true — did you mean "globalAccelerator"?',
  ],
  [
    'a preload list without the names below',
    (d) => (d.hsts = { preload: true }),
    'hsts.preload: expected false, because the preload list takes only domains with "hsts.includeSubdomains", got true',
  ],
  [
    'more workers than an account can reserve',
    (d) => (d.backfill.fillConcurrency = 901),
    'backfill.fillConcurrency: expected at most 900, as AWS lets an account reserve, or "backfill.reserveConcurrency" to be false, got 901',
  ],
  [
    'more workers than an account can reserve beside the miss signal',
    (d) => Object.assign(d.backfill, { missSignal: 'function-url', fillConcurrency: 801 }),
    'backfill.fillConcurrency: expected at most 800, as AWS lets an account reserve, or "backfill.reserveConcurrency" to be false, got 801',
  ],
  [
    'a copy of the states beside the states',
    (d) => (d.state.replicaAwsRegion = 'us-east-1'),
    'state.replicaAwsRegion: expected another AWS region than "state.awsRegion", got "us-east-1"',
  ],
  [
    'a bucket whose copy would have too long a name',
    (d) => Object.assign(d.state, { bucketName: 'a'.repeat(56), replicaAwsRegion: 'us-west-2' }),
    `state.bucketName: expected at most 55 characters, as the copy is called "…-replica", got "${'a'.repeat(56)}"`,
  ],
  [
    'a subscription that nothing uses',
    (d) => (d.optIns = { shieldAdvanced: false, shieldSubscription: 'existing' }),
    'optIns.shieldSubscription: expected "create", because "optIns.shieldAdvanced" is off and nothing uses a subscription, got "existing"',
  ],
  [
    'a field that has nothing to do with the platform',
    (d) => (d.kubernetes = { version: '1.33' }),
    'kubernetes: expected no such field, got an object with version',
  ],
  ...['a/:1', '--privileged:1', 'a//b:1', '../../x:1', 'a-/b:1', '/x:1', 'x:1;rm'].map(
    (image): Case => [
      `an image "${image}"`,
      (d) => (d.compute.containerImage = image),
      `compute.containerImage: expected an image with a digest or a tag other than "latest", got "${image}"`,
    ],
  ),
  ...['0', '65536', '99999', '08443'].map(
    (port): Case => [
      `an origin with port ${port}`,
      (d) => (d.cors.allowedOrigins = [`https://a.example:${port}`]),
      `cors.allowedOrigins[0]: expected a port from 1 to 65535, got "https://a.example:${port}"`,
    ],
  ),
  [
    'an origin with the port that browsers leave out',
    (d) => (d.cors.allowedOrigins = ['https://a.example:443']),
    'cors.allowedOrigins[0]: expected an origin without ":443", which browsers leave out, got "https://a.example:443"',
  ],
  ...[
    'meridian-an',
    'meridian-s3alias',
    'meridian--ol-s3',
    'meridian--table-s3',
    'xn--meridian',
    'sthree-a',
    'amzn-s3-demo-a',
  ].map(
    (name): Case => [
      `a bucket "${name}", as S3 keeps for itself`,
      (d) => (d.state.bucketName = name),
      `state.bucketName: expected an S3 bucket name of 3 to 63 lower case letters, digits and hyphens, got "${name}"`,
    ],
  ),
  [
    'an address in hexadecimal for a host',
    (d) => (d.backfill.fullOrigin = { host: '0x7f.0x1' }),
    'backfill.fullOrigin.host: expected a domain name such as "www.example.com", in lower case, got "0x7f.0x1"',
  ],
  [
    'a repository that is a folder',
    (d) => (d.ciRepository = 'owner/..'),
    'ciRepository: expected a GitHub repository such as "owner@123/name@456" or "owner/name", got "owner/.."',
  ],
  ['a field whose name breaks a line', (d) => (d['a\nb'] = 1), 'a\\u000ab: expected no such field, got 1'],
  [
    'more instances than Aurora lets a member have that may become the one that writes',
    (d) => {
      d.database.instancesPerRegion = 15;
      d.regions[1].databaseInstances = 16;
      d.regions[2].databaseInstances = 14;
    },
    'regions[1].databaseInstances: expected at most 14, as Aurora lets a member that writes have beside 2 others, got 16',
    'database.instancesPerRegion: expected at most 14, as Aurora lets a member that writes have beside 2 others, got 15',
  ],
  ['a missing section', (d) => delete d.network, 'network: expected an object with natGateways, got nothing'],
];

function circular(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

/** The lines of the answer to the changed demo document. */
function problemsOf(change: (document: Wrong) => void): readonly string[] {
  const document = structuredClone(demo);
  change(document);
  try {
    validated(document);
  } catch (error) {
    if (error instanceof InvalidDocument) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

describe('an invalid document', () => {
  it.each(cases.map(([name, change, ...lines]) => ({ name, change, lines })))(
    'is refused: $name',
    ({ change, lines }) => {
      expect(problemsOf(change)).toEqual(lines);
    },
  );

  it('is refused with every problem at once, of shape and between fields, in the order of its sections', () => {
    const lines = problemsOf((d) => {
      d.backfill.regions = ['euorpe'];
      d.regions[0].failoverTo = 'asia';
      d.regions[1].cidrBlock = '10.20.0.0';
      d.regions[2].awsRegion = 'us-west2';
      d.domain.siteNames = ['www.meridian.test'];
      d.domain.hostedZoneID = 'Z123';
      d.routing.countries.asia = ['UK', 'AE'];
      d.teams.edge.email = 'edge';
    });

    expect(lines).toEqual([
      'domain.hostedZoneID: expected no such field, got "Z123" — did you mean "hostedZoneId"?',
      'domain.siteNames[0]: expected "meridian.example" or a name below it, got "www.meridian.test"',
      'teams.edge.email: expected an e-mail address, got "edge"',
      'regions[1].cidrBlock: expected a CIDR block such as "10.10.0.0/16", got "10.20.0.0"',
      'regions[2].awsRegion: expected an AWS region with three zones and Aurora global databases, got "us-west2" — did you mean "us-west-2"?',
      'regions[0].failoverTo: expected another region ("europe", "america"), got "asia"',
      'routing.countries.asia[0]: expected "GB", the ISO 3166-1 code of that country, got "UK"',
      'routing.countries.asia[1]: expected a country that is not listed yet (see "routing.countries.europe[0]"), got "AE"',
      `backfill.regions[0]: expected a region (${regions}), got "euorpe" — did you mean "europe"?`,
    ]);
  });

  it('is named in the message, with one problem per line', () => {
    const document: Wrong = structuredClone(demo);
    document.compute.minimumInstances = 10;
    document.firewall.requestsPerFiveMinutes = 1;

    expect(() => validated(document)).toThrow(
      [
        'the document "demo" has 2 problems:',
        '  compute.maximumInstances: expected at least the 10 of "compute.minimumInstances", got 9',
        '  firewall.requestsPerFiveMinutes: expected a whole number from 10 to 2000000000, got 1',
      ].join('\n'),
    );
  });

  it.each([
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a bigint', 10n, '10'],
    ['an object that holds itself', circular(), 'an object with self'],
    ['a map', new Map(), 'an object with no fields'],
  ])('may hold %s, known field or not, and is refused in lines', (_, value, got) => {
    const lines = problemsOf((d) => {
      d.compute.instanceType = value;
      d.compute.foo = value;
      d.cors.maxAgeSeconds = -1;
    });
    expect(lines).toEqual([
      `compute.instanceType: expected an EC2 instance type such as "t4g.small", got ${got}`,
      `compute.foo: expected no such field, got ${got}`,
      'cors.maxAgeSeconds: expected a whole number from 0 to 86400, got -1',
    ]);
  });

  it.each([[undefined], [null], [[]], ['demo']])('may be no document at all: %p', (input) => {
    expect(() => validated(input as Wrong)).toThrow(
      'the document "unnamed" has 1 problem:\n  document: expected',
    );
  });
});
