import { describeChanges } from '../cli/progress';
import { runningLocalEnvironment } from '../local/environment';
import { SIDE_BY_SIDE } from '../local/schedule';
import { type Changes, isNothing } from '../terraform/json-output';
import { planAlone } from '../terraform/plan-alone';
import { sideBySide } from '../terraform/side-by-side';
import { type StackJson, stackJson, synthesizedStacks } from '../terraform/synthesized';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { type GlobalDatabase, globalDatabase, type Member, switchOver, writersOf } from './global-database';
import { steady } from './steady';
import { failures, Viewer } from './viewer';

/** "RTO can be in the order of minutes", says the Aurora user guide about disaster recovery. */
const WRITE_BOUND_SECONDS = 120;

/** A stack that can say what an apply of it would change. */
export interface PlannedStack {
  readonly id: string;
  plan(): Promise<Changes>;
}

/** `stacksOf`: the stacks of a deployment in which a part of the database is, or looked up. */
export function switchoverDrill(stacksOf: (deployment: string) => readonly PlannedStack[]): Drill {
  return {
    summary: `the database's writer moves to another region within ${WRITE_BOUND_SECONDS} s, and back: the site loses no request, and no stack with a part of the database has anything to change meanwhile`,
    // Nothing here waits for the world's clock, and health checks would not wait for a machine that plans.
    speed: 1,
    callsControlPlanes: true,
    run: async (context) => {
      const database = await globalDatabase(context.world);
      const stacks = stacksOf(database.identifier);
      if (stacks.length === 0)
        throw new Error(
          `No stack of ${database.identifier} with a database is synthesized: run "npx meridian synth"`,
        );
      const viewers: Viewer[] = [];
      for (const region of await context.world.regions()) viewers.push(await Viewer.of(region, context));
      const work = thereAndBack(database, stacks, context);
      await Promise.all(viewers.map((viewer) => viewer.askDuring(work)));
      const answers = viewers.flatMap((viewer) => viewer.answers());
      return [...(await work), { name: 'requests failed', ...failures(answers), atMost: 0 }];
    },
  };
}

export const databaseSwitchover = switchoverDrill((deployment) =>
  synthesizedStacks()
    .filter((stack) => stack.deployment === deployment && isOfDatabase(stackJson(stack)))
    .map((stack) => ({
      id: stack.id,
      plan: () => planAlone(stack, { environment: runningLocalEnvironment() }),
    })),
);

/** What the plan of any other stack asks AWS for is the same, whoever writes. */
function isOfDatabase({ resource, data }: StackJson): boolean {
  return [resource, data].some((blocks) =>
    Object.keys(blocks ?? {}).some((type) => /^aws_(rds|db)_/.test(type)),
  );
}

/** Makes another member the writer, and then the first one again, also where something fails in between. */
async function thereAndBack(
  database: GlobalDatabase,
  stacks: readonly PlannedStack[],
  context: DrillContext,
): Promise<Figure[]> {
  const { world, timeline } = context;
  const home = database.members.find(({ isWriter }) => isWriter);
  const away = database.members.find(
    ({ isWriter, region }) => !isWriter && region === (context.region ?? region),
  );
  if (home === undefined || away === undefined) {
    throw new Error(`${context.region ?? database.identifier}: no member can take over from the writer`);
  }
  const between = async (from: Member, to: Member) => {
    const begun = await timeline.note(`${to.region} is to write instead of ${from.region}`);
    await switchOver(world, database, from, to);
    return afterSwitchover(to, begun, context);
  };
  try {
    const figures = await between(home, away);
    figures.push(await planned(away, stacks, context));
    return [...figures, ...(await between(away, home))];
  } finally {
    const [writer = home] = await writersOf(world);
    if (writer.arn !== home.arn) await switchOver(world, database, writer, home);
  }
}

/** Waits until a member is the only writer. */
async function afterSwitchover(
  { arn, region }: Member,
  begun: number,
  { world, timeline }: DrillContext,
): Promise<Figure[]> {
  const isWriter = async () => {
    const [writer, ...more] = await writersOf(world);
    return (writer?.arn === arn && more.length === 0) || undefined;
  };
  const reported = await steady({ world, timeline }, isWriter, { giveUpSeconds: 3 * WRITE_BOUND_SECONDS });
  const writers = await writersOf(world);
  await timeline.note(`${writers.map((one) => one.region).join(', ') || 'nobody'} writes`);
  return [
    {
      name: `${region}: time until it is the writer`,
      value: reported && reported.seconds - begun,
      unit: 's',
      atMost: WRITE_BOUND_SECONDS,
    },
    { name: `${region}: writers`, value: writers.length, atMost: 1, atLeast: 1 },
  ];
}

/** How many stacks have something to change while this member writes; rejects where one cannot be planned. */
async function planned(
  { region }: Member,
  stacks: readonly PlannedStack[],
  { timeline }: DrillContext,
): Promise<Figure> {
  const plans = await sideBySide(stacks, SIDE_BY_SIDE, async (stack) => {
    const changes = await stack.plan();
    const told = isNothing(changes) ? 'nothing to change' : describeChanges(changes, 'to');
    await timeline.note(`${stack.id}: ${told}`);
    return changes;
  });
  const changed = plans.filter((changes) => !isNothing(changes)).length;
  return { name: `${region}: stacks with changes`, value: changed, of: stacks.length, atMost: 0 };
}
