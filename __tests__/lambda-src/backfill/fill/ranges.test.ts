import { createHash } from 'node:crypto';
import { PART_BYTES, partBytesOf } from '../../../../lambda-src/backfill/fill/parts';
import { each } from '../../../support/each';
import { bytes, content, FillWorld, ranges } from '../../../support/fill-world';

const { key, partBytes } = FillWorld;
const LENGTH = 20 * partBytes + 7;

describe('an object of more than eight parts', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => world.reset());

  const isWhole = () => world.s3.objects.get(key)?.body.equals(content(LENGTH));
  const askedRanges = () =>
    world.asked.map(({ headers }) => headers.range).filter((each) => each !== undefined);

  it('is read in ranges of the same object, each once', async () => {
    world.answer = ranges(LENGTH);

    expect(await world.run()).toBe('stored');
    expect(isWhole()).toBe(true);
    // The first part comes from the request that found the object.
    expect(new Set(askedRanges()).size).toBe(20);
    expect(askedRanges()).toHaveLength(20);
    expect(world.asked.slice(1).every(({ headers }) => headers['if-range'] === '"v1"')).toBe(true);
  });

  it('keeps its headers and says how long it is', async () => {
    world.answer = ranges(LENGTH, { 'content-type': 'video/mp4' });

    await world.run();

    expect(world.s3.objects.get(key)?.headers).toMatchObject({
      'content-type': 'video/mp4',
      'x-amz-meta-src-etag': '"v1"',
      'x-amz-meta-src-length': String(LENGTH),
    });
  });

  it('is written in at most 10,000 parts', () => {
    expect(partBytesOf(80_000, 8)).toBe(8);
    expect(partBytesOf(80_001, 8)).toBe(9);
    expect(Math.ceil(2 ** 40 / partBytesOf(2 ** 40, PART_BYTES))).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['says nothing of ranges', bytes(LENGTH, { etag: '"v1"' })],
    ['has no ranges', bytes(LENGTH, { etag: '"v1"', 'accept-ranges': 'none' })],
    ['cannot tell objects apart', bytes(LENGTH, { 'accept-ranges': 'bytes' })],
    ['tells objects apart roughly', bytes(LENGTH, { 'accept-ranges': 'bytes', etag: 'W/"v1"' })],
    ['announces ranges and sends everything', bytes(LENGTH, { 'accept-ranges': 'bytes', etag: '"v1"' })],
  ])('is read in one go where the source %s', async (_, answer) => {
    world.answer = answer;

    expect(await world.run()).toBe('stored');
    expect(isWhole()).toBe(true);
    expect(world.asked.length).toBeLessThanOrEqual(2);
  });

  it('is stored with the digest that the source offers, in whatever order the parts arrive', async () => {
    const digest = createHash('md5').update(content(LENGTH)).digest('base64');
    world.answer = ranges(LENGTH, { 'content-md5': digest }, (response, start, request) => {
      if (start !== 2 * partBytes || request.headers['x-late'] !== undefined) return false;
      request.headers['x-late'] = 'once';
      setTimeout(() => ranges(LENGTH)(response, request), 30);
      return true;
    });

    expect(await world.run()).toBe('stored');
    expect(isWhole()).toBe(true);
  });

  it('survives a connection that breaks', async () => {
    let broken = 0;
    world.answer = ranges(LENGTH, {}, (response, start) => {
      if (start < 5 * partBytes || broken++ > 1) return false;
      response.destroy();
      return true;
    });

    expect(await world.run()).toBe('stored');
    expect(isWhole()).toBe(true);
  });

  describe('is read in one stream instead', () => {
    afterEach(() => {
      expect(isWhole()).toBe(true);
      expect(world.s3.uploads.size).toBe(0);
    });

    it.each([1, 2, 7, 20])('when the source has another object from range %i on', async (part) => {
      world.answer = ranges(LENGTH, {}, (response, start) => {
        if (start < part * partBytes) return false;
        bytes(LENGTH, { etag: '"v2"' })(response, world.asked[0] as never);
        return true;
      });

      expect(await world.run()).toBe('stored');
    });

    it('and counts a digest that nobody can read once, though the object is opened twice', async () => {
      let ignored = 0;
      world.job = { ...world.job, onIgnoredDigest: () => (ignored += 1) };
      world.answer = ranges(LENGTH, { 'content-md5': 'not base64!' }, (response, start) => {
        if (start < 4 * partBytes) return false;
        response.writeHead(404).end();
        return true;
      });

      expect(await world.run()).toBe('stored');
      expect(world.asked.filter(({ headers }) => headers.range === undefined)).toHaveLength(2);
      expect(ignored).toBe(1);
    });

    it.each([404, 412, 416, 503])('when the source answers a range with %i', async (status) => {
      world.answer = ranges(LENGTH, {}, (response, start) => {
        if (start < 4 * partBytes) return false;
        response.writeHead(status).end();
        return true;
      });

      expect(await world.run()).toBe('stored');
    });

    it('when the source announces ranges, sends one, and then the same object whole', async () => {
      world.answer = ranges(LENGTH, {}, (response, start) => {
        if (start < 4 * partBytes) return false;
        bytes(LENGTH, { etag: '"v1"' })(response, world.asked[0] as never);
        return true;
      });

      expect(await world.run()).toBe('stored');
    });

    it('when a range is another one than was asked for', async () => {
      world.answer = ranges(LENGTH, {}, (response, start) => {
        if (start < 4 * partBytes) return false;
        response
          .writeHead(206, { etag: '"v1"', 'content-range': `bytes 0-999/${LENGTH}`, 'content-length': 1000 })
          .end(content(1000));
        return true;
      });

      expect(await world.run()).toBe('stored');
    });

    it('when a range has too few bytes, three times', async () => {
      world.answer = ranges(LENGTH, {}, (response, start) => {
        if (start !== 4 * partBytes) return false;
        const range = `bytes ${start}-${start + partBytes - 1}/${LENGTH}`;
        response.writeHead(206, { etag: '"v1"', 'content-range': range, 'content-length': 3 }).end('abc');
        return true;
      });

      expect(await world.run()).toBe('stored');
    });
  });

  describe('shows nothing, and is tried again,', () => {
    afterEach(() => {
      expect(world.s3.objects.size).toBe(0);
      expect(world.s3.uploads.size).toBe(0);
    });

    it('when the bytes are not those that the source offered', async () => {
      world.answer = ranges(LENGTH, { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' });

      await expect(world.run()).rejects.toThrow('source: expected md5 XUFAKrxLKna5cZ2REBfFkg==, got ');
    });

    it.each(['CREATE', 'PART', 'COMPLETE'])('when the bucket fails at %s', async (operation) => {
      world.s3.failures.set(operation, 503);
      world.answer = ranges(LENGTH);

      await expect(world.run()).rejects.toMatchObject({ name: 'TransientError' });
    });

    it('when the time is up', async () => {
      world.answer = ranges(LENGTH, {}, (_, start) => start > 3 * partBytes);

      await expect(world.run(undefined, world.upAfterFirstPart())).rejects.toMatchObject({
        name: 'TransientError',
      });
    });
  });

  it('is not stored where it is no gzip and says so', async () => {
    world.answer = ranges(LENGTH, { 'content-encoding': 'gzip' });

    expect(await world.run()).toBe('unusable-answer');
    expect(world.s3.objects.size).toBe(0);
    expect(world.s3.uploads.size).toBe(0);
  });

  it('lets others store theirs first', async () => {
    world.answer = ranges(LENGTH, {}, (_, start) => {
      if (start === 9 * partBytes) world.s3.objects.set(key, { body: Buffer.from('newer'), headers: {} });
      return false;
    });

    expect(await world.run()).toBe('already-present');
    expect(world.s3.objects.get(key)?.body.toString()).toBe('newer');
    expect(world.s3.uploads.size).toBe(0);
  });

  it('is copied beside others with the connections that are left', async () => {
    world.answer = ranges(LENGTH);
    const messages = ['a', 'b', 'c'].map((name) => `{"version":1,"key":"images/${name}"}`);

    expect(await Promise.all(messages.map((message) => world.run(message)))).toEqual(Array(3).fill('stored'));
    expect(each([...world.s3.objects.values()]).every(({ body }) => body.equals(content(LENGTH)))).toBe(true);
  });
});
