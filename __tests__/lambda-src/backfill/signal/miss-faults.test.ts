import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { handler as missOrigin } from '../../../../lambda-src/backfill/signal/miss-origin';
import { randomSequence } from '../../../../walk/random-sequence';
import { edgeTrigger, requestAtFullOrigin } from '../../../support/edge-trigger';
import { FaultyQueues } from '../../../support/faulty-queue';
import { cases } from '../../../support/full-run';

const SEED = 1120;
const FAULTS = cases(60, 1000);
const AT_ONCE = 30;
/** The longest that a viewer may be kept waiting; how long it took on this machine is printed and decides nothing. */
const PATIENCE_MILLISECONDS = 300;

const trigger = edgeTrigger({
  ALLOWED_PREFIXES: ['images/'],
  MISS_QUEUES: { 'bucket-europe': ['eu-central-1', 'demo-misses-europe'] },
});
const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:us-east-1.signal:3' };

/** Each variant: what it is asked, and whether the viewer gets what a viewer gets without any miss signal. */
const variants: Readonly<Record<string, (uri: string, method: string) => Promise<boolean>>> = {
  'edge trigger': async (uri, method) => {
    const request = requestAtFullOrigin(uri, method, 'size=large');
    const passedOn = await trigger({ Records: [{ cf: { config, request } }] }, context);
    return (
      passedOn === request &&
      JSON.stringify(request) === JSON.stringify(requestAtFullOrigin(uri, method, 'size=large'))
    );
  },
  'function URL': async (uri, method) => {
    const answer = await missOrigin({
      rawPath: uri,
      requestContext: { http: { method } },
    } as LambdaFunctionURLEvent);
    const expected = { statusCode: 307, headers: { location: `/.full${uri}`, 'cache-control': 'no-store' } };
    return JSON.stringify(answer) === JSON.stringify(expected);
  },
};
const config = {
  distributionDomainName: 'd1.cloudfront.net',
  distributionId: 'E1',
  eventType: 'origin-request',
  requestId: 'id',
} as const;

/** A viewer's patience: how long it is, and when it ended. */
interface Patience {
  readonly milliseconds: number;
  readonly over: Promise<void>;
}

/** Notes the timer that ends a viewer's patience; the function starts it before it first waits. */
function watchPatience(): () => Patience | undefined {
  let started: Patience | undefined;
  const { setTimeout: start } = globalThis;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
    end: (reason: unknown) => void,
    milliseconds: number,
    reason: unknown,
  ) => {
    if (reason !== 'SQS is slow') return start(end, milliseconds, reason);
    const over = new Promise<void>((resolve) => {
      start(() => {
        end(reason);
        // What follows from it without waiting for anything else has happened by then.
        setImmediate(resolve);
      }, milliseconds);
    });
    started = { milliseconds, over };
    return undefined;
  }) as unknown as typeof setTimeout);
  return () => {
    const patience = started;
    started = undefined;
    return patience;
  };
}

describe.each(Object.keys(variants))('the miss signal by %s', (variant) => {
  const environment = process.env;
  const queues = new FaultyQueues();
  const random = randomSequence(SEED);

  beforeAll(async () => {
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
      ALLOWED_PREFIXES: '["images/"]',
      MISS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/demo-misses-europe',
    };
    await queues.open(random);
    jest.spyOn(console, 'warn').mockImplementation();
  });
  afterAll(() => {
    process.env = environment;
    queues.close();
    jest.restoreAllMocks();
  });

  it(`gives viewers what they get without it, in time, through ${FAULTS} faults of SQS`, async () => {
    const served = variants[variant] as (uri: string, method: string) => Promise<boolean>;
    const durations: number[] = [];
    const wrong: string[] = [];
    const patienceOfLast = watchPatience();
    const one = async (number: number) => {
      const fault = queues.faults[number % queues.faults.length];
      if (fault === undefined) throw new Error('no faults');
      // The function reads it before it first waits, so others may run at the same time.
      process.env.AWS_ENDPOINT_URL_SQS = fault.endpoint;
      const started = performance.now();
      const result = served(`/images/${number}%20${random(1e6)}.jpg`, random(2) === 0 ? 'GET' : 'HEAD').then(
        (asExpected) => asExpected || 'altered',
        (error: unknown) => `rejected: ${error}`,
      );
      const patience = patienceOfLast();
      if (patience !== undefined && patience.milliseconds > PATIENCE_MILLISECONDS) wrong.push(fault.name);
      const late = patience?.over.then(() => 'kept waiting');
      const outcome = await Promise.race(late === undefined ? [result] : [result, late]);
      durations.push(performance.now() - started);
      if (outcome !== true) wrong.push(`${fault.name}: ${outcome}`);
    };
    for (let first = 0; first < FAULTS; first += AT_ONCE) {
      const size = Math.min(AT_ONCE, FAULTS - first);
      await Promise.all(Array.from({ length: size }, (_, index) => one(first + index)));
    }

    durations.sort((a, b) => a - b);
    const at = (share: number) => durations[Math.floor(share * (durations.length - 1))]?.toFixed(0);
    process.stdout.write(
      `miss signal by ${variant}: ${durations.length} faults of ${queues.faults.length} kinds, ${wrong.length} viewers affected; ms: median ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}\n`,
    );
    expect(wrong).toEqual([]);
    expect(durations).toHaveLength(FAULTS);
  });
});
