import { basename } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
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
  const { region, local, largeObjects } = args;
  const maximum = positiveNumber(args.maximum);
  const stacks = await declaredStacks({ signal });
  const backfill = findStackOfKind(stacks, args.deployment, backfillContract);
  const { awsRegion } = findStackOfKind(stacks, args.deployment, regionContract, region);
  const consent = consentOf(args);
  refuseUnanswerable('redrive', consent);
  const environment = targetEnvironment(local);
  const account = await changedAccount(backfill, args);
  const outputs = await appliedOutputs(backfill, backfillContract, environment);
  const [to, from] = largeObjects
    ? [outputs.largeObjectQueueUrls, outputs.largeObjectDeadLetterQueueUrls]
    : [outputs.missQueueUrls, outputs.deadLetterQueueUrls];
  const [toUrl, fromUrl] = [to[region ?? ''], from[region ?? '']];
  if (toUrl === undefined || fromUrl === undefined) {
    throw new UsageError(unknown('region with a bucket', region, Object.keys(to)));
  }
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
