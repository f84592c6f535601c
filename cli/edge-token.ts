import { signEdgeToken } from '../lambda-src/shared/edge-token';
import { globalContract } from '../stacks/global/contract';
import { declaredStacks } from '../terraform/declared-stacks';
import { appliedOutputs } from '../terraform/outputs';
import { agree, changedAccount, consentOf, refuseUnanswerable, type TargetArguments } from './account';
import { UsageError } from './command';
import { milliseconds } from './duration';
import { awsEdgeKeys, keyIdOf, publishKeys, readKey } from './edge-keys';
import { targetEnvironment } from './environment';
import { findStackOfKind } from './find-stack';

export interface EdgeTokenArguments extends TargetArguments {
  readonly action: 'publish' | 'sign' | undefined;
  readonly deployment: string | undefined;
  readonly subject: string | undefined;
  readonly expiresIn: string;
}

/** Takes the keys of tokens to the edge, or prints a token that is signed with one. */
export async function edgeToken(args: EdgeTokenArguments, signal: AbortSignal): Promise<void> {
  const { action, local, subject } = args;
  if (action === undefined) throw new UsageError('What is to be done? Expected publish or sign');
  const lifetime = milliseconds(args.expiresIn);
  const global = findStackOfKind(await declaredStacks({ signal }), args.deployment, globalContract);
  const consent = consentOf(args);
  if (action === 'publish') refuseUnanswerable(action, consent);
  const environment = targetEnvironment(local);
  const outputs = await appliedOutputs(global, globalContract, environment);
  const { edgeKeyValueStoreArn: storeArn, edgeTokenKeyNames: secretNames } = outputs;
  const keys = awsEdgeKeys({ storeArn, awsRegion: global.awsRegion, environment });
  if (action === 'publish') {
    const account = await changedAccount(global, args);
    await agree(`Make the keys of "${global.id}" the only ones at the edge`, account, consent, signal);
    const { published, removed } = await publishKeys(keys, secretNames);
    console.log(
      `At the edge: ${published.join(', ') || 'no key'}. Removed: ${removed.join(', ') || 'none'}.`,
    );
    return;
  }
  const [first] = secretNames;
  if (first === undefined) {
    throw new Error(
      `"${global.deployment}" protects no path: its document has no "edgeAuth.protectedPrefixes"`,
    );
  }
  const token = { keyId: keyIdOf(first), subject, expiresAt: new Date(Date.now() + lifetime) };
  console.log(signEdgeToken(token, await readKey(keys, first)));
}
