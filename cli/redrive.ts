import { parseArgs } from 'node:util';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from './aws-client';
import { type CommandContext, command, UsageError, usage } from './command';
import { targetEnvironment } from './environment';
import { backfillRegion } from './find-region';
import { positiveNumber } from './positive-number';
import { redriveQueue } from './redrive-queue';

const help = `
Usage: npm run redrive -- <deployment> <region> [options]

Moves the messages of a region's dead-letter queue back to its queue of misses, after what failed is repaired: the fill
worker tries each of them five more times. Prints what was moved. Run again, it moves what is there by then.

  --large-objects   the queue of large objects instead
  --maximum <n>     messages that are moved at most; 1000 unless given
  --local           on the local AWS that "npm start" runs, instead of AWS
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
      },
    }),
  );
  const [deployment, region, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One region at a time: got also ${rest.join(' ')}`);
  const { awsRegion } = usage(() => backfillRegion(deployment, region));
  const maximum = usage(() => positiveNumber(values.maximum));

  const sqs = new SQSClient(clientSettings(awsRegion, targetEnvironment(values.local)));
  const name = `${deployment}-${values['large-objects'] ? 'large-objects' : 'misses'}-${region}`;
  const urlOf = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName })).catch((error: Error) => {
      throw new Error(`queue "${QueueName}" in ${awsRegion}: ${error.message}`);
    });
    return QueueUrl ?? '';
  };
  const moved = await redriveQueue(sqs, {
    fromUrl: await urlOf(`${name}-dead`),
    toUrl: await urlOf(name),
    maximum,
    signal,
    onMoved: (body) => console.log(body),
  });
  const more = moved === maximum ? ' There may be more: run it again.' : '';
  console.log(`${moved} ${moved === 1 ? 'message' : 'messages'} moved from ${name}-dead to ${name}.${more}`);
});
