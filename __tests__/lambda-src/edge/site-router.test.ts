import { bundleEdgeFunction } from '../../../build/edge-bundle';
import type { SiteRoutes } from '../../../lambda-src/edge/routes';
import { REGION_HEADER, siteRoutes } from '../../../modules/edge/edge-constants';
import { type EdgeWorld, handleInEngine, STORE_FAILURES, type Viewer } from '../../support/edge-engine';

const asia = { name: 'asia', failoverTo: 'europe' };
const europe = { name: 'europe', failoverTo: 'america' };
const america = { name: 'america', failoverTo: 'europe' };

const countries = {
  JP: 'asia',
  SG: 'asia',
  IN: 'asia',
  DE: 'europe',
  FR: 'europe',
  US: 'america',
  BR: 'america',
};

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const pairs = letters.flatMap((first) => letters.map((second) => first + second));

function scriptOf(routes: SiteRoutes): string {
  const constants = { ROUTES: routes, REGION_HEADER, CROSS_ORIGIN: null, TOKENS: null };
  return bundleEdgeFunction({ entry: 'site-router.mts', constants });
}

const router = (regions: { name: string; failoverTo?: string }[]) =>
  scriptOf(siteRoutes({ regions, countries, defaultRegion: 'europe' }));
const ROUTER = router([asia, europe, america]);

const from = (country: string, viewer: Viewer = {}): Viewer => ({
  ...viewer,
  headers: { ...viewer.headers, 'cloudfront-viewer-country': country },
});

async function handle(viewer: Viewer, world: EdgeWorld = {}, script = ROUTER) {
  const [handled] = await handleInEngine(script, [viewer], world);
  if (!handled) {
    throw new Error('the function gave no result');
  }
  return handled;
}

describe('the region of a viewer', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'follows the table for all 676 pairs of letters and %i regions',
    async (count) => {
      const names = ['europe', 'asia', 'america', 'africa', 'oceania', 'arctic'].slice(0, count);
      // Neither the table nor its gaps have a pattern that a wrong shift could reproduce.
      const table = Object.fromEntries(
        pairs.flatMap((pair, index) =>
          (index * 7) % 11 < 4 ? [] : [[pair, names[(index * 31) % count] ?? '']],
        ),
      );
      const regions = names.map((name) => ({ name }));
      const routes = siteRoutes({ regions, countries: table, defaultRegion: 'europe' });
      const script = scriptOf(routes);

      const handled = await handleInEngine(
        script,
        pairs.map((pair) => from(pair)),
      );

      expect(handled.map(({ headers }) => headers['x-meridian-region'])).toEqual(
        pairs.map((pair) => table[pair] ?? 'europe'),
      );
      expect(handled.map(({ origins }) => origins[0])).toEqual(pairs.map((pair) => table[pair] ?? 'europe'));
    },
  );

  it('is the default for a country that is unknown, missing or hostile', async () => {
    // biome-ignore format: a list of values
    const odd = [
      'XX', 'T1', 'ZZ', 'jp', 'Jp', 'jP', 'J', 'JPN', '', ' JP', 'JP ', 'J\u0010', 'kp', '__', '??', 'asia', '[]',
      '__proto__', 'constructor', 'toString', 'ÄÖ', '日本', '\u0000\u0000', 'J\u0150', ',J', '1', 'A'.repeat(5000),
    ];
    const handled = await handleInEngine(ROUTER, [{}, ...odd.map((country) => from(country))]);

    expect(new Set(handled.map(({ origins }) => origins[0]))).toEqual(new Set(['europe']));
  });

  it('is written over what the viewer claims', async () => {
    const { headers } = await handle(from('JP', { headers: { 'x-meridian-region': 'america' } }));

    expect(headers['x-meridian-region']).toBe('asia');
  });

  it('leaves path, method and other headers alone', async () => {
    const viewer = from('JP', { method: 'POST', uri: '/orders', headers: { authorization: 'Bearer x' } });

    expect(await handle(viewer)).toMatchObject({
      method: 'POST',
      uri: '/orders',
      headers: { authorization: 'Bearer x', 'cloudfront-viewer-country': 'JP' },
    });
  });
});

describe('the second try', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('is the failover region for %s', async (method) => {
    expect(await handle(from('JP', { method }))).toMatchObject({
      origins: ['asia', 'europe'],
      failoverStatusCodes: [502, 503, 504],
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'get', 'PURGE'])('does not exist for %s', async (method) => {
    expect((await handle(from('JP', { method }))).origins).toEqual(['asia']);
  });

  it('does not exist where there is one region', async () => {
    expect((await handle(from('JP'), {}, router([{ name: 'europe' }]))).origins).toEqual(['europe']);
  });
});

describe('a drained region', () => {
  it('leaves its viewers to its failover region', async () => {
    expect(await handle(from('JP'), { store: { asia: 'drained' } })).toMatchObject({
      origins: ['europe', 'america'],
      headers: { 'x-meridian-region': 'europe' },
    });
  });

  it('leaves methods without a second try to its failover region too', async () => {
    expect((await handle(from('JP', { method: 'POST' }), { store: { asia: 'drained' } })).origins).toEqual([
      'europe',
    ]);
  });

  it('is not asked as the second try of its own stand-in', async () => {
    expect((await handle(from('US'), { store: { america: 'drained' } })).origins).toEqual(['europe']);
    expect((await handle(from('DE'), { store: { europe: 'drained' } })).origins).toEqual(['america']);
  });

  it('keeps its viewers where its failover region is drained as well', async () => {
    expect((await handle(from('JP'), { store: { asia: 'drained', europe: 'drained' } })).origins[0]).toBe(
      'asia',
    );
  });

  it('keeps its viewers where it has no failover region', async () => {
    const { origins } = await handle(
      from('JP'),
      { store: { europe: 'drained' } },
      router([{ name: 'europe' }]),
    );

    expect(origins).toEqual(['europe']);
  });

  it.each(['serving', '', 'DRAINED', 'true'])(
    'is only one whose value is "drained", not "%s"',
    async (value) => {
      expect((await handle(from('JP'), { store: { asia: value } })).origins[0]).toBe('asia');
    },
  );

  it('costs one read, and a second one only where the first says drained', async () => {
    expect((await handle(from('JP'))).reads).toEqual(['asia']);
    expect((await handle(from('JP'), { store: { asia: 'drained' } })).reads).toEqual(['asia', 'europe']);
  });
});

describe('an error', () => {
  it('of the store leaves the table in charge', async () => {
    expect((await handle(from('JP'), { store: { asia: null } })).origins).toEqual(['asia', 'europe']);
  });

  it.each(STORE_FAILURES)('leaves the table in charge: %s', async (storeFailure) => {
    expect(await handle(from('JP'), { storeFailure })).toMatchObject({
      origins: ['asia', 'europe'],
      headers: { 'x-meridian-region': 'asia' },
    });
  });

  it.each(STORE_FAILURES)(
    'leaves the table in charge for methods without a second try: %s',
    async (storeFailure) => {
      expect((await handle(from('JP', { method: 'POST' }), { storeFailure })).origins).toEqual(['asia']);
    },
  );

  it('of choosing the origin leaves the request to the origin of the behaviour', async () => {
    const viewer = from('JP', { headers: { 'x-meridian-region': 'america' }, uri: '/a' });
    const handled = await handle(viewer, { originFails: true });

    expect(handled).toMatchObject({ origins: [], uri: '/a', method: 'GET' });
    expect(handled.headers).toEqual({ 'cloudfront-viewer-country': 'JP' });
  });
});

it('leaves out what the document does not ask for', () => {
  expect(ROUTER).not.toMatch(/crypto|access-control|statusDescription/);
});

it('takes at most 1,500 bytes for three regions, of which the table takes at most 700', () => {
  const { masks } = siteRoutes({
    regions: [asia, europe, america],
    // Twice as many countries as there are: nothing that a document says makes the table longer.
    countries: Object.fromEntries(
      pairs.map((pair, index) => [pair, ['asia', 'america', 'europe'][index % 3] ?? '']),
    ),
    defaultRegion: 'europe',
  });

  expect(Buffer.byteLength(ROUTER)).toBeLessThanOrEqual(1500);
  expect(Buffer.byteLength(JSON.stringify(masks))).toBeLessThanOrEqual(700);
});
