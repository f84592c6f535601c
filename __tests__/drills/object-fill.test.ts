import { missed, shown } from '../../drills/figure';
import { objectFill } from '../../drills/object-fill';
import { FakeMedia, type Platform } from './fake-media';

const figures = (platform: Partial<Platform> = {}) => objectFill.run(new FakeMedia(platform).context());

describe('the drill of an object that nobody has asked for', () => {
  it('tells how long the fill took and that every answer was the right one from the right place', async () => {
    const all = await figures();

    expect(all.map(shown)).toEqual([
      'europe: time to fill: 1 s (at most 30 s)',
      'europe: messages: 1 (at least 1 and at most 1)',
      'europe: requests failed: 0 of 3 (at most 0)',
      'europe: requests answered by the wrong place: 0 of 3 (at most 0)',
      expect.stringMatching(/^europe: bytes that differ: 0 of \d+ \(at most 0\)$/),
      'europe: headers that differ: 0 of 7 (at most 0)',
    ]);
  });

  it('is about every bucket unless it is told of one', async () => {
    const { world, timeline } = new FakeMedia().context();
    const names = (await objectFill.run({ world, timeline })).map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(['europe: time to fill', 'america: time to fill']));
  });

  it('says so where a region has no bucket', async () => {
    await expect(objectFill.run(new FakeMedia().context('asia'))).rejects.toThrow(
      'asia: there is no near bucket',
    );
  });

  it('does not hold where the fill takes too long', async () => {
    expect(missed(await figures({ fillSeconds: 40 }))).toEqual([
      'europe: time to fill: expected at most 30 s, got 40 s',
    ]);
  });

  it('does not hold where the object is never filled, and ends all the same', async () => {
    expect(missed(await figures({ fillSeconds: 10_000 }))).toEqual([
      'europe: time to fill: expected at most 30 s, got never',
      'europe: messages: expected at least 1 and at most 1, got 2',
      'europe: requests answered by the wrong place: expected at most 0, got 1',
      'europe: headers that differ: expected at most 0, got 2',
    ]);
  });

  it('does not hold where nobody hears of the miss', async () => {
    expect(missed(await figures({ messagesPerKey: 0 }))).toContain(
      'europe: messages: expected at least 1 and at most 1, got 0',
    );
  });

  it.each([
    ['other bytes', (body: Buffer) => Buffer.from(body).fill('x', 0, 2)],
    ['bytes missing at the end', (body: Buffer) => body.subarray(0, -2)],
  ])('does not hold where the copy has %s', async (_, copyOf) => {
    expect(missed(await figures({ copyOf }))).toContain(
      'europe: bytes that differ: expected at most 0, got 2',
    );
  });

  it('does not hold where the copy has other headers', async () => {
    expect(missed(await figures({ copyHeaders: { 'content-type': 'text/plain' } }))).toEqual([
      'europe: headers that differ: expected at most 0, got 1',
    ]);
  });

  it('does not hold where the full origin fails its viewers', async () => {
    expect(missed(await figures({ fullOriginStatus: 500 }))).toContain(
      'europe: requests failed: expected at most 0, got 1',
    );
  });

  it('does not hold where a missing object does not lead to the full origin', async () => {
    expect(missed(await figures({ failoverStatuses: [] }))).toContain(
      'europe: requests failed: expected at most 0, got 3',
    );
  });
});
