import { runInOrder, type Task } from '../../local/schedule';

/** Runs the tasks, and notes what started while what else was running. */
async function trace(tasks: Task[], limit: number, failing: string[] = []) {
  const events: string[] = [];
  let side = 0;
  let most = 0;
  const outcomes = await runInOrder(tasks, limit, async ({ id }) => {
    events.push(`+${id}`);
    side++;
    most = Math.max(most, side);
    await new Promise((done) => setImmediate(done));
    side--;
    events.push(`-${id}`);
    if (failing.includes(id)) {
      throw new Error(`${id} broke`);
    }
    return id;
  });
  return { events, most, outcomes };
}

const diamond: Task[] = [
  { id: 'base', after: ['elsewhere'] },
  { id: 'left', after: ['base'] },
  { id: 'right', after: ['base'] },
  { id: 'top', after: ['left', 'right'] },
];

describe('runInOrder', () => {
  it('starts a task when those before it are done, and independent ones side by side', async () => {
    const { events, most, outcomes } = await trace(diamond, 2);
    expect(events).toEqual(['+base', '-base', '+left', '+right', '-left', '-right', '+top', '-top']);
    expect(most).toBe(2);
    expect(outcomes.get('top')).toEqual({ kind: 'done', result: 'top' });
  });

  it('keeps to its limit', async () => {
    const tasks = Array.from({ length: 7 }, (_, index) => ({ id: `t${index}`, after: [] }));
    expect((await trace(tasks, 1)).most).toBe(1);
    expect((await trace(tasks, 3)).most).toBe(3);
  });

  it('starts what the longest way follows first', async () => {
    const tasks = [
      { id: 'short', after: [] },
      { id: 'long', after: [] },
      { id: 'next', after: ['long'] },
      { id: 'heavy', after: [], weight: 10 },
    ];
    const { events } = await trace(tasks, 1);
    expect(events.filter((event) => event.startsWith('+'))).toEqual(['+heavy', '+long', '+short', '+next']);
  });

  it('skips what follows a failure, says why, and finishes the rest', async () => {
    const { outcomes } = await trace([...diamond, { id: 'after-top', after: ['top'] }], 2, ['left']);
    expect(outcomes.get('left')).toEqual({ kind: 'failed', error: new Error('left broke') });
    expect(outcomes.get('right')?.kind).toBe('done');
    expect(outcomes.get('top')).toEqual({ kind: 'skipped', because: ['left'] });
    expect(outcomes.get('after-top')).toEqual({ kind: 'skipped', because: ['top'] });
  });

  it('refuses tasks that wait for each other', async () => {
    const tasks = [
      { id: 'a', after: ['b'] },
      { id: 'b', after: ['a'] },
    ];
    await expect(trace(tasks, 2)).rejects.toThrow('these wait for each other: a, b');
  });
});
