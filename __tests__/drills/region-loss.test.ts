import { broken, regionLoss } from '../../drills/region-loss';
import type { Answer, DrillWorld } from '../../drills/world';

interface Behaviour {
  /** Until asia's health check fails, and until its names lead to europe, after it died. */
  readonly detectedAfterSeconds: number;
  readonly movedAfterSeconds: number;
  /** False: GET has no second origin either. */
  readonly originGroup?: boolean;
}

/** A world whose time passes when it is slept in, and whose regions move as told. */
function worldThat({ detectedAfterSeconds, movedAfterSeconds, originGroup = true }: Behaviour): DrillWorld {
  let now = 1_000_000;
  let diedAt: number | undefined;
  let recoveredAt: number | undefined;
  const since = (at: number | undefined) => (at === undefined ? 0 : (now - at) / 1000);
  return {
    now: async () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    ask: async (method): Promise<Answer> => {
      if (diedAt === undefined) return { status: 200, region: 'asia' };
      if (recoveredAt !== undefined) {
        return { status: 200, region: since(recoveredAt) > movedAfterSeconds ? 'asia' : 'europe' };
      }
      if (since(diedAt) > movedAfterSeconds) return { status: 200, region: 'europe' };
      return method === 'GET' && originGroup ? { status: 200, region: 'europe' } : { status: 502 };
    },
    kill: async () => {
      diedAt = now;
    },
    recover: async () => {
      recoveredAt = now;
    },
    healthSince: async () => [{ at: (diedAt ?? 0) + detectedAfterSeconds * 1000, healthy: false }],
  };
}

describe('the drill of a region that dies', () => {
  it('tells when it was detected, when every method had moved, and what failed meanwhile', async () => {
    const loss = await regionLoss(
      worldThat({ detectedAfterSeconds: 30, movedAfterSeconds: 61 }),
      'asia',
      'JP',
    );

    expect(loss).toMatchObject({ detectedSeconds: 30, movedSeconds: 62, standIn: 'europe' });
    expect(loss.failed).toEqual({ GET: 0, POST: 62 });
    expect(loss.timeline[0]).toBe('0 s: asia is dead');
    expect(broken(loss)).toEqual([]);
  });

  it('does not hold where viewers move too late', async () => {
    const loss = await regionLoss(
      worldThat({ detectedAfterSeconds: 30, movedAfterSeconds: 120 }),
      'asia',
      'JP',
    );

    expect(broken(loss)).toEqual([
      'time to move: expected at most 90 s, got 121 s',
      'time to return: expected at most 90 s, got 121 s',
    ]);
  });

  it('does not hold where viewers never move, and ends all the same', async () => {
    const never = { detectedAfterSeconds: 30, movedAfterSeconds: Number.POSITIVE_INFINITY };
    const loss = await regionLoss(worldThat(never), 'asia', 'JP');

    expect(broken(loss)).toContain('time to move: expected at most 90 s, got never');
  });

  it('does not hold where a GET was lost', async () => {
    const loss = await regionLoss(
      worldThat({ detectedAfterSeconds: 30, movedAfterSeconds: 2, originGroup: false }),
      'asia',
      'JP',
    );

    expect(broken(loss)).toEqual([expect.stringMatching(/^failed GET: expected 0, got \d$/)]);
  });
});
