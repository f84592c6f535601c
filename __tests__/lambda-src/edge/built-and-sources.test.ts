import { mediaRoutes, REGION_HEADER, siteRoutes } from '../../../modules/edge/edge-constants';
import { handleAtEdge } from '../../support/edge';
import { type EdgeWorld, type Handled, STORE_FAILURES, type Viewer } from '../../support/edge-engine';

const routing = {
  regions: [
    { name: 'asia', failoverTo: 'europe' },
    { name: 'europe', failoverTo: 'america' },
    { name: 'america', failoverTo: 'europe' },
    { name: 'africa' },
  ],
  countries: { JP: 'asia', DE: 'europe', US: 'america', KE: 'africa' },
  defaultRegion: 'europe',
};
const COUNTRIES = ['JP', 'DE', 'US', 'KE', 'XX', 'jp', 'J', 'JPN', 'T1', '[[', ''];
const viewers: Viewer[] = ['GET', 'POST'].flatMap((method) => [
  { method },
  ...COUNTRIES.map((country) => ({ method, headers: { 'cloudfront-viewer-country': country } })),
]);
const worlds: EdgeWorld[] = [
  {},
  { originFails: true },
  ...STORE_FAILURES.map((storeFailure) => ({ storeFailure })),
  ...[['asia'], ['europe'], ['america'], ['africa'], ['asia', 'europe'], ['europe', 'america']].map(
    (drained) => ({
      store: Object.fromEntries(drained.map((region) => [region, 'drained'])),
    }),
  ),
];

/** The comparison itself is in `handleAtEdge`. */
async function compared(entry: string, constants: Record<string, unknown>, uri = '/'): Promise<Handled[]> {
  const handled: Handled[] = [];
  for (const world of worlds) {
    const asking = viewers.map((viewer) => ({ ...viewer, uri }));
    handled.push(...(await handleAtEdge(entry, constants, asking, world)));
  }
  return handled;
}

describe('in the engine as in Node, whatever the store does,', () => {
  it('the site router sends every viewer somewhere', async () => {
    const ROUTES = siteRoutes(routing);
    const handled = await compared('site-router.mts', {
      ROUTES,
      REGION_HEADER,
      CROSS_ORIGIN: null,
      TOKENS: null,
    });

    expect(handled).toHaveLength(worlds.length * viewers.length);
    expect(handled.filter(({ origins }) => origins.length === 0)).toHaveLength(viewers.length);
  });

  it('the media router picks a bucket for every viewer', async () => {
    const ROUTES = mediaRoutes({ ...routing, bucketRegions: ['europe', 'america'] });
    const handled = await compared('media-router.mts', { ROUTES }, '/images/a.png');

    expect(handled.filter(({ origins }) => origins[1] !== 'full')).toHaveLength(viewers.length);
  });

  it('the path of the full origin loses its prefix', async () => {
    const [below, beside] = await handleAtEdge('full-origin-path.mts', { FULL_PATH: '/.full' }, [
      { uri: '/.full/a' },
      { uri: '/a' },
    ]);

    expect([below?.uri, beside?.uri]).toEqual(['/a', '/a']);
  });
});
