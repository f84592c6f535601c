import { deployedTo, type EdgeConfiguration } from 'local-aws/edge/configuration';
import { Edge } from 'local-aws/edge/edge';
import { functionEngine } from 'local-aws/edge/functions';
import type { ViewerRequest } from 'local-aws/edge/message';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { countryTable } from '../../../config/routing';
import { TestOrigin } from '../../../packages/local-aws/__tests__/edge/support/origin';
import { TestClock } from '../../../packages/local-aws/__tests__/edge/support/world';
import { cases } from '../../support/full-run';
import { synthesizedStack } from '../../support/platform';
import { deploy } from './support/deployed';
import {
  type RegionalSite,
  type RegionState,
  type RoutingRules,
  type Served,
  tryRandomViewers,
  type Viewer,
} from './support/random-viewers';

const document = validated(demo);
const RULES: RoutingRules = {
  regions: document.regions.map(({ name }) => name),
  defaultRegion: document.routing.defaultRegion,
  regionOf: countryTable(document),
  failoverOf: Object.fromEntries(document.regions.map(({ name, failoverTo }) => [name, failoverTo ?? name])),
};
const SITE = document.domain.siteNames[1] ?? '';

const cloudFront = deploy(synthesizedStack(document, 'global'));
const configuration = deployedTo(cloudFront);
const clock = new TestClock();
const origins = new Map(RULES.regions.map((region) => [region, new TestOrigin(region)]));
const states = new Map<string, RegionState>();
const edgeOf = (deployed: EdgeConfiguration) =>
  new Edge({
    configuration: deployed,
    functions: functionEngine(
      (store, key) => configuration.keyValue(store, key),
      () => undefined,
    ),
    lambda: { invoke: () => Promise.reject(new Error('the site has no triggers')) },
    clock,
    s3: { host: '127.0.0.1', port: 1 },
    resolver: {
      resolve: async (name) => {
        const region = name.split('.', 1)[0] ?? '';
        const port = origins.get(region)?.port;
        return (port && { host: '127.0.0.1', port: states.get(region) === 'dead' ? 1 : port }) || undefined;
      },
    },
  });

beforeAll(async () => {
  for (const [region, origin] of origins) {
    await origin.start();
    origin.reply = ({ headers, path }) =>
      states.get(region) === 'failing'
        ? { status: 503 }
        : {
            body: `${region} ${path}`,
            headers: {
              'x-by': region,
              'x-for': String(headers['x-meridian-region']),
              etag: `"${region}"`,
              ...(path.startsWith('/kept') ? { 'cache-control': 'max-age=60' } : {}),
              ...(path.startsWith('/private') ? { 'cache-control': 'no-store' } : {}),
            },
          };
  }
});
afterAll(() => {
  edge.close();
  for (const origin of origins.values()) origin.stop();
});

const edge = edgeOf(configuration);

const siteAt = (asked: Edge): RegionalSite => ({
  setState: (region, state) => void states.set(region, state),
  setDrained: (region, drained) => {
    const [store] = cloudFront.keyValueStores.all();
    if (drained) store?.items.set(region, 'drained');
    else store?.items.delete(region);
  },
  passTime: (seconds) => clock.advance(seconds),
  ask: async (viewer): Promise<Served> => {
    const { status, headers, resultType } = await asked.answer(viewerRequest(viewer));
    const fromCache = resultType === 'Hit' || resultType === 'RefreshHit';
    return { status, by: headers.get('x-by')?.[0], for: headers.get('x-for')?.[0], fromCache };
  },
});
const site = siteAt(edge);

beforeEach(() => {
  for (const region of RULES.regions) {
    states.set(region, 'alive');
    site.setDrained(region, false);
  }
});

function viewerRequest(
  { method, path, country }: Viewer,
  headers: Record<string, string> = {},
): ViewerRequest {
  const [uri = '', query = ''] = path.split('?');
  const all = { host: SITE, 'x-meridian-region': 'asia', 'cloudfront-viewer-country': 'JP', ...headers };
  return {
    id: 'id',
    method,
    uri,
    query,
    headers: new Map(Object.entries(all).map(([name, value]) => [name, [value]])),
    body: Buffer.alloc(0),
    scheme: 'https',
    httpVersion: '1.1',
    ip: '192.0.2.1',
    country,
  };
}

const REQUESTS = cases(800, 10_000, 4000);
const PATHS = ['/', '/kept/a', '/kept/b?x=1', '/kept/b?x=2', '/default', '/private/c'];

test('the deployed site answers from the region that the document says, and never from the cache of another', async () => {
  const tried = await tryRandomViewers(site, RULES, { requests: REQUESTS, seed: 20260101, paths: PATHS });
  expect(tried.requests).toBe(REQUESTS);
  // The run means nothing unless it met what it is about.
  expect(tried.hits).toBeGreaterThan(50);
  expect(tried.failedOver).toBeGreaterThan(20);
  expect(tried.refused).toBeGreaterThan(5);
}, 600_000);

test('a cache policy that forgets the region is noticed', async () => {
  const forgetful = edgeOf({
    ...configuration,
    cachePolicy: (id) => {
      const policy = configuration.cachePolicy(id);
      return policy && { ...policy, headers: { behavior: 'none', names: new Set() } };
    },
  });
  const options = { requests: 300, seed: 1, paths: PATHS };
  await expect(tryRandomViewers(siteAt(forgetful), RULES, options)).rejects.toThrow(
    "an answer that was cached for another region's viewers",
  );
  forgetful.close();
});

test('a router that leads elsewhere than the document says is noticed', async () => {
  const rules = { ...RULES, regionOf: { ...RULES.regionOf, JP: 'america', CN: 'america', IN: 'america' } };
  await expect(tryRandomViewers(site, rules, { requests: 800, seed: 2, paths: PATHS })).rejects.toThrow(
    /region/,
  );
});

test('origins get the secret header, the country and the region, whatever the viewer sent under these names', async () => {
  const origin = origins.get('america');
  origin?.saw.splice(0);
  await edge.answer(
    viewerRequest(
      { method: 'GET', path: '/private/x', country: 'US' },
      { 'x-meridian-origin-secret': 'forged' },
    ),
  );
  expect(origin?.saw[0]?.headers).toMatchObject({
    host: SITE,
    'x-meridian-origin-secret': 'known-to-the-load-balancers',
    'cloudfront-viewer-country': 'US',
    'x-meridian-region': 'america',
  });
});
