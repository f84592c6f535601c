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

  it('waits as long as the source asks for, within reason', () => {
    expect(retryDelaySeconds(1, new TransientError('source: expected 200, got 429', 7))).toBe(7);
    expect(retryDelaySeconds(1, new TransientError('source: expected 200, got 429', 999_999))).toBe(900);
  });
});
