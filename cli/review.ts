import { join } from 'node:path';
import { analyse, type Format, gatesOf, type JudgedReview, judge, sourcesOf } from '../review';
import { baseCommit, headCommit, withStacksOf } from '../review/base';
import { KeptPlans } from '../review/kept-plans';
import { lineOf, problemLines } from '../review/lines';
import { Secrets } from '../review/masking/secrets';
import { withoutSecrets } from '../review/masking/without-secrets';
import { type ReviewedStack, review as reviewStacks } from '../review/review';
import { LOCAL } from '../review/seal';
import { selectedStacks } from '../review/select';
import { liveTrafficEffect } from '../review/traffic/live';
import { declaredStacks } from '../terraform/declared-stacks';
import { local as localFolder } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import { type SynthesizedStack, synthesizedStacks } from '../terraform/synthesized';
import { callerAccount } from './account';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStack, stacksOf } from './find-stack';
import { positiveNumber } from './positive-number';
import { progressPrinter } from './progress';
import { reviewDrift } from './review-drift';
import { type AllowEntries, allowed, refuseFile, report } from './review-files';

export interface ReviewArguments {
  readonly deployment: string | undefined;
  readonly base: string | undefined;
  /** Ids; only these are planned. */
  readonly stack: readonly string[];
  readonly all: boolean;
  /** Looks for what was done outside of Terraform instead of planning. */
  readonly drift: boolean;
  readonly local: boolean;
  readonly format: Format;
  readonly allow: string | undefined;
  readonly out: string | undefined;
  readonly skipSynth: boolean;
  /** Dollars a month. */
  readonly costsFrom: string | undefined;
}

/** Plans what a change concerns and says what it would do; 1 where a stack cannot be planned, 2 where a plan is refused. */
export async function review(args: ReviewArguments, signal: AbortSignal): Promise<number> {
  if (args.drift) return reviewDrift(args, signal);
  if (args.all && args.stack.length > 0) {
    throw new UsageError('--stack: expected none beside --all, which plans every stack');
  }
  const declared = await declaredStacks({ signal });
  // What a change removes is known once its base is synthesized.
  if (args.base === undefined) refuseUnknown(args, declared);
  if (args.base === undefined && !args.all && args.stack.length === 0) {
    throw new UsageError('expected --base REF (what changed since), --stack ID or --all, got none of them');
  }
  const allow = allowed(args.allow);
  const costsToldFrom =
    args.costsFrom === undefined ? undefined : positiveNumber(args.costsFrom, '--costs-from');
  refuseFile(args);
  const commits = args.base === undefined ? undefined : await commitsOf(args.base);
  const environment = targetEnvironment(args.local);
  // Without credentials every plan would fail, each after its own while.
  const accountId = args.local ? undefined : await callerAccount(declared[0]?.awsRegion ?? '');
  if (!args.skipSynth) await synthesize(signal);
  const head = synthesizedStacks();
  const run = (base?: readonly SynthesizedStack[]) => {
    const all = [...head, ...(base ?? [])];
    refuseUnknown(args, all);
    return reviewed(args, {
      allow,
      costsToldFrom,
      known: all.map(({ id }) => id),
      environment,
      accountId,
      head: ofDeployment(head, args),
      base: base && ofDeployment(base, args),
      commits,
      signal,
    });
  };
  return commits === undefined ? run() : withStacksOf(commits.base, run, { signal });
}

interface Commits {
  readonly commit: string;
  readonly base: string;
}

const commitsOf = async (ref: string): Promise<Commits> => ({
  commit: await headCommit(),
  base: await baseCommit(ref),
});

type Named = Pick<SynthesizedStack, 'id' | 'deployment'>;

export function refuseUnknown(
  { deployment, stack: ids }: Pick<ReviewArguments, 'deployment' | 'stack'>,
  known: readonly Named[],
): void {
  const stacks = deployment === undefined ? known : stacksOf(known, deployment);
  for (const id of ids) {
    const elsewhere = known.find((stack) => stack.id === id);
    if (elsewhere !== undefined && !stacks.some((stack) => stack.id === id)) {
      throw new UsageError(
        `--stack: "${id}" is of the deployment "${elsewhere.deployment}", and "${deployment}" is reviewed`,
      );
    }
    findStack(stacks, id);
  }
}

const ofDeployment = (
  stacks: readonly SynthesizedStack[],
  { deployment }: Pick<ReviewArguments, 'deployment'>,
) => stacks.filter((stack) => deployment === undefined || stack.deployment === deployment);

interface Run {
  readonly allow: AllowEntries;
  readonly costsToldFrom: number | undefined;
  /** Ids of all stacks, also of other deployments. */
  readonly known: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Whose credentials these are; undefined on the local AWS. */
  readonly accountId: string | undefined;
  readonly head: readonly SynthesizedStack[];
  readonly base: readonly SynthesizedStack[] | undefined;
  readonly commits: Commits | undefined;
  readonly signal: AbortSignal;
}

async function reviewed(args: ReviewArguments, run: Run): Promise<number> {
  const { allow, costsToldFrom, known, environment, accountId, signal, commits, head, base = [] } = run;
  const flag = args.local ? ' --local' : '';
  const started = performance.now();
  // Gates that compare say nothing of a head that is its own base: what they let pass is not to be applied.
  const kept = commits === undefined || commits.base === commits.commit ? undefined : commits;
  const secrets = new Secrets([]);
  const print = (line: string) => process.stderr.write(`${secrets.maskKnown(line)}\n`);
  const plans = new KeptPlans(args.out ?? join(localFolder, 'review'));
  let progress = progressPrinter('review', process.stderr);
  try {
    const results = await reviewStacks({
      head,
      base,
      selected: selectedStacks({ head, base: run.base, all: args.all, ids: args.stack }),
      isIncluded: ({ id }) => args.stack.length === 0 || args.stack.includes(id),
      environment,
      plansIn: kept && plans.unjudged,
      accountId: kept && accountId,
      applyCommand: (id) => `npx meridian apply ${id}${flag}`,
      onStart: (stack) => {
        progress = progressPrinter(stack.id, process.stderr);
      },
      onPlanned: (planned) => {
        progress.end();
        print(lineOf(planned));
      },
      terraform: { signal, onProgress: (event) => progress.onProgress(event) },
      secrets,
    });
    const context = { head: sourcesOf(head), base: sourcesOf(base) };
    const traffic = await liveTrafficEffect(results, context, environment, signal);
    const analysed = analyse(results, context, traffic);
    const review = costsToldFrom === undefined ? analysed : { ...analysed, costsToldFrom };
    const judged = judge(review, allow, new Date(), known);
    for (const result of results.filter(({ stack }) => judged.appliable.includes(stack.id))) {
      if (kept === undefined) continue;
      plans.keep(result, { ...kept, target: accountId ?? LOCAL, gates: gatesOf(judged, result.stack.id) });
    }
    report(judged, args);
    const seconds = (performance.now() - started) / 1000;
    for (const line of [
      ...problemLines(judged),
      closingLine(judged, { plansIn: plans.directory, seconds, commits }),
    ]) {
      print(line);
    }
    return exitCodeOf(results, judged);
  } catch (error) {
    throw withoutSecrets(error, secrets);
  } finally {
    progress.end();
    plans.close();
  }
}

export function exitCodeOf(
  results: readonly Pick<ReviewedStack, 'problem'>[],
  { outcome }: Pick<JudgedReview, 'outcome'>,
): number {
  if (results.some(({ problem }) => problem !== undefined)) return 1;
  return outcome === 'refused' ? 2 : 0;
}

interface Closing {
  readonly plansIn: string;
  readonly seconds: number;
  readonly commits: Commits | undefined;
}

export function closingLine(
  {
    stacks,
    outcome,
    appliable,
  }: Pick<JudgedReview, 'outcome' | 'appliable'> & {
    readonly stacks: readonly { readonly problem?: string | undefined }[];
  },
  { plansIn, seconds, commits }: Closing,
): string {
  if (stacks.length === 0) return 'No stack is changed.';
  const planned = stacks.filter(({ problem }) => problem === undefined).length;
  return [
    `${planned} of ${stacks.length} stacks planned in ${Math.round(seconds)} s.`,
    mayBeApplied(appliable, plansIn, commits),
    ...(outcome === 'refused' ? ['The review refuses the change.'] : []),
  ].join(' ');
}

function mayBeApplied(ids: readonly string[], plansIn: string, commits: Commits | undefined): string {
  if (commits === undefined) return 'No plan may be applied: without --base none is kept.';
  if (commits.base === commits.commit) {
    return 'No plan may be applied: HEAD is its own base, and beside that none is kept.';
  }
  if (ids.length === 0) return 'No plan may be applied as it is.';
  return `May be applied as reviewed, by npx meridian apply <stack> --plan ${join(plansIn, '<stack>.tfplan')}: ${ids.join(', ')}.`;
}
