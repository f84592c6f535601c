import { type AwsCall, query } from 'local-aws/world/aws-api';
import { runningLocalEnvironment } from '../local/environment';
import { runInOrder, SIDE_BY_SIDE } from '../local/schedule';
import { withChangedAlarm } from '../terraform/changed-alarm';
import type { Changes } from '../terraform/json-output';
import { applyAlone, planAlone } from '../terraform/plan-alone';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { PROBE } from './aws-calls';
import type { Drill, DrillContext } from './drill';
import type { Figure } from './figure';
import { globalDatabase } from './global-database';
import { failures, Viewer } from './viewer';

/** A stack of a team that goes on working. */
export interface WorkingStack extends Pick<SynthesizedStack, 'id' | 'awsRegions'> {
  /** What an apply of it would change. */
  plan(): Promise<Changes>;
  /** Applies it with the description of an alarm changed; undefined where it has no alarm. */
  change(): Promise<Changes | undefined>;
  /** Applies it as it is. */
  restore(): Promise<Changes>;
}

/** `stacksOf`: the stacks of a deployment. */
export function regionApiDownDrill(stacksOf: (deployment: string) => readonly WorkingStack[]): Drill {
  return {
    summary:
      'every API of one AWS region refuses: each stack without resources there is planned, changed and changed back, and no viewer notices',
    // Nothing here waits for the world's clock, and health checks would not wait for a machine that applies.
    speed: 1,
    callsControlPlanes: true,
    run: async (context) => {
      const { world, timeline } = context;
      const { identifier } = await globalDatabase(world);
      const { regions } = await world.describe();
      const [name = context.region] = context.region ? [context.region] : await world.regions();
      const awsRegion = regions.find((region) => region.name === name)?.awsRegion;
      if (awsRegion === undefined) throw new Error(`${name}: no region of the world has this name`);
      const stacks = stacksOf(identifier).filter(({ awsRegions }) => !awsRegions.includes(awsRegion));
      if (stacks.length === 0)
        throw new Error(`No stack of ${identifier} is without resources in ${awsRegion}`);
      const viewers: Viewer[] = [];
      for (const region of await world.regions()) viewers.push(await Viewer.of(region, context));

      await world.refuse({ name: `APIs of ${awsRegion}`, awsRegions: [awsRegion], plane: 'all' });
      const answered = await answering(context, awsRegion);
      await timeline.note(`${awsRegion}: every API refuses`);
      const work = workOn(stacks, context);
      await Promise.all(viewers.map((viewer) => viewer.askDuring(work)));
      return [
        { name: `APIs of ${awsRegion} that answered`, ...answered, atMost: 0 },
        ...(await work),
        { name: 'requests failed', ...failures(viewers.flatMap((viewer) => viewer.answers())), atMost: 0 },
      ];
    },
  };
}

export const regionApiDown = regionApiDownDrill((deployment) => {
  const options = { environment: runningLocalEnvironment() };
  return synthesizedStacks()
    .filter((stack) => stack.deployment === deployment)
    .map((stack) => ({
      id: stack.id,
      awsRegions: stack.awsRegions,
      plan: () => planAlone(stack, options),
      change: () => applyAlone(stack, options, withChangedAlarm),
      restore: async () => (await applyAlone(stack, options)) ?? planAlone(stack, options),
    }));
});

/** How many of its APIs answer in spite of it. */
async function answering({ world }: DrillContext, awsRegion: string) {
  const probes: readonly AwsCall[] = [
    query('ec2', awsRegion, '2016-11-15', { Action: 'DescribeVpcs' }),
    query('rds', awsRegion, '2014-10-31', { Action: 'DescribeDBClusters' }),
    query('elasticloadbalancing', awsRegion, '2015-12-01', { Action: 'DescribeLoadBalancers' }),
    { service: 's3', region: awsRegion, path: '/' },
  ];
  const statuses = await Promise.all(
    probes.map(async (call) => {
      const headers = { ...call.headers, 'user-agent': PROBE };
      return (await world.aws({ ...call, headers })).status;
    }),
  );
  return { value: statuses.filter((status) => status !== 503).length, of: probes.length };
}

/** Works on each stack as its team does: a plan, and where there is an alarm an apply of a change, and of its end. */
async function workOn(stacks: readonly WorkingStack[], { timeline }: DrillContext): Promise<Figure[]> {
  const outcomes = await runInOrder(
    stacks.map((stack) => ({ id: stack.id, after: [], stack })),
    SIDE_BY_SIDE,
    async ({ stack }) => {
      const changed = await stack.change();
      if (changed === undefined) {
        const planned = total(await stack.plan());
        await timeline.note(`${stack.id}: planned, ${planned} to change`);
        return { isAsExpected: planned === 0, isApplied: false };
      }
      const restored = await stack.restore();
      await timeline.note(`${stack.id}: applied, ${total(changed)} changed, ${total(restored)} changed back`);
      return { isAsExpected: total(changed) === 1 && total(restored) === 1, isApplied: true };
    },
  );
  for (const [id, outcome] of outcomes) {
    if (outcome.kind === 'failed') await timeline.note(`${id}: ${firstLine(outcome.error)}`);
  }
  const done = [...outcomes.values()].flatMap((outcome) => (outcome.kind === 'done' ? [outcome.result] : []));
  const asExpected = done.filter(({ isAsExpected }) => isAsExpected).length;
  return [
    {
      name: 'stacks that did not work as ever',
      value: stacks.length - asExpected,
      of: stacks.length,
      atMost: 0,
    },
    { name: 'of these, applied', value: done.filter(({ isApplied }) => isApplied).length, atLeast: 1 },
  ];
}

const total = ({ add, change, remove }: Changes) => add + change + remove;

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0];
