import type { DocumentInput } from '../document';

/** A realistic deployment: costly options off, every guard on. */
export const production: DocumentInput = {
  deployment: 'production',
  accountId: '111122223333',
  domain: {
    name: 'example.com',
    siteNames: ['example.com', 'www.example.com', 'api.example.com'],
    mediaName: 'media.example.com',
  },
  state: {
    bucketName: 'meridian-production-terraform-state',
    awsRegion: 'us-east-1',
    replicaAwsRegion: 'us-west-2',
  },
  teams: {
    platform: { name: 'platform', email: 'platform@example.com' },
    edge: { name: 'edge', email: 'edge@example.com' },
    region: { name: 'regions', email: 'regions@example.com' },
    network: { name: 'network', email: 'network@example.com' },
    data: { name: 'data', email: 'data@example.com' },
    media: { name: 'media', email: 'media@example.com' },
  },
  tags: { 'cost-center': 'global-platform', 'data-classification': 'internal' },
  ciRepository: 'meridian-example/platform',
  regions: [
    {
      name: 'asia',
      awsRegion: 'ap-southeast-1',
      cidrBlock: '10.10.0.0/16',
      failoverTo: 'europe',
      peakRequestsPerSecond: 1400,
    },
    {
      name: 'europe',
      awsRegion: 'eu-central-1',
      cidrBlock: '10.20.0.0/16',
      failoverTo: 'america',
      peakRequestsPerSecond: 1200,
    },
    {
      name: 'america',
      awsRegion: 'us-west-2',
      cidrBlock: '10.30.0.0/16',
      failoverTo: 'europe',
      peakRequestsPerSecond: 1000,
    },
  ],
  network: { natGateways: 'per-zone' },
  compute: {
    // An example that answers on this port and path: https://github.com/stefanprodan/podinfo
    containerImage: 'ghcr.io/stefanprodan/podinfo:6.7.1',
    containerPort: 9898,
    healthCheckPath: '/healthz',
    instanceType: 'c7g.large',
    minimumInstances: 6,
    instanceRequestsPerSecond: 450,
    maximumInstances: 30,
    cpuTargetPercent: 50,
  },
  database: {
    engineVersion: '16.8',
    instanceClass: 'db.r6g.xlarge',
    instancesPerRegion: 2,
    backupRetentionDays: 35,
  },
  routing: {
    continents: {
      AF: 'europe',
      AN: 'asia',
      AS: 'asia',
      EU: 'europe',
      NA: 'america',
      OC: 'asia',
      SA: 'america',
    },
    // biome-ignore format: one line for each part of the world that its continent's region is not the nearest for
    countries: {
      europe: [
        'AE', 'BH', 'IL', 'IQ', 'IR', 'JO', 'KW', 'LB', 'OM', 'PS', 'QA', 'SA', 'SY', 'TR', 'YE', // Middle East
        'AF', 'AM', 'AZ', 'GE', 'KG', 'KZ', 'TJ', 'TM', 'UZ', // Caucasus and Central Asia
      ],
      asia: ['MU', 'RE', 'SC'], // islands of the Indian Ocean
      america: ['AS', 'CK', 'GS', 'PF', 'PN', 'UM'], // islands of the eastern Pacific, and one beside the Falklands
    },
    defaultRegion: 'europe',
  },
  originProtection: { headerName: 'x-meridian-origin-secret', secretVersions: [1] },
  firewall: { requestsPerFiveMinutes: 2000 },
  cors: {
    allowedOrigins: ['https://app.example.com'],
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type'],
    allowCredentials: true,
  },
  backfill: {
    regions: ['europe', 'america'],
    allowedPrefixes: ['images/', 'video/'],
    fullOrigin: { host: 'full.origin.example.net' },
    missSignal: 'edge-trigger',
    maximumObjectBytes: 5_000_000_000,
  },
};
