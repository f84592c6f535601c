import { join } from 'node:path';
import { stateContract } from '../stacks/state/contract';
import { allowOnly } from '../terraform/allowed-account';
import { bootstrap, destroyBootstrap } from '../terraform/bootstrap';
import { declaredStacks } from '../terraform/declared-stacks';
import { local as localFolder } from '../terraform/paths';
import { synthesize } from '../terraform/synthesize';
import { agree, changedAccount, consentOf, refuseUnanswerable, type TargetArguments } from './account';
import { bootstrapWorkDirectory, targetEnvironment } from './environment';
import { findStackOfKind } from './find-stack';
import { progressPrinter } from './progress';

export interface BootstrapArguments extends TargetArguments {
  readonly deployment: string | undefined;
  readonly destroy: boolean;
  readonly skipSynth: boolean;
}

/** Makes what holds every state of a deployment, or takes it down again. On AWS it asks before. */
export async function runBootstrap(args: BootstrapArguments, signal: AbortSignal): Promise<void> {
  const stateStack = findStackOfKind(await declaredStacks({ signal }), args.deployment, stateContract);
  const { id, deployment } = stateStack;
  const consent = args.destroy ? args : consentOf(args);
  refuseUnanswerable('bootstrap', consent);
  const environment = targetEnvironment(args.local);
  const account = await changedAccount(stateStack, args);
  const action = args.destroy
    ? `Destroy the state bucket of ${deployment} with every version of every state`
    : `Create the state bucket of ${deployment}, its key and the roles of CI`;
  await agree(action, account, consent, signal);
  if (!args.skipSynth) await synthesize(signal);
  allowOnly(id, account.accountId);

  const progress = progressPrinter(id);
  const options = {
    deployment,
    environment,
    workDirectory: bootstrapWorkDirectory(args.local),
    signal,
    onProgress: progress.onProgress,
    logFile: join(localFolder, 'logs', `${id}.log`),
  };
  try {
    if (args.destroy) {
      const result = await destroyBootstrap(options);
      progress.end();
      console.log(
        result === 'destroyed'
          ? `The state bucket of ${deployment}, and all it held, is destroyed.`
          : `There is nothing to destroy: ${deployment} is not bootstrapped.`,
      );
      return;
    }
    const result = await bootstrap(options);
    progress.end();
    console.log(sentence(deployment, id, result.stateStack, result.registered));
  } finally {
    progress.end();
  }
}

function sentence(
  deployment: string,
  id: string,
  stateStack: 'created' | 'moved' | 'unchanged',
  registered: readonly string[],
): string {
  const stacks = `${registered.length} ${registered.length === 1 ? 'stack' : 'stacks'}`;
  const registration = registered.length === 0 ? '' : `; an empty state is registered for ${stacks}`;
  if (stateStack === 'created')
    return `The state bucket of ${deployment} is created and holds its own state${registration}.`;
  if (stateStack === 'moved') return `The state of ${id} is moved into the bucket${registration}.`;
  return registered.length === 0
    ? `${deployment} is bootstrapped already: nothing was changed.`
    : `${deployment} was bootstrapped already${registration}.`;
}
