import { randomInt } from 'node:crypto';
import { withLock } from 'local-aws/daemon/lock';
import { localEnvironment } from 'local-aws/environment';
import minimatch from 'minimatch';
import { UsageError } from '../cli/command';
import { stacksOf, unknown } from '../cli/find-stack';
import { positiveNumber } from '../cli/positive-number';
import { documents } from '../config';
import type { DocumentInput } from '../config/document';
import { LocalWorld } from '../drills/local-world';
import { settled } from '../drills/settled';
import { LOCK_FILE } from '../local/commands';
import { untilInterrupted } from '../local/interruption';
import { runningServices } from '../local/run-stacks';
import { finerKinds } from './finer-kinds';
import { kindsOf } from './kinds';
import { LocalDeployment } from './local-deployment';
import { Predicting } from './predicting';
import { randomSequence } from './random-sequence';
import { refusedEdits } from './refused-edits';
import { inWords } from './report';
import { type Step, Walk, type WalkProps } from './walk';

export interface WalkArguments {
  readonly deployment: string;
  readonly edits: string;
  readonly together: string;
  readonly seed: string | undefined;
  readonly only: readonly string[];
  readonly list: boolean;
  readonly predict: boolean;
}

/** Walks, or lists what a walk may do. Sets the exit code. */
export async function walk(args: WalkArguments): Promise<void> {
  const [document] = stacksOf(documents, args.deployment);
  if (args.list) {
    printKinds(document);
    return;
  }
  const options = {
    kinds: chosen({ ...kindsOf(document), ...(args.predict ? finerKinds(document) : {}) }, args.only),
    predict: args.predict,
    edits: positiveNumber(args.edits, '--edits'),
    together: positiveNumber(args.together, '--together'),
    seed: args.seed === undefined ? randomInt(1, 1_000_000) : positiveNumber(args.seed, '--seed'),
  };
  await untilInterrupted(
    async (interruption) => {
      const signal = interruption();
      const steps = await withLock(LOCK_FILE, 'walking', () => walkLocally(document, options, signal));
      return steps.some(({ problems }) => problems.length > 0) ? 1 : 0;
    },
    () => console.error('Killed on the way: "npm start" applies the document again.'),
  );
}

async function walkLocally(
  document: DocumentInput,
  {
    seed,
    predict,
    ...options
  }: Pick<WalkProps, 'kinds' | 'edits' | 'together'> & {
    readonly seed: number;
    readonly predict: boolean;
  },
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const services = runningServices();
  const [host = ''] = document.domain.siteNames;
  const world = LocalWorld.open({ host, mediaHost: document.domain.mediaName });
  const mediaPrefix = document.backfill.allowedPrefixes[0] ?? '';
  const { siteNames } = document.domain;
  const predicting = predict ? new Predicting({ world, siteNames, mediaPrefix }) : undefined;
  const deployment = new LocalDeployment({
    world,
    environment: localEnvironment(services.endpoint),
    instance: services.instance,
    version: services.version,
    mediaPrefix,
    ...(predicting && { predicting }),
    signal,
  });
  await world.mend();
  await world.run(1);
  await settled(world);
  console.log(`${options.edits} edits, ${options.together} at once, --seed ${seed}:`);
  try {
    const steps = await new Walk({
      ...options,
      document,
      refusedEdits,
      deployment,
      random: randomSequence(seed),
      print: (line) => console.log(line),
      signal,
    }).run();
    console.log(inWords(steps));
    if (predicting !== undefined) console.log(`${predicting.asked} requests were made to compare.`);
    return steps;
  } finally {
    deployment.forget();
  }
}

function chosen<T>(kinds: Readonly<Record<string, T>>, only: readonly string[]): Readonly<Record<string, T>> {
  const isOf = (pattern: string, name: string) => minimatch(name, pattern);
  for (const name of only) {
    if (!Object.keys(kinds).some((each) => isOf(name, each)))
      throw new UsageError(unknown('kind', name, Object.keys(kinds)));
  }
  return Object.fromEntries(
    Object.entries(kinds).filter(
      ([name]) => only.length === 0 || only.some((pattern) => isOf(pattern, name)),
    ),
  );
}

function printKinds(document: DocumentInput): void {
  const rows = [
    ...Object.entries(kindsOf(document)).map(
      ([name, { summary, stacks }]) => [name, `${summary} (${stacks.join(', ')})`] as const,
    ),
    ...Object.entries(refusedEdits).map(([name, { summary }]) => [name, `refused: ${summary}`] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, what] of rows) console.log(`${name.padEnd(width)}  ${what}`);
}
