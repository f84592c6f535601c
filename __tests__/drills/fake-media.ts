import type { AwsAnswer, AwsCall } from 'local-aws/world/aws-api';
import type { WorldEvent } from 'local-aws/world/world';
import type { DrillContext } from '../../drills/drill';
import type { Answer, Asked, Bucket, DrillWorld, Step } from '../../drills/world';
import { parsedMessage } from '../../lambda-src/backfill/message';
import { retryDelaySeconds } from '../../lambda-src/backfill/queue/retry';
import { answer, DESCRIBED, FakeWorld } from './support';

/** How the platform works, so that a test can say in which way it does not. */
export interface Platform {
  /** From a message to its fill. */
  readonly fillSeconds: number;
  readonly fullOriginStatus: number;
  /** What a bucket answers before a request moves on to the full origin. */
  readonly failoverStatuses: readonly number[];
  /** How often misses of one key are told of. */
  readonly messagesPerKey: number;
  /** What viewers get where the miss cannot be told of. */
  readonly statusWithoutQueue: number;
  readonly reportsWithoutQueue: boolean;
  /** For each message of a key that is not there. */
  readonly sourceRequests: number;
  readonly versionsPerFill: number;
  readonly copyOf: (body: Buffer) => Buffer;
  readonly copyHeaders: Readonly<Record<string, string>>;
  readonly errorSeconds: number;
  /** Key that the worker fills for a message; `undefined`: it drops the message. */
  readonly keyOf: (messageBody: string) => string | undefined;
  readonly attempts: number;
  readonly retrySeconds: (attempt: number) => number;
  /** Of a batch with a message that fails, no message is handled. */
  readonly batchesFailAsOne: boolean;
}

const WORKING: Platform = {
  fillSeconds: 1,
  fullOriginStatus: 200,
  failoverStatuses: [404],
  messagesPerKey: 10,
  statusWithoutQueue: 200,
  reportsWithoutQueue: false,
  sourceRequests: 1,
  versionsPerFill: 1,
  copyOf: (body) => body,
  copyHeaders: {},
  errorSeconds: 10,
  keyOf: (messageBody) => parsedMessage(messageBody, ['images/'])?.key,
  attempts: 5,
  retrySeconds: (attempt) => retryDelaySeconds(attempt, undefined),
  batchesFailAsOne: false,
};

const BUCKETS: readonly Bucket[] = [
  { bucket: 'media-europe', awsRegion: 'eu-central-1', originId: 'bucket-europe' },
  { bucket: 'media-america', awsRegion: 'us-west-2', originId: 'bucket-america' },
];
const queueArnIn = (awsRegion: string) => `arn:aws:sqs:${awsRegion}:123456789012:misses`;

interface StoredObject {
  readonly body: Buffer;
  readonly versions: number;
}

interface QueuedMessage {
  readonly body: string;
  readonly bucket: Bucket;
  due: number;
  attempts: number;
}

/** Near buckets with their queues and workers, a full origin and edge locations: as they work, but for what a test says. */
export class FakeMedia {
  readonly fake = new FakeWorld();
  private isHeld = false;
  private readonly platform: Platform;
  private readonly cache = new Map<string, { readonly answer: Answer; readonly until: number }>();
  private readonly traces = new Map<string, readonly Step[]>();
  private readonly stored = new Map<string, StoredObject>();
  private readonly reports = new Map<string, number>();
  private readonly paths: string[] = [];
  private readonly events: WorldEvent[] = [];
  private messages: QueuedMessage[] = [];
  private deadLetters: string[] = [];
  private fault: Parameters<DrillWorld['refuse']>[0] | undefined;
  private asked = 0;

  constructor(platform: Partial<Platform> = {}) {
    this.platform = { ...WORKING, ...platform };
  }

  /** A drill about the region of one of the buckets. */
  context(region = 'europe'): DrillContext {
    const world: Partial<DrillWorld> = {
      ask: async (asked) => this.ask(asked),
      steps: async ({ headers }) => this.traces.get(headers['x-local-trace'] ?? '') ?? [],
      logged: async (part) => this.paths.filter((path) => path.includes(part)),
      describe: async () => {
        this.work();
        return {
          ...DESCRIBED,
          buckets: BUCKETS,
          regions: [{ name: 'asia', state: { dead: false, delayMilliseconds: 0, healthyTargets: 1 } }],
          queues: BUCKETS.map(({ awsRegion }) => ({
            id: awsRegion,
            awsRegion,
            queueArn: queueArnIn(awsRegion),
            functionArn: 'arn:aws:lambda:…',
            batchSize: 5,
            maximumConcurrency: 10,
            reportsItemFailures: true,
          })),
          events: this.events,
        };
      },
      holdQueues: async (held) => {
        this.isHeld = held;
      },
      refuse: async (fault) => {
        this.fault = fault;
      },
      allow: async () => {
        this.fault = undefined;
      },
      aws: async (call) => this.aws(call),
    };
    return this.fake.context(world, region);
  }

  private ask({ path = '/', country, location = 'LOC50-P1' }: Asked): Answer {
    this.work();
    this.paths.push(path);
    if (path.startsWith('/.full/')) return this.fromFullOrigin(path.slice('/.full'.length));
    const name = `${location} ${path}`;
    const kept = this.cache.get(name);
    const steps: Step[] = [];
    const fresh = kept !== undefined && this.fake.time < kept.until ? kept.answer : undefined;
    const made = fresh ?? this.throughBucket(path, country, steps);
    const until =
      made.status === 200 ? Number.POSITIVE_INFINITY : this.fake.time + this.platform.errorSeconds * 1000;
    if (fresh === undefined) this.cache.set(name, { answer: made, until });
    const result = made.status !== 200 ? 'Error' : fresh === undefined ? 'Miss' : 'Hit';
    const id = String(++this.asked);
    this.traces.set(id, steps);
    return {
      ...made,
      headers: { ...made.headers, 'x-cache': `${result} from cloudfront`, 'x-local-trace': id },
    };
  }

  private throughBucket(path: string, country: string, steps: Step[]): Answer {
    const [europe, america] = BUCKETS as [Bucket, Bucket];
    const bucket = country === 'US' ? america : europe;
    const first = this.fromBucket(bucket, path.slice(1));
    const step = (origin: string, status: number) =>
      steps.push({ at: this.fake.time, step: 'origin', detail: { origin, status } });
    step(bucket.originId, first.status);
    if (!this.platform.failoverStatuses.includes(first.status)) return first;
    const answered = this.report(bucket, path.slice(1))
      ? this.fromFullOrigin(path)
      : answer(this.platform.statusWithoutQueue);
    step('full', answered.status);
    return answered;
  }

  private fromBucket(bucket: Bucket, key: string): Answer {
    const headers = { server: 'AmazonS3' };
    if (this.refuses('s3', bucket.awsRegion))
      return answer(this.fault?.status ?? 503, undefined, { headers });
    const found = this.stored.get(`${bucket.bucket}/${key}`);
    if (found === undefined) return answer(404, undefined, { headers });
    const { body } = found;
    return answer(200, undefined, {
      body,
      headers: { ...headersOf(body), ...this.platform.copyHeaders, ...headers },
    });
  }

  private fromFullOrigin(path: string): Answer {
    if (path.includes('missing')) return answer(404);
    if (this.platform.fullOriginStatus !== 200) return answer(this.platform.fullOriginStatus);
    const body = Buffer.from(`the object ${path}`);
    return answer(200, undefined, { body, headers: headersOf(body) });
  }

  /** False where the viewer has to suffer for it. */
  private report(bucket: Bucket, key: string): boolean {
    const { messagesPerKey, statusWithoutQueue, reportsWithoutQueue } = this.platform;
    if (this.refuses('sqs', bucket.awsRegion) && !reportsWithoutQueue) return statusWithoutQueue === 200;
    const name = `${bucket.bucket}/${key}`;
    const reports = this.reports.get(name) ?? 0;
    if (reports < messagesPerKey) this.send(bucket, JSON.stringify({ version: 1, key }));
    this.reports.set(name, reports + 1);
    return true;
  }

  private send(bucket: Bucket, body: string): void {
    const key = parsedMessage(body, [''])?.key;
    const queueArn = queueArnIn(bucket.awsRegion);
    this.messages.push({ body, bucket, due: this.fake.time + this.platform.fillSeconds * 1000, attempts: 0 });
    this.events.push({ event: 'message', at: this.fake.time, queueArn, ...(key && { key }) });
  }

  private refuses(service: string, awsRegion: string): boolean {
    const { services = [], awsRegions = [], share = 1 } = this.fault ?? { services: [] };
    return (
      services.includes(service) && awsRegions.includes(awsRegion) && (share === 1 || this.asked % 2 === 0)
    );
  }

  /** The fill workers, as far as their time has come. */
  private work(): void {
    const { attempts, retrySeconds, batchesFailAsOne } = this.platform;
    if (this.isHeld) return;
    const due = this.messages.filter((message) => message.due <= this.fake.time);
    const someFail = due.some(({ body }) => body.includes('broken'));
    for (const message of due) {
      if (message.attempts === attempts) {
        this.messages = this.messages.filter((one) => one !== message);
        this.deadLetters.push(message.body);
        continue;
      }
      message.attempts += 1;
      const { bucket, body } = message;
      const done = !(batchesFailAsOne ? someFail : body.includes('broken'));
      if (done) this.messages = this.messages.filter((one) => one !== message);
      else message.due = this.fake.time + retrySeconds(message.attempts) * 1000;
      const queueArn = queueArnIn(bucket.awsRegion);
      const messages = [{ body, done }];
      this.events.push({
        event: 'batch',
        at: this.fake.time,
        queueArn,
        functionArn: '',
        messages,
        milliseconds: 1,
      });
      if (done) this.fill(bucket, this.platform.keyOf(body));
    }
  }

  private fill({ bucket }: Bucket, key: string | undefined): void {
    const { sourceRequests, versionsPerFill, copyOf } = this.platform;
    if (key === undefined || key.includes('missing') || this.stored.has(`${bucket}/${key}`)) return;
    for (let request = 0; request < sourceRequests; request++) this.paths.push(`/.full/${key}`);
    const body = copyOf(Buffer.from(`the object /${key}`));
    this.stored.set(`${bucket}/${key}`, { body, versions: versionsPerFill });
  }

  private aws({ service, path, headers, body: sent = '' }: AwsCall): AwsAnswer {
    this.work();
    const said = (status: number, body: string, more = {}) => ({ status, headers: new Headers(more), body });
    if (service === 'sqs') return said(200, this.sqs(headers?.['x-amz-target'] ?? '', JSON.parse(sent)));
    const [bucketPath = '', prefix] = path.slice(1).split('?versions&prefix=');
    if (prefix !== undefined) {
      const found = this.stored.get(`${bucketPath}/${decodeURIComponent(prefix)}`);
      return said(200, `<Versions>${'<Version></Version>'.repeat(found?.versions ?? 0)}</Versions>`);
    }
    const found = this.stored.get(bucketPath);
    return found ? said(200, '', { ...headersOf(found.body), ...this.platform.copyHeaders }) : said(404, '');
  }

  private sqs(target: string, request: { readonly QueueUrl: string; readonly MessageBody?: string }): string {
    const bucket = BUCKETS.find(({ awsRegion }) => request.QueueUrl.includes(awsRegion));
    if (target.endsWith('.SendMessage') && bucket) this.send(bucket, request.MessageBody ?? '');
    if (target.endsWith('.DeleteMessage')) this.deadLetters = [];
    const Messages = this.deadLetters.map((Body) => ({ Body, ReceiptHandle: 'handle' }));
    return JSON.stringify(target.endsWith('.ReceiveMessage') ? { Messages } : {});
  }

  /** Dead letters that nobody has taken. */
  get left(): readonly string[] {
    return this.deadLetters;
  }
}

function headersOf(body: Buffer): Record<string, string> {
  return { 'content-type': 'image/png', 'content-length': String(body.length) };
}
