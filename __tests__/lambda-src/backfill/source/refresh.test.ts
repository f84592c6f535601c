import { isNewer } from '../../../../lambda-src/backfill/source/refresh';
import { bytes, content, FillWorld } from '../../../support/fill-world';

const { key, partBytes } = FillWorld;
const EARLIER = 'Wed, 21 Oct 2015 07:28:00 GMT';
const LATER = 'Wed, 21 Oct 2015 07:28:01 GMT';

describe('isNewer', () => {
  const copy = {
    etag: '"c"',
    versionId: undefined,
    metadata: { 'src-etag': '"v1"', 'src-last-modified': EARLIER },
  };

  it.each([
    [true, { etag: '"v2"', 'last-modified': LATER }],
    [false, { etag: '"v1"', 'last-modified': LATER }],
    [false, { etag: '"v2"', 'last-modified': EARLIER }],
    [false, { etag: '"v2"', 'last-modified': 'Wed, 21 Oct 2015 07:27:59 GMT' }],
    [false, { etag: '"v2"', 'last-modified': 'yesterday' }],
    [false, { etag: '"v2"' }],
    [false, { 'last-modified': LATER }],
  ])('is %s for an object with %j', (expected, headers) => {
    expect(isNewer(copy, headers)).toBe(expected);
  });

  it.each([
    ['that no fill wrote', {}],
    ['of an object without a date', { 'src-etag': '"v1"' }],
  ])('is false for a copy %s', (_, metadata: Record<string, string>) => {
    expect(
      isNewer({ etag: '"c"', versionId: undefined, metadata }, { etag: '"v2"', 'last-modified': LATER }),
    ).toBe(false);
  });
});

describe('a refresh', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    world.job = { ...world.job, refresh: true };
    world.s3.objects.set(key, {
      body: Buffer.from('older'),
      headers: { 'x-amz-meta-src-etag': '"v1"', 'x-amz-meta-src-last-modified': EARLIER },
    });
  });
  const methods = () => world.asked.map(({ method }) => method);
  const newer = { etag: '"v2"', 'last-modified': LATER };

  it.each([5, 3 * partBytes])('replaces a copy with a newer object of %i bytes', async (length) => {
    world.answer = bytes(length, newer);

    expect(await world.run()).toBe('refreshed');
    expect(world.s3.objects.get(key)?.body.equals(content(length))).toBe(true);
    expect(world.s3.objects.get(key)?.headers).toMatchObject({ 'x-amz-meta-src-etag': '"v2"' });
    expect(methods()).toEqual(['HEAD', 'GET']);
  });

  it('asks for nothing where it was not asked for', async () => {
    world.job = { ...world.job, refresh: false };

    expect(await world.run()).toBe('already-present');
    expect(methods()).toEqual([]);
  });

  it('leaves a copy alone that is as new as its source', async () => {
    world.answer = bytes(5, { etag: '"v1"', 'last-modified': EARLIER });

    expect(await world.run()).toBe('already-present');
    expect(methods()).toEqual(['HEAD']);
  });

  it('leaves a copy alone where the source is older again when it is read', async () => {
    world.answer = (response, request) =>
      bytes(5, request.method === 'HEAD' ? newer : { etag: '"v0"' })(response, request);

    expect(await world.run()).toBe('already-present');
    expect(world.s3.objects.get(key)?.body.toString()).toBe('older');
  });

  it.each([
    [404, 'missing-at-source'],
    [403, 'refused-by-source'],
    [302, 'unusable-answer'],
    [400, 'unusable-answer'],
  ])('leaves a copy alone where the source answers %i', async (status, outcome) => {
    world.answer = (response) => response.writeHead(status).end();

    expect(await world.run()).toBe(outcome);
    expect(world.s3.objects.get(key)?.body.toString()).toBe('older');
  });

  it('is tried again where the source fails', async () => {
    world.answer = (response) => response.writeHead(500).end();

    await expect(world.run()).rejects.toThrow('source: expected 200, got 500');
  });
});
