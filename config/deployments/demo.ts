import type { DocumentInput } from '../document';

/** Three regions with everything on: what `npm start` deploys to the local AWS. */
export const demo: DocumentInput = {
  deployment: 'demo',
  // The local AWS's: with credentials of any other account, Terraform refuses before it changes or subscribes to anything.
  accountId: '123456789012',
  domain: {
    name: 'meridian.example',
    siteNames: ['meridian.example', 'www.meridian.example', 'api.meridian.example'],
    mediaName: 'media.meridian.example',
  },
  state: { bucketName: 'meridian-demo-terraform-state', awsRegion: 'us-east-1', deletionProtection: false },
  teams: {
    platform: { name: 'platform', email: 'platform@meridian.example' },
    edge: { name: 'edge', email: 'edge@meridian.example' },
    region: { name: 'regions', email: 'regions@meridian.example' },
    network: { name: 'network', email: 'network@meridian.example' },
    data: { name: 'data', email: 'data@meridian.example' },
    catalog: { name: 'catalog', email: 'catalog@meridian.example' },
    users: { name: 'users', email: 'users@meridian.example' },
    orders: { name: 'orders', email: 'orders@meridian.example' },
    media: { name: 'media', email: 'media@meridian.example' },
  },
  ciRepository: 'meridian-example/platform',
  deletionProtection: false,
  regions: [
    { name: 'asia', awsRegion: 'ap-southeast-1', cidrBlock: '10.10.0.0/16', failoverTo: 'europe' },
    { name: 'europe', awsRegion: 'eu-central-1', cidrBlock: '10.20.0.0/16', failoverTo: 'america' },
    { name: 'america', awsRegion: 'us-west-2', cidrBlock: '10.30.0.0/16', failoverTo: 'europe' },
  ],
  network: { natGateways: 'per-zone' },
  compute: {
    // An example that answers on this port and path: https://github.com/stefanprodan/podinfo
    containerImage: 'ghcr.io/stefanprodan/podinfo:6.7.1',
    containerPort: 9898,
    healthCheckPath: '/healthz',
    instanceType: 't4g.small',
    minimumInstances: 3,
    maximumInstances: 9,
    cpuTargetPercent: 50,
  },
  database: {
    engineVersion: '16.8',
    instanceClass: 'db.r6g.large',
    instancesPerRegion: 2,
    backupRetentionDays: 7,
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
    allowedOrigins: ['https://app.meridian.example'],
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type'],
    allowCredentials: true,
    storedOrigins: true,
  },
  edgeAuth: { protectedPrefixes: ['/members/'] },
  backfill: {
    regions: ['europe', 'america'],
    allowedPrefixes: ['images/', 'video/'],
    fullOrigin: { region: 'asia' },
    missSignal: 'edge-trigger',
    maximumObjectBytes: 5_000_000_000,
  },
  services: {
    copyAwsRegions: ['eu-central-1', 'us-west-2'],
    apis: [
      {
        name: 'external',
        team: 'edge',
        primary: 'europe',
        standby: 'asia',
        objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 0 },
      },
      {
        name: 'registration',
        team: 'catalog',
        primary: 'europe',
        standby: 'asia',
        objectives: { recoveryTimeSeconds: 300, recoveryPointSeconds: 5 },
      },
      {
        name: 'catalog',
        team: 'catalog',
        primary: 'asia',
        standby: 'europe',
        objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 5 },
      },
      {
        name: 'users',
        team: 'users',
        primary: 'asia',
        standby: 'europe',
        objectives: { recoveryTimeSeconds: 300, recoveryPointSeconds: 5 },
      },
      {
        name: 'orders',
        team: 'orders',
        primary: 'europe',
        standby: 'asia',
        objectives: { recoveryTimeSeconds: 120, recoveryPointSeconds: 1 },
      },
    ],
  },
  optIns: { globalAccelerator: true, shieldAdvanced: true },
};
