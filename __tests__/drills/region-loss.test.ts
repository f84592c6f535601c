import { missed } from '../../drills/figure';
import { regionLoss } from '../../drills/region-loss';
import { answer, DESCRIBED, FakeWorld } from './support';

interface Behaviour {
  /** Until asia's health check fails, and until its names lead to europe, after it died. */
  readonly detectedAfterSeconds: number;
  readonly movedAfterSeconds: number;
  /** False: GET has no second origin either. */
  readonly originGroup?: boolean;
}

/** Asia dies in a world whose regions move as told. */
async function loss({ detectedAfterSeconds, movedAfterSeconds, originGroup = true }: Behaviour) {
  const fake = new FakeWorld();
  let died: number | undefined;
  let recovered: number | undefined;
  const since = (at = 0) => (fake.time - at) / 1000;
  const context = fake.context(
    {
      turn: async (_, to) => {
        if (to === 'kill') died = fake.time;
        if (to === 'recover') recovered = fake.time;
      },
      ask: async ({ method = 'GET' }) => {
        if (died === undefined) return answer(200, 'asia');
        if (recovered !== undefined)
          return answer(200, since(recovered) > movedAfterSeconds ? 'asia' : 'europe');
        if (since(died) > movedAfterSeconds) return answer(200, 'europe');
        return method === 'GET' && originGroup ? answer(200, 'europe') : answer(502);
      },
      describe: async () => ({
        ...DESCRIBED,
        regions: [
          {
            name: 'asia',
            loadBalancer: 'lb',
            state: { dead: true, delayMilliseconds: 0, healthyTargets: 1 },
          },
        ],
        healthChecks: [{ id: 'check', host: 'lb', healthy: false }],
        events: [
          {
            event: 'health',
            kind: 'health check',
            of: 'check',
            healthy: false,
            at: (died ?? 0) + detectedAfterSeconds * 1000,
          },
        ],
      }),
    },
    'asia',
  );
  const figures = await regionLoss.run(context);
  const value = (name: string) => figures.find((one) => one.name === `asia: ${name}`)?.value;
  return { figures, value, lines: fake.lines };
}

describe('the drill of a region that dies', () => {
  it('tells when it was detected, when every method had moved, and what failed meanwhile', async () => {
    const { figures, value, lines } = await loss({ detectedAfterSeconds: 30, movedAfterSeconds: 61 });

    expect([value('time to detect'), value('time to move')]).toEqual([30, 62]);
    expect([value('GET failed'), value('POST failed')]).toEqual([0, 62]);
    expect(lines[0]).toBe('0 s  asia is dead; asking as a viewer in JP');
    expect(missed(figures)).toEqual([]);
  });

  it('does not hold where viewers move too late', async () => {
    const { figures } = await loss({ detectedAfterSeconds: 30, movedAfterSeconds: 120 });

    expect(missed(figures)).toEqual([
      'asia: time to move: expected at most 90 s, got 121 s',
      'asia: time to return: expected at most 90 s, got 121 s',
    ]);
  });

  it('does not hold where viewers never move, and ends all the same', async () => {
    const never = { detectedAfterSeconds: 30, movedAfterSeconds: Number.POSITIVE_INFINITY };
    const { figures } = await loss(never);

    expect(missed(figures)).toContain('asia: time to move: expected at most 90 s, got never');
  });

  it('does not hold where a GET was lost', async () => {
    const { figures } = await loss({ detectedAfterSeconds: 30, movedAfterSeconds: 2, originGroup: false });

    expect(missed(figures)).toEqual([
      expect.stringMatching(/^asia: GET failed: expected at most 0, got \d$/),
    ]);
  });
});
