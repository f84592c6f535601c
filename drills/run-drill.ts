import { AwsCalls } from './aws-calls';
import type { Drill } from './drill';
import { type Figure, missed, shown } from './figure';
import type { LocalWorld } from './local-world';
import { settled } from './settled';
import { Timeline } from './timeline';
import type { DrillWorld } from './world';

const SPEED = 20;
const INTERRUPTED = 'The drill was interrupted; what it had broken is mended.';

export interface RunDrillOptions {
  readonly world: DrillWorld & Pick<LocalWorld, 'mend' | 'run'>;
  readonly region: string | undefined;
  /** Access log of the local AWS. */
  readonly log: string;
  /** Ends the drill; the world is mended all the same. */
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Runs one drill in a world at rest, tells what happens, and leaves the world at rest. Returns why it does not hold. */
export async function runDrill(name: string, drill: Drill, options: RunDrillOptions): Promise<string[]> {
  const { world, region, signal, print } = options;
  const { speed = SPEED, callsControlPlanes = false } = drill;
  print(`${name}: ${drill.summary}${speed === 1 ? '' : `; time runs ${speed} times as fast`}`);
  const timeline = new Timeline(() => world.now(), print);
  try {
    await world.mend();
    await world.run(SPEED);
    await settled(world);
    if (signal.aborted) throw new Error(INTERRUPTED);
    await world.run(speed);
    const calls = new AwsCalls(options.log);
    const figures: Figure[] = [...(await interruptible(drill.run({ world, timeline, region }), signal))];
    if (!callsControlPlanes) {
      const made = calls.ofControlPlanes();
      for (const call of new Set(made)) print(`         called: ${call}`);
      figures.push({ name: 'calls to control planes and states', value: made.length, atMost: 0 });
    }
    for (const figure of figures) print(`         ${shown(figure)}`);
    const problems = missed(figures);
    print(`${name}: ${problems.length === 0 ? 'holds' : 'does not hold'}.\n`);
    return problems;
  } finally {
    await world.mend();
    await world.run(1);
  }
}

function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error(INTERRUPTED));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
