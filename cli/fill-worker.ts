import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fill } from '../lambda-src/backfill/fill/fill';
import { clientSettings } from './aws-client';
import { type CommandContext, command, UsageError, usage } from './command';
import { milliseconds } from './duration';
import { targetEnvironment } from './environment';
import { positiveNumber } from './positive-number';
import { workOff } from './work-off';

const help = `
Usage: npm run fill-worker -- --queue <url> --bucket <name> --source <url> --prefixes <list> --region <aws region> [options]

Copies the objects that one function run cannot: takes their keys from the queue of large objects and does what the
function does, with the same code and without its limits of time and size. Runs wherever there is Node.js, AWS
credentials and a way to the source: on an instance, in a container, on a desk. Several may run at once.
"npm run stack -- output <deployment>-backfill" prints queue and bucket.

  --queue <url>            the region's output of "large_object_queue_urls"
  --bucket <name>          the region's output of "bucket_names"
  --source <url>           https:// address that keys are appended to: SOURCE_URL of the function <deployment>-fill-<region>
  --prefixes <list>        key prefixes that may be copied, with commas: "images/,video/"
  --region <aws region>    where queue and bucket are
  --redirect-hosts <list>  hosts that the source may redirect to, with commas
  --maximum-bytes <n>      larger objects are not copied; S3's 5 TiB unless given
  --refresh                replaces copies of objects that the source has a newer version of
  --private-source         lets the source have an address that is not public
  --concurrency <n>        objects at once; 1 unless given. Each takes up to 64 MB, or eight parts, of memory
  --time-limit <time>      longest time for one object: 30m, 6h; 6h unless given
  --grace <seconds>        time for the object in work when the worker is stopped (SIGTERM, Ctrl-C); 20 unless given.
                           What is not finished by then goes back to the queue, and is begun again
  --until-empty            ends when the queue is empty, instead of waiting for more
  --local                  on the local AWS that "npm start" runs, instead of AWS
`;

const PROGRESS_MILLISECONDS = 10_000;

command(help, async ({ args, signal: stop }: CommandContext) => {
  const { values } = usage(() =>
    parseArgs({
      args: [...args],
      options: {
        queue: { type: 'string' },
        bucket: { type: 'string' },
        source: { type: 'string' },
        prefixes: { type: 'string' },
        region: { type: 'string' },
        'redirect-hosts': { type: 'string', default: '' },
        'maximum-bytes': { type: 'string', default: String(5 * 2 ** 40) },
        refresh: { type: 'boolean', default: false },
        'private-source': { type: 'boolean', default: false },
        concurrency: { type: 'string', default: '1' },
        'time-limit': { type: 'string', default: '6h' },
        grace: { type: 'string', default: '20' },
        'until-empty': { type: 'boolean', default: false },
        local: { type: 'boolean', default: false },
      },
    }),
  );
  const { queue, bucket, source, prefixes, region } = values;
  if (!queue || !bucket || !source || !prefixes || !region) {
    const given = { queue, bucket, source, prefixes, region };
    const missing = Object.entries(given).filter(([, value]) => !value);
    throw new UsageError(`expected ${missing.map(([name]) => `--${name}`).join(', ')}, got nothing`);
  }
  if (!URL.canParse(source) || (new URL(source).protocol !== 'https:' && !values.local)) {
    throw new UsageError(`--source: expected an https:// address, got "${source}"`);
  }
  const [maximumObjectBytes, concurrency, grace, timeLimitMilliseconds] = usage(() => [
    positiveNumber(values['maximum-bytes']),
    positiveNumber(values.concurrency),
    positiveNumber(values.grace),
    milliseconds(values['time-limit']),
  ]);

  const settings = clientSettings(region, targetEnvironment(values.local));
  const progress = progressReport();
  const job = {
    destination: {
      s3: new S3Client({ ...settings, forcePathStyle: values.local }),
      bucketName: bucket,
      onWritten: progress.add,
    },
    source: {
      url: source,
      mayBePrivate: values['private-source'],
      redirectHosts: listed(values['redirect-hosts']),
    },
    allowedPrefixes: listed(prefixes),
    maximumObjectBytes,
    refresh: values.refresh,
  };
  console.log(`Waiting for keys of objects for ${bucket}.`);
  await workOff({
    sqs: new SQSClient(settings),
    queueUrl: queue,
    concurrency,
    isUntilEmpty: values['until-empty'],
    work: ({ id, body }, signal) => fill(job, body, signal, id),
    timeLimitMilliseconds,
    stop,
    graceMilliseconds: grace * 1000,
    report: (line) => console.log(line),
  }).finally(progress.end);
});

function listed(text: string): string[] {
  return text.split(',').filter((each) => each !== '');
}

/** Says every ten seconds what was written of each object. */
function progressReport(): { add: (key: string, bytes: number) => void; end: () => void } {
  const written = new Map<string, number>();
  const timer = setInterval(() => {
    for (const [key, bytes] of written) {
      const rate = bytes / 1e3 / PROGRESS_MILLISECONDS;
      console.log(`${key}: ${(bytes / 1e6).toFixed(0)} MB written in ten seconds (${rate.toFixed(0)} MB/s)`);
    }
    written.clear();
  }, PROGRESS_MILLISECONDS).unref();
  return {
    add: (key, bytes) => void written.set(key, (written.get(key) ?? 0) + bytes),
    end: () => clearInterval(timer),
  };
}
