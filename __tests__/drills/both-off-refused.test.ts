import { bothOffRefusedDrill } from '../../drills/both-off-refused';
import { missed } from '../../drills/figure';
import { type Platform, withSwitches } from './fake-switches';

const figures = (platform: Partial<Platform> = {}) =>
  withSwitches(platform, async ({ open, context, cluster }) => ({
    all: await bothOffRefusedDrill(open).run(context),
    after: cluster.shown(),
  }));

describe('the drill of services that somebody turns off in both regions', () => {
  it('is refused on each endpoint, in each state, alone and with a move of another service', async () => {
    const { all, after } = await figures();

    expect(missed(all)).toEqual([]);
    // Three services on five endpoints: three requests where one region is on, in two states, and two where both are.
    expect(all[0]).toMatchObject({ value: 0, of: 3 * 5 * (3 + 3 + 2) });
    expect(all[3]).toMatchObject({ name: 'moves refused', value: 0, of: 9 });
    expect(after).toBe('On,Off On,Off On,Off');
  });

  it('is about one service where there is no other', async () => {
    expect((await figures({ services: 1 })).all[0]).toMatchObject({ value: 0, of: 5 * (2 + 2 + 1) });
  });

  it('does not hold where no rule refuses it', async () => {
    const { all } = await figures({ ruled: false });

    expect(missed(all)).toContain('requests to turn both off that were done: expected at most 0, got 120');
    expect(missed(all)).toContainEqual(expect.stringMatching(/^services that changed: expected at most 0/));
  });

  it('does not hold where moves are refused as well', async () => {
    const all = await withSwitches({}, async ({ open, context }) => {
      const opened = await open();
      const change: typeof opened.controls.change = (one, states) =>
        states.standby === 'On' ? Promise.reject(new Error('refused')) : opened.controls.change(one, states);
      const states: typeof opened.controls.states = (one) => opened.controls.states(one);
      const controls = { change, states, close: () => opened.controls.close() };
      return bothOffRefusedDrill(async () => ({ ...opened, controls })).run(context);
    });

    expect(missed(all)).toEqual(['moves refused: expected at most 0, got 6']);
  });
});
