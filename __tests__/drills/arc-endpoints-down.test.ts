import { arcEndpointsDownDrill } from '../../drills/arc-endpoints-down';
import { missed } from '../../drills/figure';
import type { Switches } from '../../drills/switches';
import { type Platform, withSwitches } from './fake-switches';

const figures = (platform: Partial<Platform> = {}, changed: (switches: Switches) => Switches = (as) => as) =>
  withSwitches(platform, async ({ open, context, cluster }) => {
    const drill = arcEndpointsDownDrill(async () => changed(await open()));
    return { all: await drill.run(context), after: cluster.shown() };
  });

describe('the drill of endpoints that are down', () => {
  it('moves by each two of the others, and tells in which time all five refuse', async () => {
    const { all, after } = await figures();

    expect(missed(all)).toEqual([]);
    expect(
      all.map(({ name, value, of }) => [name, of === undefined ? undefined : `${value} of ${of}`]),
    ).toEqual([
      ['moves that failed with two endpoints down', '0 of 10'],
      ['services that moved with another', undefined],
      ['longest time to turn a switch', undefined],
      ['all five down: time until a move is refused', undefined],
      ['all five down: services that moved', '0 of 3'],
    ]);
    expect(after).toBe('On,Off On,Off On,Off');
  });

  it('leaves each service where it was', async () => {
    const away = { primary: 'Off', standby: 'On' } as const;

    expect((await figures({ before: away })).after).toBe('Off,On Off,On Off,On');
  });

  it('does not hold where a move gives up after one endpoint', async () => {
    const { all } = await figures({}, (open) => ({
      ...open,
      controls: {
        states: (one) => open.controls.states(one),
        change: (one, change) =>
          open.controls.change({ ...one, endpoints: one.endpoints.slice(0, 1) }, change),
        close: () => open.controls.close(),
      },
    }));

    expect(missed(all)).toEqual(['moves that failed with two endpoints down: expected at most 0, got 8']);
  });

  it('does not hold where a service moves with another', async () => {
    const { all } = await figures({}, (open) => {
      const [first, second] = open.switches;
      if (first === undefined || second === undefined) throw new Error('two services are needed');
      return {
        ...open,
        controls: {
          states: (one) => open.controls.states(one),
          change: async (one, change) => {
            await open.controls.change(one, change);
            if (one === first) await open.controls.change(second, change).catch(() => undefined);
          },
          close: () => open.controls.close(),
        },
      };
    });

    expect(missed(all)).toContainEqual(
      expect.stringMatching(/^services that moved with another: expected at most 0, got \d$/),
    );
  });

  it('does not hold where all five answer in spite of it', async () => {
    const { all } = await figures({ whenRefused: 'answers' });

    expect(missed(all)).toEqual([
      'all five down: time until a move is refused: expected at most 35 s, got never',
      'all five down: services that moved: expected at most 0, got 1',
    ]);
  });
});
