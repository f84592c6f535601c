import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { MOVE_BOUND_SECONDS, outageOf } from './outage';
import { failures, isServedElsewhere, Viewer } from './viewer';

/** Twice what a health check waits for an answer, and less than CloudFront waits. */
const SLOW_SECONDS = 12;

export const loadBalancerBrownout: Drill = {
  summary: `half of a region's targets fail and nobody notices once the load balancer has; then all answer 503, then slowly: GET loses no request, and every method has moved within ${MOVE_BOUND_SECONDS} s`,
  run: async (context) => {
    const figures: Figure[] = [];
    for (const region of context.region ? [context.region] : await context.world.regions()) {
      figures.push(
        ...(await halfOf(region, context)),
        ...(await outageOf(
          region,
          {
            told: `the targets of ${region} answer 503`,
            title: `${region}, 503`,
            to: 'error',
            degree: { status: 503 },
          },
          context,
        )),
        ...(await outageOf(
          region,
          {
            told: `the targets of ${region} take ${SLOW_SECONDS} s to answer`,
            title: `${region}, slow`,
            to: 'slow',
            degree: { delayMilliseconds: SLOW_SECONDS * 1000 },
          },
          context,
        )),
      );
    }
    return figures;
  },
};

/** The load balancer asks its targets every ten seconds, and takes three failures for a verdict. */
const NOTICED_SECONDS = 30;

/** Loses half of the targets, and asks for so long that viewers would move if they did so at all. */
async function halfOf(region: string, context: DrillContext): Promise<Figure[]> {
  const { world, timeline } = context;
  const viewer = await Viewer.of(region, context);
  await world.turn(region, 'lose-targets', { healthyTargets: 0.5 });
  await timeline.note(`half of the targets of ${region} fail; asking as a viewer in ${viewer.country}`);
  await viewer.askFor(NOTICED_SECONDS);
  const noticed = await timeline.note('its load balancer has found them');
  await viewer.askFor(MOVE_BOUND_SECONDS);
  await world.turn(region, 'recover');
  await timeline.note(`all targets of ${region} are healthy again`);
  const later = viewer.answers().filter(({ asked }) => asked > noticed);
  const title = `${region}, half of the targets`;
  return [
    { name: `${title}: GET failed`, ...failures(viewer.answers('GET')), atMost: 0 },
    { name: `${title}: POST failed`, ...failures(viewer.answers('POST')) },
    { name: `${title}: failed once found`, ...failures(later), atMost: 0 },
    {
      name: `${title}: moved once found`,
      value: later.filter(isServedElsewhere(region)).length,
      of: later.length,
      atMost: 0,
    },
  ];
}
