import fc from 'fast-check';
import { PLATFORM_AWS_REGIONS } from '../../config/aws-regions';
import { CONTINENT_BY_COUNTRY, CONTINENTS } from '../../config/countries';
import type { DocumentInput } from '../../config/document';
import { RESERVED_WORDS } from '../../config/document/regions';

type RegionInput = DocumentInput['regions'][number];

const shortName = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5})?$/)
  .filter((name) => name.length >= 2 && name !== 'nearest');
/** A name of the greatest length, so that composed names are as long as they can be. */
const longName = fc.stringMatching(/^[a-z][a-z0-9]{11}$/);
const firstWord = (each: string) => each.split('-')[0] ?? '';
const name = fc.oneof(shortName, longName).filter((each) => !RESERVED_WORDS.includes(firstWord(each)));

/** Ranges of all admitted sizes, apart from each other. */
const addresses = fc.record({ block: fc.nat(199), prefixLength: fc.integer({ min: 16, max: 20 }) });

function regions(count: number): fc.Arbitrary<RegionInput[]> {
  return fc
    .record({
      names: fc.uniqueArray(name, { minLength: count, maxLength: count, selector: firstWord }),
      awsRegions: fc.shuffledSubarray([...PLATFORM_AWS_REGIONS], { minLength: count, maxLength: count }),
      ranges: fc.uniqueArray(addresses, {
        minLength: count,
        maxLength: count,
        selector: ({ block }) => block,
      }),
      // How many places further on the failover region stands.
      failover: fc.array(fc.nat(98), { minLength: count, maxLength: count }),
      databaseInstances: fc.array(fc.option(fc.integer({ min: 2, max: 4 }), { nil: undefined }), {
        minLength: count,
        maxLength: count,
      }),
    })
    .map(({ names, awsRegions, ranges, failover, databaseInstances }) =>
      names.map((regionName, index) => ({
        name: regionName,
        awsRegion: awsRegions[index] ?? '',
        cidrBlock: `10.${ranges[index]?.block}.0.0/${ranges[index]?.prefixLength}`,
        databaseInstances: databaseInstances[index],
        ...(count === 1
          ? {}
          : { failoverTo: names[(index + 1 + ((failover[index] ?? 0) % (count - 1))) % count] }),
      })),
    );
}

function routing(names: readonly string[]): fc.Arbitrary<DocumentInput['routing']> {
  const region = fc.constantFrom(...names);
  return fc
    .record({
      continents: fc.array(region, { minLength: CONTINENTS.length, maxLength: CONTINENTS.length }),
      countries: fc.shuffledSubarray([...CONTINENT_BY_COUNTRY.keys()], { maxLength: 40 }),
      country: region,
      defaultRegion: region,
    })
    .map(({ continents: [AF, AN, AS, EU, NA, OC, SA], countries, country, defaultRegion }) => {
      const first = names[0] ?? '';
      return {
        continents: {
          AF: AF ?? first,
          AN: AN ?? first,
          AS: AS ?? first,
          EU: EU ?? first,
          NA: NA ?? first,
          OC: OC ?? first,
          SA: SA ?? first,
        },
        countries: countries.length === 0 ? {} : { [country]: countries },
        defaultRegion,
      };
    });
}

/** Up to three services, each in two of the regions; none where there is one region only. */
function services(names: readonly string[]): fc.Arbitrary<DocumentInput['services']> {
  if (names.length < 2) return fc.constant(undefined);
  const seconds = fc.integer({ min: 1, max: 86_400 });
  const service = fc
    .record({
      name: fc.oneof(shortName, longName),
      team: fc.constantFrom('edge', 'data'),
      places: fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      objectives: fc.record({ recoveryTimeSeconds: seconds, recoveryPointSeconds: seconds }),
    })
    .map(({ places: [primary = '', standby = ''], ...more }) => ({ ...more, primary, standby }));
  return fc.option(
    fc.record({
      copyAwsRegions: fc.shuffledSubarray([...PLATFORM_AWS_REGIONS], { minLength: 2, maxLength: 2 }),
      apis: fc.uniqueArray(service, { minLength: 1, maxLength: 3, selector: (each) => each.name }),
    }),
    { nil: undefined },
  );
}

/** Valid documents of one to six regions, with every option in every state. */
export const randomDocument: fc.Arbitrary<DocumentInput> = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => randomDocumentOf(count));

/** Valid documents with this many regions. */
export function randomDocumentOf(count: number): fc.Arbitrary<DocumentInput> {
  return regions(count).chain((regionInputs) => {
    const names = regionInputs.map((region) => region.name);
    const domainName = 'shop.example';
    return fc
      .record({
        // AWS keeps names of security groups that start with "sg-".
        deployment: name.filter((each) => each !== 'sg'),
        accountId: fc.option(fc.stringMatching(/^\d{12}$/), { nil: undefined }),
        hostedZoneId: fc.option(fc.constant('Z0123456789ABCDEFGHIJ'), { nil: undefined }),
        siteNames: fc.shuffledSubarray([domainName, `www.${domainName}`, `api.${domainName}`], {
          minLength: 1,
        }),
        protectedFromDeletion: fc.boolean(),
        ciRepository: fc.option(fc.constantFrom('example/shop', 'example@12/shop@345'), { nil: undefined }),
        tags: fc.constantFrom<Record<string, string>[]>({}, { 'cost-center': '42', owner: 'shop team' }),
        natGateways: fc.constantFrom('per-zone' as const, 'single' as const),
        loadBalancingAlgorithm: fc.constantFrom(
          'round_robin' as const,
          'weighted_random' as const,
          undefined,
        ),
        routing: routing(names),
        secretVersions: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 2 }),
        cors: fc.constantFrom<Omit<DocumentInput['cors'], 'allowedMethods'>[]>(
          { allowedOrigins: ['*'], allowedHeaders: ['*'] },
          {
            allowedOrigins: ['https://app.shop.example'],
            allowedHeaders: ['content-type'],
            allowCredentials: true,
          },
        ),
        backfillRegions: fc.shuffledSubarray(names, { minLength: 1 }),
        allowedPrefixes: fc.shuffledSubarray(['images/', 'video/hd/', 'docs/'], { minLength: 1 }),
        fullOrigin: fc.oneof(
          fc.constantFrom(...names).map((region) => ({ region })),
          fc.constant({ host: 'full.example.net' }),
        ),
        missSignal: fc.constantFrom('edge-trigger' as const, 'function-url' as const, undefined),
        services: services(names),
        globalAccelerator: fc.boolean(),
        shieldAdvanced: fc.boolean(),
      })
      .map(
        (random): DocumentInput => ({
          deployment: random.deployment,
          accountId: random.accountId,
          domain: {
            name: domainName,
            hostedZoneId: random.hostedZoneId,
            siteNames: random.siteNames,
            mediaName: `media.${domainName}`,
          },
          state: { bucketName: 'shop-terraform-state', awsRegion: 'us-east-1' },
          teams: {
            platform: { name: 'platform', email: 'platform@shop.example' },
            edge: { name: 'edge', email: 'edge@shop.example' },
            region: { name: 'regions', email: 'regions@shop.example' },
            network: { name: 'network', email: 'network@shop.example' },
            data: { name: 'data', email: 'data@shop.example' },
            media: { name: 'media', email: 'media@shop.example' },
          },
          tags: random.tags,
          ciRepository: random.ciRepository,
          deletionProtection: random.protectedFromDeletion,
          regions: regionInputs,
          network: { natGateways: random.natGateways },
          compute: {
            containerImage: 'registry.example:5000/shop/web:1.2.3',
            containerPort: 8080,
            healthCheckPath: '/healthz',
            instanceType: 't4g.small',
            minimumInstances: 3,
            maximumInstances: 9,
            cpuTargetPercent: 50,
            loadBalancingAlgorithm: random.loadBalancingAlgorithm,
          },
          database: {
            engineVersion: '16.8',
            instanceClass: 'db.r6g.large',
            instancesPerRegion: 2,
            backupRetentionDays: 7,
          },
          routing: random.routing,
          originProtection: { headerName: 'x-origin-secret', secretVersions: random.secretVersions },
          firewall: { requestsPerFiveMinutes: 2000 },
          cors: { allowedMethods: ['GET', 'HEAD'], ...random.cors },
          backfill: {
            regions: random.backfillRegions,
            allowedPrefixes: random.allowedPrefixes,
            fullOrigin: random.fullOrigin,
            missSignal: random.missSignal,
            maximumObjectBytes: 5_000_000_000,
          },
          services: random.services,
          optIns: { globalAccelerator: random.globalAccelerator, shieldAdvanced: random.shieldAdvanced },
        }),
      );
  });
}
