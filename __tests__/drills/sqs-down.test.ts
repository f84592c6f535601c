import { missed } from '../../drills/figure';
import { sqsDown } from '../../drills/sqs-down';
import { FakeMedia, type Platform } from './fake-media';

const figures = (platform: Partial<Platform> = {}) => sqsDown.run(new FakeMedia(platform).context());

describe('the drill of a queue that refuses', () => {
  it('tells that no viewer noticed, and how long the fills took afterwards', async () => {
    const all = await figures();
    const figure = (name: string) => all.find((one) => one.name === `europe: ${name}`);

    expect(missed(all)).toEqual([]);
    expect(figure('requests failed')).toMatchObject({ value: 0, of: 20 });
    expect(figure('not answered by the full origin')).toMatchObject({ value: 0, of: 10 });
    expect(figure('time to fill afterwards')?.value).toBe(1);
  });

  it('does not hold where viewers have to wait for the queue until they fail', async () => {
    expect(missed(await figures({ statusWithoutQueue: 503 }))).toContain(
      'europe: requests failed: expected at most 0, got 10',
    );
  });

  it('does not hold where the misses are not told of again when SQS is back', async () => {
    expect(missed(await figures({ messagesPerKey: 0 }))).toEqual([
      'europe: time to fill afterwards: expected at most 30 s, got never',
    ]);
  });

  it('does not hold where the fills come late', async () => {
    expect(missed(await figures({ fillSeconds: 31 }))).toEqual([
      'europe: time to fill afterwards: expected at most 30 s, got 31 s',
    ]);
  });

  it('does not hold where SQS was not down after all', async () => {
    expect(missed(await figures({ reportsWithoutQueue: true, fillSeconds: 0 }))).toEqual([
      'europe: messages meanwhile: expected at most 0, got 10',
      'europe: copies meanwhile: expected at most 0, got 10',
    ]);
  });

  it('does not hold where the full origin is not asked', async () => {
    expect(missed(await figures({ failoverStatuses: [] }))).toContain(
      'europe: not answered by the full origin: expected at most 0, got 10',
    );
  });
});
