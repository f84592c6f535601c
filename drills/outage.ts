import type { DrillContext } from './drill';
import type { Figure } from './figure';
import { failures, isServedBy, isServedElsewhere, Viewer } from './viewer';
import { type DrillWorld, healthSince } from './world';

/** Detection (three checks, ten seconds apart) and the 60 seconds that a resolver keeps an alias record. */
export const MOVE_BOUND_SECONDS = 90;

/** A way in which a region stops to serve. */
export interface Outage {
  /** Such as `asia is dead`. */
  readonly told: string;
  /** In front of the figures' names, such as `asia`. */
  readonly title: string;
  readonly to: Parameters<DrillWorld['turn']>[1];
  readonly degree?: Parameters<DrillWorld['turn']>[2];
}

/** Breaks a region, asks as one of its viewers until another region answers everything, and brings it back. */
export async function outageOf(
  region: string,
  { told, title, to, degree }: Outage,
  context: DrillContext,
): Promise<Figure[]> {
  const { world, timeline } = context;
  const viewer = await Viewer.of(region, context);

  await world.turn(region, to, degree);
  const brokenAt = await world.now();
  const broken = await timeline.note(`${told}; asking as a viewer in ${viewer.country}`);
  const moved = await viewer.askUntil(isServedElsewhere(region));
  // The load balancer's own check of its targets may be the first: a record's alias goes by that one, too.
  const failure = healthSince(await world.describe(), region, brokenAt).find(({ healthy }) => !healthy);
  await timeline.note(
    moved === undefined
      ? 'its viewers have not moved'
      : `${viewer.answers().at(-1)?.region} answers every method, ${(moved - broken).toFixed(0)} s later`,
  );

  await world.turn(region, 'recover');
  const recovered = await timeline.note(`${region} is back`);
  const returned = await viewer.askUntil(isServedBy(region));
  await timeline.note(
    `${region} ${returned === undefined ? 'does not answer' : 'answers'} its viewers again`,
  );

  const detected = failure && (failure.at - brokenAt) / 1000;
  const bounded = { unit: 's', atMost: MOVE_BOUND_SECONDS };
  return [
    { name: `${title}: time to detect`, value: detected, unit: 's' },
    { name: `${title}: time to move`, value: moved && moved - broken, ...bounded },
    { name: `${title}: time to return`, value: returned && returned - recovered, ...bounded },
    { name: `${title}: GET failed`, ...failures(viewer.answers('GET')), atMost: 0 },
    { name: `${title}: POST failed`, ...failures(viewer.answers('POST')) },
  ];
}
