import { mediaRoutes, siteRoutes } from '../../../modules/edge/edge-constants';

const asia = { name: 'asia', failoverTo: 'europe' };
const europe = { name: 'europe', failoverTo: 'asia' };

describe('siteRoutes', () => {
  it('needs no table for the default region', () => {
    const routes = siteRoutes({
      regions: [{ name: 'asia' }],
      countries: { JP: 'asia' },
      defaultRegion: 'asia',
    });

    expect(routes).toEqual({ regions: ['asia'], masks: [], failover: [0] });
  });

  it('sets one bit per country, by first and second letter', () => {
    const { regions, masks } = siteRoutes({
      regions: [asia, europe],
      countries: { JA: 'asia', JZ: 'asia', ZA: 'asia', DE: 'europe' },
      defaultRegion: 'europe',
    });

    expect(regions).toEqual(['europe', 'asia']);
    expect(masks).toEqual([[...Array(9).fill(0), 1 | (1 << 25), ...Array(15).fill(0), 1]]);
  });

  it('names stand-ins by their place', () => {
    const regions = [asia, europe, { name: 'island' }];

    expect(siteRoutes({ regions, countries: {}, defaultRegion: 'europe' }).failover).toEqual([1, 0, 2]);
  });
});

describe('mediaRoutes', () => {
  const props = {
    regions: [asia, europe],
    countries: { JP: 'asia', DE: 'europe' },
    defaultRegion: 'europe',
  };

  it('joins regions that share a bucket', () => {
    expect(mediaRoutes({ ...props, bucketRegions: ['asia'] })).toEqual({
      buckets: ['bucket-asia'],
      fallbacks: ['full'],
      masks: [],
    });
  });

  it('puts the miss origin of each bucket behind it', () => {
    const routes = mediaRoutes({ ...props, bucketRegions: ['asia', 'europe'], missOrigins: true });

    expect(routes.buckets).toEqual(['bucket-europe', 'bucket-asia']);
    expect(routes.fallbacks).toEqual(['misses-europe', 'misses-asia']);
  });
});
