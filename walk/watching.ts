import { randomUUID } from 'node:crypto';
import type { Timeline } from '../drills/timeline';
import { hasFailed, Viewer } from '../drills/viewer';
import type { Answer, DrillWorld } from '../drills/world';

/** How many failed, of how many. */
export interface Requests {
  readonly failed: number;
  readonly of: number;
}

export interface Seen {
  readonly site: Requests;
  readonly media: Requests;
}

export interface WatchingProps {
  readonly world: DrillWorld;
  readonly timeline: Timeline;
  /** A prefix of objects that has been served all along. */
  readonly mediaPrefix: string;
}

/** What viewers of each region that serves any get of the site, and of an object that no cache has, while something goes on. */
export async function watchedDuring<T>(
  { world, timeline, mediaPrefix }: WatchingProps,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seen: Seen }> {
  const context = { world, timeline };
  const site: Viewer[] = [];
  const media: Viewer[] = [];
  // From a location that has no copy each time: the bucket is asked, and but for the first time has it.
  const path = `/${mediaPrefix}walk-${randomUUID()}.png`;
  const object = () => ({ host: world.mediaHost, path, location: `WALK-${randomUUID()}` });
  for (const region of await world.regions()) {
    if ((await world.countryOf(region)) === undefined) continue;
    site.push(await Viewer.of(region, context));
    media.push(await Viewer.of(region, context, ['GET'], { what: object, everySeconds: 5 }));
  }
  const working = work();
  const asking = [...site, ...media].map((viewer) => viewer.askDuring(working));
  // Also where a viewer cannot go on: whoever is told of it may change what is being worked on.
  for (const end of await Promise.allSettled([working, ...asking])) {
    if (end.status === 'rejected') throw end.reason;
  }
  return {
    result: await working,
    seen: {
      site: counted(site, hasFailed),
      media: counted(media, (answer) => hasFailed(answer) || answer.status >= 400),
    },
  };
}

function counted(viewers: readonly Viewer[], isFailure: (answer: Answer) => boolean): Requests {
  const answers = viewers.flatMap((viewer) => viewer.answers());
  return { failed: answers.filter(isFailure).length, of: answers.length };
}
