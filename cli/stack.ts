import { join } from 'node:path';
import { maskedKnown } from '../review/masking/masked';
import type { Secrets } from '../review/masking/secrets';
import { withoutSecrets } from '../review/masking/without-secrets';
import { allowOnly } from '../terraform/allowed-account';
import { declaredStacks } from '../terraform/declared-stacks';
import { liftGuards, refuseDestruction } from '../terraform/destruction-guard';
import { refuseAnotherFounder } from '../terraform/founder';
import { isNothing } from '../terraform/json-output';
import { explain, protectedStack } from '../terraform/known-failures';
import { local as localFolder } from '../terraform/paths';
import { StateStore } from '../terraform/state-store';
import { synthesize } from '../terraform/synthesize';
import {
  isProtected,
  isStateStack,
  type SynthesizedStack,
  synthesizedStacks,
} from '../terraform/synthesized';
import { refuseWhileRead, requireUpstreams } from '../terraform/upstreams';
import { type Output, Workspace } from '../terraform/workspace';
import {
  agree,
  type ChangedAccount,
  changedAccount,
  refuseUnanswerable,
  type TargetArguments,
} from './account';
import { targetEnvironment } from './environment';
import { findStack, refuseDeployment } from './find-stack';
import { knownSecrets } from './known-secrets';
import { printOutputs } from './print-outputs';
import { describeChanges, progressPrinter } from './progress';

export interface StackArguments extends TargetArguments {
  readonly stack: string | undefined;
  readonly skipSynth: boolean;
  /** Addresses of resources that a protected stack may lose. */
  readonly destroys: readonly string[];
}

/** Prints the outputs as the state has them: neither synthesis nor Terraform is needed. */
export async function output(
  { stack, local, json }: Pick<StackArguments, 'stack' | 'local'> & { readonly json: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { backend, deployment } = findStack(await declaredStacks({ signal }), stack);
  const store = new StateStore(backend, deployment, targetEnvironment(local));
  try {
    const state = await store.read(backend.key);
    const outputs = Object.entries(state?.outputs ?? {}).map(([name, value]) => {
      const { sensitive = false, ...rest } = value as Partial<Output>;
      return [name, { value: undefined, ...rest, sensitive }] as const;
    });
    printOutputs(Object.fromEntries(outputs), json);
  } finally {
    store.close();
  }
}

/** Plans a stack; `apply` and `destroy` go on where somebody agrees. Resolves with whether there was something to change. */
export async function changeStack(
  action: 'plan' | 'apply' | 'destroy',
  args: StackArguments,
  signal: AbortSignal,
): Promise<boolean> {
  const known = await declaredStacks({ signal });
  if (action === 'apply') refuseDeployment(known, args.stack);
  const declared = findStack(known, args.stack);
  if (action === 'destroy' && isStateStack(declared)) {
    throw new Error(
      `"${declared.id}" holds every state, its own included: "npx meridian bootstrap ${declared.deployment} --destroy" takes it down`,
    );
  }
  if (action !== 'plan') refuseUnanswerable(action, args);
  const environment = targetEnvironment(args.local);
  const account = action === 'plan' ? undefined : await changedAccount(declared, args);
  if (!args.skipSynth) await synthesize(signal);
  if (account !== undefined) allowOnly(declared.id, account.accountId);
  const all = synthesizedStacks();
  const stack = findStack(all, args.stack);
  if (action === 'destroy') {
    if (isProtected(stack)) throw new Error(protectedStack(stack.id));
    await refuseWhileRead(stack, all, { environment });
  } else await refuseAnotherFounder(stack, all, { environment });
  const { yes, local, destroys } = args;
  const read = all.filter(({ id }) => id === stack.id || stack.upstreams.includes(id));
  const secrets = await knownSecrets(read, environment);
  return run(action, stack, { environment, signal, account, yes, local, destroys, secrets });
}

interface Run extends Pick<StackArguments, 'yes' | 'local' | 'destroys'> {
  readonly environment: Record<string, string>;
  readonly signal: AbortSignal;
  /** Undefined for a plan, which changes none. */
  readonly account: ChangedAccount | undefined;
  /** What is known of them before there is a plan. */
  readonly secrets: Secrets;
}

async function run(
  action: 'plan' | 'apply' | 'destroy',
  stack: SynthesizedStack,
  { environment, signal, account, yes, local, destroys, secrets }: Run,
): Promise<boolean> {
  const flag = local ? ' --local' : '';
  const advice = { environment, applyCommand: (id: string) => `npx meridian apply ${id}${flag}` };
  const progress = progressPrinter(stack.id);
  const workspace = new Workspace({
    directory: stack.directory,
    environment,
    signal,
    onProgress: (event) => progress.onProgress(maskedKnown(event, secrets)),
    logFile: join(localFolder, 'logs', `${stack.id}.log`),
  });
  const restoreGuards = liftGuards(stack, destroys);
  try {
    if (action !== 'destroy') await requireUpstreams(stack, advice);
    await workspace.init('-reconfigure');
    const planned = await workspace.plan(...(action === 'destroy' ? ['-destroy'] : []));
    progress.end();
    if (isNothing(planned)) {
      console.log(
        action === 'destroy' ? `${stack.id} owns nothing.` : `${stack.id} is up to date: nothing to change.`,
      );
      return false;
    }
    secrets.learn(await workspace.showJson());
    console.log(secrets.maskKnown(await workspace.show()));
    await refuseDestruction(workspace, planned, stack, { ...advice, destroys });
    if (account === undefined) {
      const changes = describeChanges(planned, 'to');
      console.log(`\n${stack.id}: ${changes}. Apply it with "${advice.applyCommand(stack.id)}".`);
      return true;
    }
    await agree(`${action} this (${stack.id})`, account, { yes }, signal);
    const applied = await workspace.apply();
    progress.end();
    const verb = action === 'destroy' ? 'is destroyed' : 'is applied';
    console.log(`${stack.id} ${verb} in ${account.words}: ${describeChanges(applied, 'done')}.`);
    return true;
  } catch (error) {
    throw withoutSecrets(explain(error, stack, advice), secrets);
  } finally {
    progress.end();
    workspace.forgetPlan();
    restoreGuards();
  }
}
