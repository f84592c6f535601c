import { analyse, type JudgedReview, judge, sourcesOf } from '../review';
import { drifted } from '../review/drift/drift';
import { taggedResources } from '../review/drift/tagged';
import { problemLines } from '../review/lines';
import { Secrets } from '../review/masking/secrets';
import { withoutSecrets } from '../review/masking/without-secrets';
import { declaredStacks } from '../terraform/declared-stacks';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { callerAccount } from './account';
import { clientSettings } from './aws-client';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { stacksOf } from './find-stack';
import { progressPrinter } from './progress';
import type { ReviewArguments } from './review';
import { allowed, refuseFile, report } from './review-files';

/** Says what differs from what was applied; 1 where something cannot be looked at, 2 where something differs. */
export async function reviewDrift(args: ReviewArguments, signal: AbortSignal): Promise<number> {
  const deployment = onlyDeployment(args);
  const declared = stacksOf(await declaredStacks({ signal }), deployment);
  const allow = allowed(args.allow);
  refuseFile(args);
  const environment = targetEnvironment(args.local);
  if (!args.local) await callerAccount(declared[0]?.awsRegion ?? '');
  if (!args.skipSynth) await synthesize(signal);
  const all = synthesizedStacks();
  const head = all.filter((stack) => stack.deployment === deployment);
  const started = performance.now();
  const secrets = new Secrets([]);
  let progress = progressPrinter('review', process.stderr);
  try {
    const { stacks, outside } = await drifted({
      deployment,
      stacks: head,
      environment,
      applyCommand: (id) => `npx meridian apply ${id}${args.local ? ' --local' : ''}`,
      taggedIn: (awsRegions) =>
        taggedResources(deployment, awsRegions, (awsRegion) => clientSettings(awsRegion, environment)),
      onStart: ({ id }) => {
        progress = progressPrinter(id, process.stderr);
      },
      onLooked: ({ stack, problem }) => {
        progress.end();
        process.stderr.write(`${stack.id}: ${problem === undefined ? 'looked at' : 'cannot be looked at'}\n`);
      },
      terraform: { signal, onProgress: (event) => progress.onProgress(event) },
      secrets,
    });
    const sources = sourcesOf(head);
    const review = analyse(stacks, { head: sources, base: sources }, undefined, outside);
    const judged = judge(
      review,
      allow,
      new Date(),
      all.map(({ id }) => id),
    );
    report(judged, args);
    const seconds = Math.round((performance.now() - started) / 1000);
    for (const line of [...problemLines(judged), closingLine(judged, seconds)])
      process.stderr.write(`${secrets.maskKnown(line)}\n`);
    return exitCodeOf(judged);
  } catch (error) {
    throw withoutSecrets(error, secrets);
  } finally {
    progress.end();
  }
}

function onlyDeployment({ deployment, base, stack, all }: ReviewArguments): string {
  const others = [
    ...(base === undefined ? [] : ['--base']),
    ...(stack.length === 0 ? [] : ['--stack']),
    ...(all ? ['--all'] : []),
  ];
  if (others.length > 0) {
    throw new UsageError(
      `--drift: expected no ${others.join(', no ')} beside it, which looks at everything that is applied`,
    );
  }
  if (deployment === undefined) throw new UsageError('--drift: expected a deployment, got none');
  return deployment;
}

/** Whoever answers for a difference ends it. */
export function exitCodeOf({ stacks, outside, findings }: JudgedReview): number {
  if (stacks.some(({ problem }) => problem !== undefined) || outside?.unlisted !== undefined) return 1;
  return findings.some(({ allowedBy }) => allowedBy === undefined) ? 2 : 0;
}

function closingLine({ stacks, outside }: JudgedReview, seconds: number): string {
  const looked = stacks.filter(({ problem }) => problem === undefined).length;
  const unapplied = outside?.unapplied.length ?? 0;
  return `${looked} of ${stacks.length} applied stacks looked at in ${seconds} s${unapplied === 0 ? '' : `; of ${unapplied} nothing is applied`}.`;
}
