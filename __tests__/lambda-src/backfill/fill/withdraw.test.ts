import { fill } from '../../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../../lambda-src/backfill/message';
import { bytes, FillWorld, timeWithoutEnd } from '../../../support/fill-world';

const { key, partBytes } = FillWorld;

describe('a fill of a bucket that keeps versions', () => {
  const world = new FillWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    world.s3.versioned = true;
  });

  it.each([5, 3 * partBytes])(
    'takes back %i bytes that somebody deleted while they were copied',
    async (length) => {
      world.answer = (response, request) => {
        world.s3.deleted.add(key);
        bytes(length)(response, request);
      };

      expect(await world.run()).toBe('deleted-here');
      expect(world.s3.objects.size).toBe(0);
      expect(world.s3.operations.at(-1)).toBe(`DELETE ${key}`);
    },
  );

  it('keeps what nobody deleted, whatever became of objects with longer keys', async () => {
    world.s3.deleted.add(`${key}.old`);

    expect(await world.run()).toBe('stored');
    expect(world.s3.objects.size).toBe(1);
  });

  it.each(['VERSIONS', 'DELETE'])('is tried again when the bucket fails at %s', async (operation) => {
    world.s3.failures.set(operation, 503);
    world.answer = (response, request) => {
      world.s3.deleted.add(key);
      bytes(5)(response, request);
    };

    await expect(world.run()).rejects.toMatchObject({ name: 'TransientError' });
  });

  describe('and finds an object that an earlier attempt at the same message wrote', () => {
    const message = missMessage(key);
    beforeEach(() => {
      world.s3.objects.set(key, {
        body: Buffer.from('ours'),
        headers: { 'x-amz-meta-fill-id': 'message-1' },
      });
    });
    const again = () => fill(world.job, message, timeWithoutEnd(), 'message-1');

    it('is done', async () => {
      expect(await again()).toBe('stored');
      expect(world.asked).toEqual([]);
    });

    it('takes it back where somebody deleted the object in between', async () => {
      world.s3.deleted.add(key);

      expect(await again()).toBe('deleted-here');
      expect(world.s3.objects.size).toBe(0);
    });

    it('is tried again where the bucket does not say', async () => {
      world.s3.failures.set('VERSIONS', 503);

      await expect(again()).rejects.toMatchObject({ name: 'TransientError' });
    });
  });
});
