import { TransientError } from '../../../../lambda-src/backfill/outcome';
import { retryDelaySeconds } from '../../../../lambda-src/backfill/queue/retry';

describe('retryDelaySeconds', () => {
  it.each([
    [1, 30],
    [2, 120],
    [3, 480],
    [4, 900],
    [5, 900],
  ])('waits longer with every attempt: after attempt %i for %i seconds', (attempt, seconds) => {
    expect(retryDelaySeconds(attempt, new Error())).toBe(seconds);
    expect(retryDelaySeconds(attempt, new TransientError('source: expected 200, got 503'))).toBe(seconds);
  });

  it('waits as long as the source asks for, as far as the queue can', () => {
    const busy = (seconds: number) => new TransientError('source: expected 200, got 429', seconds);
    expect(retryDelaySeconds(1, busy(7))).toBe(7);
    expect(retryDelaySeconds(1, busy(3600))).toBe(3600);
    expect(retryDelaySeconds(1, busy(999_999))).toBe(12 * 3600 - 900);
  });

  it('never lets a source use up all attempts at once', () => {
    const attempts = [1, 2, 3, 4, 5];
    const delays = attempts.map((attempt) => retryDelaySeconds(attempt, new TransientError('', 0)));
    expect(delays).toEqual([5, 20, 80, 320, 900]);
  });
});
