import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { MOVE_BOUND_SECONDS, outageOf } from './outage';

export const regionLoss: Drill = {
  summary: `kills each region in turn: GET loses no request, every method has moved within ${MOVE_BOUND_SECONDS} s, and viewers return`,
  run: async (context) => {
    const figures: Figure[] = [];
    for (const region of context.region ? [context.region] : await context.world.regions()) {
      figures.push(...(await lossOf(region, context)));
    }
    return figures;
  },
};

/** Kills a region, asks as one of its viewers until another region answers everything, and brings it back. */
export function lossOf(region: string, context: DrillContext): Promise<Figure[]> {
  return outageOf(region, { told: `${region} is dead`, title: region, to: 'kill' }, context);
}
