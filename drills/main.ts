import { join } from 'node:path';
import { logsDirectory } from 'local-aws/directory';
import { UsageError } from '../cli/command';
import { unknown } from '../cli/find-stack';
import { positiveNumber } from '../cli/positive-number';
import { LOCAL_DIRECTORY } from '../local/directory';
import { drillsOf } from '.';
import { LocalWorld } from './local-world';
import { runDrill } from './run-drill';

export interface DrillArguments {
  readonly drills: readonly string[];
  readonly region: string | undefined;
  readonly host: string;
  readonly mediaHost: string;
  readonly viewers: string | undefined;
  readonly list: boolean;
}

/** Runs drills one after the other; fails with every bound that was missed. */
export async function drill(
  { drills: names, region, host, mediaHost, viewers, list }: DrillArguments,
  signal: AbortSignal,
): Promise<void> {
  const hasViewers = list || names.includes('thundering-herd');
  const drills = drillsOf({
    viewers: hasViewers && viewers !== undefined ? positiveNumber(viewers, '--viewers') : undefined,
  });
  const known = Object.keys(drills);
  if (list) {
    const width = Math.max(...known.map((name) => name.length));
    for (const [name, { summary }] of Object.entries(drills))
      console.log(`${name.padEnd(width)}  ${summary}`);
    return;
  }
  if (names.length === 0) throw new UsageError(unknown('drill', undefined, known));
  const chosen = names.map((name) => {
    const drill = Object.hasOwn(drills, name) ? drills[name] : undefined;
    if (drill === undefined) throw new UsageError(unknown('drill', name, known));
    return { name, drill };
  });

  const world = LocalWorld.open({ host, mediaHost });
  const regions = await world.regions();
  if (regions.length === 0) throw new Error('No region is deployed: run "npm start"');
  if (region !== undefined && !regions.includes(region)) {
    throw new UsageError(`--region: expected one of ${regions.join(', ')}, got ${region}`);
  }
  const failed: string[] = [];
  for (const { name, drill } of chosen) {
    if (signal.aborted) return;
    const log = join(logsDirectory(LOCAL_DIRECTORY), 'router.log');
    const print = (line: string) => console.log(line);
    const problems = await runDrill(name, drill, { world, region, log, signal, print });
    if (problems.length > 0) failed.push([`${name} failed:`, ...problems].join('\n  '));
  }
  if (failed.length > 0) throw new Error(failed.join('\n'));
}
