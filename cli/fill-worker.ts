import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fill } from '../lambda-src/backfill/fill/fill';
import { clientSettings } from './aws-client';
import { UsageError } from './command';
import { milliseconds } from './duration';
import { targetEnvironment } from './environment';
import { positiveNumber } from './positive-number';
import { workOff } from './work-off';

export interface FillWorkerArguments {
  readonly queue: string | undefined;
  readonly bucket: string | undefined;
  readonly source: string | undefined;
  readonly prefixes: string | undefined;
  readonly region: string | undefined;
  readonly redirectHosts: string;
  readonly maximumBytes: string;
  readonly refresh: boolean;
  readonly privateSource: boolean;
  readonly concurrency: string;
  readonly timeLimit: string;
  readonly grace: string;
  readonly untilEmpty: boolean;
  readonly local: boolean;
}

const PROGRESS_MILLISECONDS = 10_000;

/** Works a queue of large objects off. */
export async function fillWorker(args: FillWorkerArguments, stop: AbortSignal): Promise<void> {
  const { queue, bucket, source, prefixes, region } = args;
  if (!queue || !bucket || !source || !prefixes || !region) {
    const given = { queue, bucket, source, prefixes, region };
    const missing = Object.entries(given).filter(([, value]) => !value);
    throw new UsageError(`expected ${missing.map(([name]) => `--${name}`).join(', ')}, got nothing`);
  }
  if (!URL.canParse(source) || (new URL(source).protocol !== 'https:' && !args.local)) {
    throw new UsageError(`--source: expected an https:// address, got "${source}"`);
  }
  const [maximumObjectBytes, concurrency, grace, timeLimitMilliseconds] = [
    positiveNumber(args.maximumBytes, '--maximum-bytes'),
    positiveNumber(args.concurrency, '--concurrency'),
    positiveNumber(args.grace, '--grace'),
    milliseconds(args.timeLimit),
  ] as const;

  const settings = clientSettings(region, targetEnvironment(args.local));
  const progress = progressReport();
  const job = {
    destination: {
      s3: new S3Client({ ...settings, forcePathStyle: args.local }),
      bucketName: bucket,
      onWritten: progress.add,
    },
    source: {
      url: source,
      mayBePrivate: args.privateSource,
      redirectHosts: listed(args.redirectHosts),
    },
    allowedPrefixes: listed(prefixes),
    maximumObjectBytes,
    refresh: args.refresh,
  };
  console.log(`Waiting for keys of objects for ${bucket}.`);
  await workOff({
    sqs: new SQSClient(settings),
    queueUrl: queue,
    concurrency,
    isUntilEmpty: args.untilEmpty,
    work: ({ id, body }, signal) => fill(job, body, signal, id),
    timeLimitMilliseconds,
    stop,
    graceMilliseconds: grace * 1000,
    report: (line) => console.log(line),
  }).finally(progress.end);
}

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
