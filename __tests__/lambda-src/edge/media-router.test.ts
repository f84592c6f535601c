import { bundleEdgeFunction } from '../../../build/edge-bundle';
import { mediaRoutes } from '../../../modules/edge/edge-constants';
import { handleInEngine } from '../../support/edge-engine';

const routerWith = (missOrigins: boolean) =>
  bundleEdgeFunction({
    entry: 'media-router.mts',
    constants: {
      ROUTES: mediaRoutes({
        regions: [
          { name: 'asia', failoverTo: 'europe' },
          { name: 'europe', failoverTo: 'america' },
          { name: 'america', failoverTo: 'asia' },
          { name: 'africa', failoverTo: 'asia' },
        ],
        countries: { JP: 'asia', DE: 'europe', US: 'america', KE: 'africa' },
        defaultRegion: 'asia',
        bucketRegions: ['america', 'europe'],
        missOrigins,
      }),
    },
  });
const script = routerWith(false);
const uri = '/images/a.png';

async function originsOf(country: string) {
  const [handled] = await handleInEngine(script, [
    { uri, headers: { 'cloudfront-viewer-country': country } },
  ]);
  return handled?.origins;
}

describe('media router', () => {
  it.each([
    ['US', 'bucket-america', 'its region has a bucket'],
    ['DE', 'bucket-europe', 'its region has a bucket'],
    ['JP', 'bucket-europe', 'the failover region of its region has one'],
    ['KE', 'bucket-america', 'neither its region nor the failover region has one: the first bucket'],
    ['XX', 'bucket-europe', 'the default region serves it'],
  ])('serves %s from %s, because %s', async (country, bucket) => {
    expect(await originsOf(country)).toEqual([bucket, 'full']);
  });

  it('moves on to the origin for misses of the same bucket, where buckets have one', async () => {
    const handled = await handleInEngine(routerWith(true), [
      { uri, headers: { 'cloudfront-viewer-country': 'US' } },
      { uri, headers: { 'cloudfront-viewer-country': 'DE' } },
    ]);

    expect(handled.map(({ origins }) => origins)).toEqual([
      ['bucket-america', 'misses-america'],
      ['bucket-europe', 'misses-europe'],
    ]);
  });

  it('moves on to the full origin for a missing object only', async () => {
    const [handled] = await handleInEngine(script, [{ uri }]);

    expect(handled?.failoverStatusCodes).toEqual([404]);
  });

  it('asks the full origin alone for a path that can be read in two ways, and lets nobody report it', async () => {
    const [handled] = await handleInEngine(routerWith(true), [
      { uri: '/images/a+b.png', headers: { 'x-meridian-bucket': 'bucket-europe' } },
    ]);

    expect(handled).toMatchObject({ origins: ['full'], headers: {}, uri: '/images/a+b.png' });
  });

  it('leaves the request to the origin group of the behaviour where an origin cannot be chosen', async () => {
    const [handled] = await handleInEngine(script, [{ uri: '/images/a.png' }], { originFails: true });

    expect(handled).toMatchObject({ origins: [], uri: '/images/a.png' });
  });
});
