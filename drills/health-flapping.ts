import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { failures, hasFailed, isServedBy, Viewer, type ViewerAnswer } from './viewer';
import { healthSince } from './world';

interface Pattern {
  readonly deadSeconds: number;
  readonly aliveSeconds: number;
  readonly deaths: number;
}

/** Ends before the second check of the load balancer's targets, which asks every 10 seconds and moves names after two. */
const TOO_SHORT: Pattern = { deadSeconds: 8, aliveSeconds: 24, deaths: 8 };
/** Longer than the three checks, 10 seconds apart, after which health changes. */
const LONG: Pattern = { deadSeconds: 40, aliveSeconds: 40, deaths: 6 };
/** How long a resolver keeps the answer to a name. */
const TTL_SECONDS = 60;

export const healthFlapping: Drill = {
  summary: `a region is dead and alive in turns: GET loses no request, and viewers move at most once in ${TTL_SECONDS} s, or never where it is dead for ${TOO_SHORT.deadSeconds} s at a time`,
  run: async (context) => {
    const [region = ''] = context.region ? [context.region] : await context.world.regions();
    const short = await flapped(region, TOO_SHORT, context);
    const long = await flapped(region, LONG, context);
    return [
      { name: `${short.title}: moves`, value: short.moves.length, atMost: 0 },
      { name: `${short.title}: health transitions`, value: short.transitions, atMost: 0 },
      ...short.failed,
      { name: `${long.title}: moves`, value: long.moves.length },
      { name: `${long.title}: most moves within ${TTL_SECONDS} s`, value: most(long.moves), atMost: 1 },
      { name: `${long.title}: health transitions`, value: long.transitions, atLeast: LONG.deaths },
      ...long.failed,
    ];
  },
};

/** Kills a region and brings it back, again and again, and asks all the time as one of its viewers. */
async function flapped(region: string, pattern: Pattern, context: DrillContext) {
  const { world, timeline } = context;
  const { deadSeconds, aliveSeconds, deaths } = pattern;
  const viewer = await Viewer.of(region, context);
  const from = await world.now();
  await timeline.note(
    `${region} is dead for ${deadSeconds} s and alive for ${aliveSeconds} s, ${deaths} times; asking as a viewer in ${viewer.country}`,
  );
  for (let death = 0; death < deaths; death++) {
    await world.turn(region, 'kill');
    await viewer.askFor(deadSeconds);
    await world.turn(region, 'recover');
    await viewer.askFor(aliveSeconds);
  }
  await viewer.askUntil(isServedBy(region));
  const moves = movesOf(viewer.answers('POST'), region);
  await timeline.note(`its viewers have moved ${moves.length} times`);
  const title = `${region}, dead for ${deadSeconds} s at a time`;
  const failed: Figure[] = [
    { name: `${title}: GET failed`, ...failures(viewer.answers('GET')), atMost: 0 },
    { name: `${title}: POST failed`, ...failures(viewer.answers('POST')) },
  ];
  const found = healthSince(await world.describe(), region, from);
  return { title, moves, failed, transitions: found.filter(({ by }) => by === 'health check').length };
}

/** The name was answered differently for the first time in between. */
interface Move {
  readonly after: number;
  readonly before: number;
}

function movesOf(answers: readonly ViewerAnswer[], home: string): Move[] {
  // What failed was sent to the region that is dead at times: all others are alive.
  const ledTo = (answer: ViewerAnswer) => (hasFailed(answer) ? home : answer.region);
  return answers.flatMap((answer, index) => {
    const last = answers[index - 1];
    const hasMoved = last !== undefined && ledTo(last) !== ledTo(answer);
    return hasMoved ? [{ after: last.asked, before: answer.answered }] : [];
  });
}

/** Moves that certainly came within one TTL. */
function most(moves: readonly Move[]): number {
  const since = ({ after }: Move) =>
    moves.filter((one) => one.after >= after && one.before - after < TTL_SECONDS).length;
  return Math.max(0, ...moves.map(since));
}
