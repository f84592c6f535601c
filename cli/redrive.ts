import { basename } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ContractValues } from '../modules/contract/contract';
import { backfillContract } from '../stacks/backfill/contract';
import { regionContract } from '../stacks/region/contract';
import { declaredStacks } from '../terraform/declared-stacks';
import { appliedOutputs } from '../terraform/outputs';
import { agree, changedAccount, consentOf, refuseUnanswerable, type TargetArguments } from './account';
import { clientSettings } from './aws-client';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStackOfKind, unknown } from './find-stack';
import { positiveNumber } from './positive-number';
import { redriveQueue } from './redrive-queue';

export interface RedriveArguments extends TargetArguments {
  readonly deployment: string | undefined;
  readonly region: string | undefined;
  readonly largeObjects: boolean;
  readonly maximum: string;
}

/** Moves what a region's dead-letter queue holds back to its queue, and prints it. */
export async function redrive(args: RedriveArguments, signal: AbortSignal): Promise<void> {
  const { region, local } = args;
  const maximum = positiveNumber(args.maximum, '--maximum');
  const stacks = await declaredStacks({ signal });
  const backfill = findStackOfKind(stacks, args.deployment, backfillContract);
  const environment = targetEnvironment(local);
  const account = await changedAccount(backfill, args);
  const outputs = await appliedOutputs(backfill, backfillContract, environment);
  const { toUrl, fromUrl } = queuesOf(outputs, args);
  const { awsRegion } = findStackOfKind(stacks, args.deployment, regionContract, region);
  const consent = consentOf(args);
  refuseUnanswerable('redrive', consent);
  await agree(`Move up to ${maximum} messages to ${basename(toUrl)}`, account, consent, signal);
  const moved = await redriveQueue(new SQSClient(clientSettings(awsRegion, environment)), {
    fromUrl,
    toUrl,
    maximum,
    signal,
    onMoved: (body) => console.log(body),
  });
  const more = moved === maximum ? ' There may be more: run it again.' : '';
  const messages = moved === 1 ? 'message' : 'messages';
  console.log(`${moved} ${messages} moved from ${basename(fromUrl)} to ${basename(toUrl)}.${more}`);
}

type Queues = Pick<
  ContractValues<typeof backfillContract>,
  'missQueueUrls' | 'deadLetterQueueUrls' | 'largeObjectQueueUrls' | 'largeObjectDeadLetterQueueUrls'
>;

/** The queue of a region's dead letters, and the one that they came from. Only a region with a near bucket has them. */
export function queuesOf(
  queues: Queues,
  { region = '', largeObjects }: Pick<RedriveArguments, 'region' | 'largeObjects'>,
): { readonly toUrl: string; readonly fromUrl: string } {
  const [to, from] = largeObjects
    ? [queues.largeObjectQueueUrls, queues.largeObjectDeadLetterQueueUrls]
    : [queues.missQueueUrls, queues.deadLetterQueueUrls];
  const [toUrl, fromUrl] = [to[region], from[region]];
  if (toUrl === undefined || fromUrl === undefined) {
    throw new UsageError(unknown('region with a near bucket', region || undefined, Object.keys(to)));
  }
  return { toUrl, fromUrl };
}
