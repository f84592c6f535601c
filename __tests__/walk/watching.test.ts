import type { DrillWorld } from '../../drills/world';
import { watchedDuring } from '../../walk/watching';
import { answer, FakeWorld } from '../drills/support';

/** Ten minutes of work in a world as the test says, which it is told the time of. */
function tenMinutes(world: (time: () => number) => Partial<DrillWorld> = () => ({})) {
  const fake = new FakeWorld();
  const started = fake.time;
  const minutes = () => (fake.time - started) / 60_000;
  const did: string[] = [];
  const context = fake.context(world(minutes));
  const watching = watchedDuring({ ...context, mediaPrefix: 'media/' }, async () => {
    await fake.sleep(600_000);
    did.push('worked');
    return 'done';
  });
  return { watching, did };
}

it('viewers of every region ask for the site, and for an object, as long as the work goes on', async () => {
  const { result, seen } = await tenMinutes().watching;

  expect(result).toBe('done');
  expect(seen.site.of).toBeGreaterThan(1000);
  expect(seen.media.of).toBeGreaterThan(200);
  expect([seen.site.failed, seen.media.failed]).toEqual([0, 0]);
});

it('a site that answers "not found" serves, and media that does so fails', async () => {
  const { seen } = await tenMinutes(() => ({ ask: async () => answer(404) })).watching;

  expect(seen.site.failed).toBe(0);
  expect(seen.media.failed).toBe(seen.media.of);
  expect(seen.media.of).toBeGreaterThan(200);
});

it('where a viewer cannot go on, the work has ended before that is told', async () => {
  const { watching, did } = tenMinutes((minutes) => ({
    now: async () => {
      if (minutes() > 1) throw new Error('the world is gone');
      return 0;
    },
  }));

  await expect(watching).rejects.toThrow('the world is gone');
  expect(did).toEqual(['worked']);
});
