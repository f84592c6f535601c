import type { DrillWorld } from './world';

/** Detection (three checks, ten seconds apart) and the 60 seconds that a resolver keeps an alias record. */
export const MOVE_BOUND_SECONDS = 90;
const GIVE_UP_SECONDS = 3 * MOVE_BOUND_SECONDS;
const STEP_MILLISECONDS = 1_000;
/** A region that answers once may have been lucky. */
const STEADY_ANSWERS = 3;

export interface RegionLoss {
  readonly region: string;
  /** Until the health check of the region failed. */
  readonly detectedSeconds: number | undefined;
  /** Until the methods without a second origin (POST) were answered elsewhere. */
  readonly movedSeconds: number | undefined;
  /** Until the region's viewers were back, counted from its recovery. */
  readonly returnedSeconds: number | undefined;
  /** Region that answered instead. */
  readonly standIn: string | undefined;
  readonly failed: Readonly<Record<'GET' | 'POST', number>>;
  readonly asked: Readonly<Record<'GET' | 'POST', number>>;
  readonly timeline: readonly string[];
}

/** Kills a region, asks as one of its viewers until another region answers everything, and brings it back. */
export async function regionLoss(world: DrillWorld, region: string, country: string): Promise<RegionLoss> {
  const failed = { GET: 0, POST: 0 };
  const asked = { GET: 0, POST: 0 };
  const timeline: string[] = [];
  const ask = async (method: 'GET' | 'POST') => {
    const answer = await world.ask(method, country);
    asked[method] += 1;
    if (answer.status >= 500 || answer.status === 0) failed[method] += 1;
    return answer;
  };

  await world.kill(region);
  const killedAt = await world.now();
  const seconds = async () => ((await world.now()) - killedAt) / 1000;
  timeline.push(`0 s: ${region} is dead`);
  const moved = await until(world, seconds, async () => {
    await ask('GET');
    const { status, region: by } = await ask('POST');
    return status < 500 && by !== region ? by : undefined;
  });
  const [failure] = (await world.healthSince(region, killedAt)).filter(({ healthy }) => !healthy);
  const detectedSeconds = failure && (failure.at - killedAt) / 1000;
  if (detectedSeconds !== undefined) timeline.push(`${detectedSeconds.toFixed(0)} s: its health check fails`);
  if (moved) timeline.push(`${moved.seconds.toFixed(0)} s: ${moved.found} answers every method`);

  await world.recover(region);
  const recoveredAt = await seconds();
  timeline.push(`${recoveredAt.toFixed(0)} s: ${region} is back`);
  const returned = await until(world, seconds, async () => {
    const { region: by } = await world.ask('POST', country);
    return by === region ? by : undefined;
  });
  if (returned) timeline.push(`${returned.seconds.toFixed(0)} s: ${region} answers its viewers again`);
  return {
    region,
    detectedSeconds,
    movedSeconds: moved?.seconds,
    returnedSeconds: returned && returned.seconds - recoveredAt,
    standIn: moved?.found,
    failed,
    asked,
    timeline,
  };
}

/** Why a drill did not hold; empty where it did. */
export function broken({ failed, movedSeconds, returnedSeconds }: RegionLoss): string[] {
  const late = (name: string, value: number | undefined) =>
    value === undefined || value > MOVE_BOUND_SECONDS
      ? [
          `${name}: expected at most ${MOVE_BOUND_SECONDS} s, got ${value === undefined ? 'never' : `${value.toFixed(0)} s`}`,
        ]
      : [];
  return [
    ...(failed.GET > 0 ? [`failed GET: expected 0, got ${failed.GET}`] : []),
    ...late('time to move', movedSeconds),
    ...late('time to return', returnedSeconds),
  ];
}

/** The moment since which a probe has found the same several times in a row. */
async function until(
  world: DrillWorld,
  seconds: () => Promise<number>,
  probe: () => Promise<string | undefined>,
): Promise<{ found: string; seconds: number } | undefined> {
  const end = (await seconds()) + GIVE_UP_SECONDS;
  let since: { found: string; seconds: number } | undefined;
  let times = 0;
  for (let now = await seconds(); now < end; now = await seconds()) {
    const found = await probe();
    if (found === undefined || found !== since?.found) {
      times = 0;
      since = found === undefined ? undefined : { found, seconds: now };
    }
    if (since !== undefined) times += 1;
    if (times >= STEADY_ANSWERS) return since;
    await world.sleep(STEP_MILLISECONDS);
  }
  return undefined;
}
