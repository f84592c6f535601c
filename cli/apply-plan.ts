import { join, resolve } from 'node:path';
import { applySealed } from '../review/apply-sealed';
import { LOCAL } from '../review/seal';
import { declaredStacks } from '../terraform/declared-stacks';
import { local as localFolder } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { agree, changedAccount, refuseUnanswerable, type TargetArguments } from './account';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStack } from './find-stack';
import { describeChanges, progressPrinter } from './progress';

export interface ApplyPlanArguments extends TargetArguments {
  readonly stack: string | undefined;
  readonly plan: string;
  readonly destroys: readonly string[];
  readonly skipSynth: boolean;
}

/** Applies a plan that "meridian review" has kept, where everything is as it was reviewed. */
export async function applyPlan(args: ApplyPlanArguments, signal: AbortSignal): Promise<void> {
  if (args.destroys.length > 0) {
    throw new UsageError(
      '--destroys: expected none beside --plan, because review-allow.json said what may be lost when it was reviewed',
    );
  }
  const declared = findStack(await declaredStacks({ signal }), args.stack);
  refuseUnanswerable('apply', args);
  const environment = targetEnvironment(args.local);
  const account = await changedAccount(declared, args);
  if (!args.skipSynth) await synthesize(signal);
  const stacks = synthesizedStacks();
  const stack = findStack(stacks, args.stack);
  const flag = args.local ? ' --local' : '';
  const progress = progressPrinter(stack.id);
  try {
    const applied = await applySealed({
      stack,
      stacks,
      planFile: resolve(args.plan),
      environment,
      signal,
      onProgress: progress.onProgress,
      logFile: join(localFolder, 'logs', `${stack.id}.log`),
      applyCommand: (id) => `npx meridian apply ${id}${flag}`,
      target: args.local ? LOCAL : (account.accountId ?? ''),
      reviewCommand: (base) => `npx meridian review --stack ${stack.id} --base ${base.slice(0, 12)}${flag}`,
      agree: async (_, words) => {
        progress.end();
        console.log(words);
        await agree(`apply this (${stack.id})`, account, args, signal);
      },
    });
    progress.end();
    console.log(
      `${stack.id} is applied as reviewed in ${account.words}: ${describeChanges(applied, 'done')}.`,
    );
  } finally {
    progress.end();
  }
}
