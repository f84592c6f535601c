import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  analyse,
  type Format,
  formats,
  gatesOf,
  type JudgedReview,
  judge,
  parseAllowFile,
  render,
  sourcesOf,
} from '../review';
import { baseCommit, headCommit, withStacksOf } from '../review/base';
import { linesOf } from '../review/lines';
import { type ReviewedStack, review as reviewStacks } from '../review/review';
import { sealReviewed } from '../review/seal-reviewed';
import { changedStacks, type Selected } from '../review/select';
import { liveTrafficEffect } from '../review/traffic/live';
import { declaredStacks } from '../terraform/declared-stacks';
import { local as localFolder } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStack, stacksOf } from './find-stack';
import { progressPrinter } from './progress';

export interface ReviewArguments {
  readonly deployment: string | undefined;
  readonly base: string | undefined;
  /** Ids; only these are planned. */
  readonly stack: readonly string[];
  readonly all: boolean;
  readonly local: boolean;
  readonly format: Format;
  readonly allow: string | undefined;
  readonly out: string | undefined;
  readonly destroys: readonly string[];
  readonly skipSynth: boolean;
}

/** Read where no other file is named. */
const ALLOW_FILE = 'review-allow.json';

/** Plans what a change concerns and says what it would do; 1 where a stack cannot be planned, 2 where a plan is refused. */
export async function review(args: ReviewArguments, signal: AbortSignal): Promise<number> {
  const declared = await declaredStacks({ signal });
  if (args.deployment !== undefined) stacksOf(declared, args.deployment);
  for (const id of args.stack) findStack(declared, id);
  if (args.base === undefined && !args.all && args.stack.length === 0) {
    throw new UsageError('expected --base REF (what changed since), --stack ID or --all, got none of them');
  }
  const allow = allowed(args.allow);
  const environment = targetEnvironment(args.local);
  const commit = await headCommit();
  const base = args.base === undefined ? undefined : await baseCommit(args.base);
  if (!args.skipSynth) await synthesize(signal);
  const head = ofDeployment(synthesizedStacks(), args);
  const run = (before?: readonly SynthesizedStack[]) =>
    reviewed(args, {
      environment,
      commit,
      head,
      allow,
      signal,
      ...(before ? { base: ofDeployment(before, args) } : {}),
    });
  return base === undefined ? run() : withStacksOf(base, run, { signal });
}

const ofDeployment = (stacks: readonly SynthesizedStack[], { deployment }: ReviewArguments) =>
  stacks.filter((stack) => deployment === undefined || stack.deployment === deployment);

type AllowEntries = ReturnType<typeof parseAllowFile>;

function allowed(file: string | undefined): AllowEntries {
  const path = file ?? ALLOW_FILE;
  if (file === undefined && !existsSync(path)) return [];
  if (!existsSync(path)) throw new UsageError(`--allow: expected a file, got ${path}`);
  try {
    return parseAllowFile(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}:\n${(error as Error).message}`);
  }
}

interface Run {
  readonly allow: AllowEntries;
  readonly environment: Readonly<Record<string, string>>;
  readonly commit: { readonly sha: string; readonly isClean: boolean };
  readonly head: readonly SynthesizedStack[];
  readonly base?: readonly SynthesizedStack[];
  readonly signal: AbortSignal;
}

async function reviewed(
  args: ReviewArguments,
  { allow, commit, environment, signal, ...stacks }: Run,
): Promise<number> {
  const flag = args.local ? ' --local' : '';
  const selected = selectedStacks(args, stacks);
  const plansIn = args.out ?? join(localFolder, 'review');
  mkdirSync(plansIn, { recursive: true, mode: 0o700 });
  const started = performance.now();
  let progress = progressPrinter('review', process.stderr);
  const results = await reviewStacks({
    ...stacks,
    selected,
    isIncluded: ({ id }) => args.stack.length === 0 || args.stack.includes(id),
    environment,
    plansIn,
    destroys: args.destroys,
    applyCommand: (id) => `npx meridian apply ${id}${flag}`,
    onStart: ({ id }) => {
      progress = progressPrinter(id, process.stderr);
    },
    onPlanned: (planned) => {
      progress.end();
      for (const line of linesOf(planned)) process.stderr.write(`${line}\n`);
    },
    terraform: { signal, onProgress: (event) => progress.onProgress(event) },
  });
  const { head, base = [] } = stacks;
  const context = { head: sourcesOf(head), base: sourcesOf(base) };
  const traffic = await liveTrafficEffect(results, context, environment);
  const judged = judge(analyse(results, context, traffic), allow, new Date());
  for (const result of results) {
    sealReviewed(result, { commit, destroys: args.destroys, gates: gatesOf(judged, result.stack.id) });
  }
  if (args.out !== undefined) {
    for (const format of formats) writeFileSync(join(args.out, `review.${format}`), render(judged, format));
  }
  console.log(render(judged, args.format));
  process.stderr.write(`${closingLine(results, judged, (performance.now() - started) / 1000)}\n`);
  return exitCodeOf(results, judged);
}

function selectedStacks(
  { all, stack: ids }: ReviewArguments,
  { head, base }: Pick<Run, 'head' | 'base'>,
): readonly Selected[] {
  const changed = base === undefined ? [] : changedStacks(base, head);
  const others = all || base === undefined ? head : [];
  const selected = [
    ...changed,
    ...others
      .filter(({ id }) => !changed.some((each) => each.stack.id === id))
      .map((stack): Selected => ({ stack, reason: 'changed' })),
  ];
  return ids.length === 0 ? selected : selected.filter(({ stack }) => ids.includes(stack.id));
}

/** A plan beside a problem is one that would be refused. */
export function exitCodeOf(
  results: readonly Pick<ReviewedStack, 'plan' | 'problem'>[],
  { outcome }: Pick<JudgedReview, 'outcome'>,
): number {
  if (results.some(({ plan, problem }) => problem !== undefined && plan === undefined)) return 1;
  return outcome === 'refused' || results.some(({ problem }) => problem !== undefined) ? 2 : 0;
}

function closingLine(results: readonly ReviewedStack[], { outcome }: JudgedReview, seconds: number): string {
  if (results.length === 0) return 'No stack is changed.';
  const planned = results.filter(({ plan }) => plan !== undefined).length;
  const kept = results.filter((each) => each.kept !== undefined).length;
  return `${planned} of ${results.length} stacks planned in ${Math.round(seconds)} s, ${kept} of them to apply: npx meridian apply <stack> --plan FILE${outcome === 'refused' ? '. The review refuses the change' : ''}`;
}
