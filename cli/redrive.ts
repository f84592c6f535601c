import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { SQSClient } from '@aws-sdk/client-sqs';
import { backfillContract } from '../stacks/backfill/contract';
import { regionContract } from '../stacks/region/contract';
import { appliedOutputs } from '../terraform/outputs';
import { synthesize } from '../terraform/synthesize';
import { synthesizedStacks } from '../terraform/synthesized';
import { clientSettings } from './aws-client';
import { type CommandContext, command, UsageError, usage } from './command';
import { targetEnvironment } from './environment';
import { findStackOfKind, unknown } from './find-stack';
import { positiveNumber } from './positive-number';
import { redriveQueue } from './redrive-queue';

const help = `
Usage: npm run redrive -- <deployment> <region> [options]

Moves the messages of a region's dead-letter queue back to its queue of misses, after what failed is repaired: the fill
worker tries each of them five more times. Prints what was moved. Run again, it moves what is there by then.

  --large-objects   the queue of large objects instead
  --maximum <n>     messages that are moved at most; 1000 unless given
  --local           on the local AWS that "npm start" runs, instead of AWS
  --skip-synth      works on cdktf.out as it is
`;

command(help, async ({ args, signal }: CommandContext) => {
  const { values, positionals } = usage(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'large-objects': { type: 'boolean', default: false },
        maximum: { type: 'string', default: '1000' },
        local: { type: 'boolean', default: false },
        'skip-synth': { type: 'boolean', default: false },
      },
    }),
  );
  const [deployment, region, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One region at a time: got also ${rest.join(' ')}`);
  const maximum = usage(() => positiveNumber(values.maximum));

  const environment = targetEnvironment(values.local);
  if (!values['skip-synth']) await synthesize(signal);
  const stacks = synthesizedStacks();
  const backfill = findStackOfKind(stacks, deployment, backfillContract);
  const { awsRegion } = findStackOfKind(stacks, deployment, regionContract, region);
  const outputs = await appliedOutputs(backfill, backfillContract, environment);
  const [to, from] = values['large-objects']
    ? [outputs.largeObjectQueueUrls, outputs.largeObjectDeadLetterQueueUrls]
    : [outputs.missQueueUrls, outputs.deadLetterQueueUrls];
  const [toUrl, fromUrl] = [to[region ?? ''], from[region ?? '']];
  if (toUrl === undefined || fromUrl === undefined) {
    throw new UsageError(unknown('region with a bucket', region, Object.keys(to)));
  }

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
});
