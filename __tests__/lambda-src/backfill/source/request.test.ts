import { bytes, content, FillWorld } from '../../../support/fill-world';

const LENGTH = 1_000_000;

describe('a source that falls silent', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    world.job = {
      ...world.job,
      partBytes: 200_000,
      source: { ...world.job.source, idleTimeoutMilliseconds: 60 },
    };
  });

  it('is not the bucket that takes its time', async () => {
    world.s3.partMilliseconds = 150;
    world.answer = bytes(LENGTH);

    expect(await world.run()).toBe('stored');
    expect(world.s3.objects.get(FillWorld.key)?.body.equals(content(LENGTH))).toBe(true);
  });

  it('is noticed while the bucket takes its time, too', async () => {
    world.s3.partMilliseconds = 150;
    world.answer = (response) =>
      response.writeHead(200, { 'content-length': LENGTH }).write(content(500_000));

    await expect(world.run()).rejects.toThrow(/no data in time|aborted/);
    expect(world.s3.uploads.size).toBe(0);
  });
});
