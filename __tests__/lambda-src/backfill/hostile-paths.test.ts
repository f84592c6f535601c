import { EventEmitter } from 'node:events';
import https from 'node:https';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { parsedMessage } from '../../../lambda-src/backfill/message';
import { handler as missOrigin } from '../../../lambda-src/backfill/signal/miss-origin';
import { openSource } from '../../../lambda-src/backfill/source/source';
import { objectKey, objectPath } from '../../../lambda-src/shared/object-key';
import { randomSequence } from '../../../walk/random-sequence';
import { edgeTrigger, requestAtFullOrigin } from '../../support/edge-trigger';
import { cases } from '../../support/full-run';

const SEED = 19_890_604;
const PATHS = cases(5000, 1_000_000, 250_000);
const PREFIXES = ['images/', 'video/'];
const SQS_HOST = 'sqs.eu-central-1.amazonaws.com';
const QUEUE_URL = `https://${SQS_HOST}/123456789012/demo-misses-europe`;
const SOURCE = { url: 'https://source.example/base', mayBePrivate: false };

// biome-ignore format: one line for each kind
const PIECES = [
  '/', '//', '\\', '\\\\', '%2f', '%2F', '%5c', '%255c', '\u2215', '\uff0f', '\u29f8',
  '..', '.', '...', '%2e', '%2E%2e', '.%2e', '..;', '..;/', '%252e%252e', '\uff0e\uff0e', '\u2024\u2024', '\u3002',
  'images', 'images/', 'video/', 'private/', 'IMAGES/', 'a', 'b.jpg', 'a b', '日本', 'é', '\u0065\u0301', '\u{1f600}', '%E6%97%A5',
  '?', '#', '%3f', '%23', '&', '=', ';', ':', '+', '%2B', '*', '~', '!', "'", '"', '<', '>', '|', '{', '^', '`',
  '@', '@evil.example', '//evil.example', 'https://evil.example', 'http:', 'javascript:', ':80', ':443@', '[::1]', 'user:pass@',
  '%', '%%', '%2', '%zz', '%25', '%u002e', '%c0%af', '%c0%ae', '%e0%80%af', '%ed%a0%80', '%ff', '%f4%90%80%80',
  '\0', '%00', '\r\n', '%0d%0a', '\nHost: evil.example', '%0aHost:%20evil', '\t', '%09', '%7f', '\u0085', '%C2%85', ' ', '%20', '\u00a0',
  '\ud800', '\udc00', '\ufffd', '\ufeff', '\u200b', '\u202e', '\u2028', '/.full/', '/.full', '${x}', '{{x}}', '$(x)',
] as const;

type Random = (below: number) => number;

function randomPath(random: Random): string {
  let path = ['/images/', '/images/', '/video/', '/', '', '/images', '/.full/images/'][random(7)] ?? '';
  for (let pieces = random(7); pieces >= 0; pieces--) {
    const kind = random(12);
    if (kind === 0) path += String.fromCharCode(random(0x10000));
    else if (kind === 1) path += `%${random(256).toString(16).padStart(2, '0')}`;
    else if (kind < 5) path += String.fromCharCode(32 + random(95));
    else path += PIECES[random(PIECES.length)];
  }
  // Now and then around the limit of a key.
  return random(200) === 0 ? path + 'x'.repeat(1000 + random(2200)) : path;
}

/** A connection that is never made: what would have been sent, and the answer. */
class Intercepted extends EventEmitter {
  body = '';
  constructor(
    readonly url: URL,
    readonly status: number | undefined,
    readonly answered: (response: unknown) => void,
  ) {
    super();
  }
  setTimeout(): void {}
  destroy(): void {}
  end(body = ''): void {
    this.body = body;
    if (this.status === undefined) queueMicrotask(() => this.emit('error', new Error('not sent')));
    else this.answered({ statusCode: this.status, on: () => ({ resume: () => undefined }) });
  }
}

describe('hostile paths', () => {
  const environment = process.env;
  const sent: Intercepted[] = [];
  let messageCount = 0;
  const trigger = edgeTrigger({
    ALLOWED_PREFIXES: PREFIXES,
    MISS_QUEUES: { 'bucket-europe': ['eu-central-1', 'demo-misses-europe'] },
  });

  beforeAll(() => {
    process.env = {
      ...environment,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
      ALLOWED_PREFIXES: JSON.stringify(PREFIXES),
      MISS_QUEUE_URL: QUEUE_URL,
    };
    delete process.env.AWS_ENDPOINT_URL;
    delete process.env.AWS_ENDPOINT_URL_SQS;
    const request = (url: URL, _: unknown, answered: (response: unknown) => void) => {
      const intercepted = new Intercepted(url, url.host === SQS_HOST ? 200 : undefined, answered);
      sent.push(intercepted);
      return intercepted;
    };
    jest.spyOn(https, 'request').mockImplementation(request as unknown as typeof https.request);
    jest.spyOn(console, 'warn').mockImplementation();
  });
  afterAll(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  /** The message about a path, or nothing; whatever else is sent is a violation. */
  async function reported(run: () => Promise<unknown>): Promise<string | undefined> {
    sent.length = 0;
    await run();
    const [message] = sent;
    if (message === undefined) return undefined;
    messageCount++;
    const { QueueUrl, MessageBody, ...others } = JSON.parse(message.body);
    if (sent.length > 1 || message.url.href !== `https://${SQS_HOST}/`)
      throw new Error(`sent to ${message.url}`);
    if (QueueUrl !== QUEUE_URL || Object.keys(others).length > 0) throw new Error(`sent ${message.body}`);
    return MessageBody;
  }

  function keyOf(messageBody: string): string {
    const message = JSON.parse(messageBody);
    const { key } = message;
    const isWhole = Object.keys(message).sort().join() === 'key,version' && typeof key === 'string';
    if (!isWhole || parsedMessage(messageBody, PREFIXES)?.key !== key)
      throw new Error(`message ${messageBody}`);
    if (!PREFIXES.some((prefix) => key.startsWith(prefix) && key.length > prefix.length)) {
      throw new Error(`outside the prefixes: ${key}`);
    }
    return key;
  }

  async function checkWorker(key: string): Promise<void> {
    sent.length = 0;
    await openSource(SOURCE, key, new AbortController().signal).catch(() => undefined);
    const [asked] = sent;
    const { href, origin, pathname } = asked?.url ?? {};
    if (sent.length !== 1 || href !== `https://source.example/base${objectPath(key)}`) {
      throw new Error(`the worker asked for ${href}`);
    }
    if (
      origin !== 'https://source.example' ||
      objectKey(pathname?.slice('/base'.length) ?? '', PREFIXES) !== key
    ) {
      throw new Error(`another key than ${key} at ${href}`);
    }
  }

  /** Whether the path led to a message. */
  async function check(path: string): Promise<boolean> {
    const expected = objectKey(path, PREFIXES);
    const request = requestAtFullOrigin(path);
    const messages = [
      await reported(async () => {
        const passedOn = await trigger({ Records: [{ cf: { config, request } }] }, context);
        if (passedOn !== request || request.uri !== path) throw new Error('request altered');
      }),
      await reported(async () => {
        const event = {
          rawPath: path,
          requestContext: { http: { method: 'GET' } },
        } as LambdaFunctionURLEvent;
        const answer = await missOrigin(event);
        const { location } = (answer as { headers: { location: string } }).headers;
        if (!/^\/\.full[!-~]*$/.test(location)) throw new Error(`location ${location}`);
        if (new URL(location, 'https://media.example').host !== 'media.example') throw new Error(location);
      }),
    ];
    for (const message of messages) {
      // Either variant may have said so of an earlier path with the same key.
      if (message !== undefined && keyOf(message) !== expected) throw new Error(`another key: ${message}`);
    }
    if (expected !== undefined) await checkWorker(expected);
    return expected !== undefined;
  }

  it(`of ${PATHS}, none leads to another host or outside the prefixes, and every key leads back to itself`, async () => {
    const random = randomSequence(SEED);
    const violations: string[] = [];
    let keys = 0;
    for (let number = 0; number < PATHS && violations.length < 10; number++) {
      const path = randomPath(random);
      try {
        if (await check(path)) keys++;
      } catch (error) {
        violations.push(`${JSON.stringify(path)}: ${error}`);
      }
    }

    process.stdout.write(
      `hostile paths: ${PATHS}, of which ${keys} name a key; ${messageCount} messages, ${violations.length} violations\n`,
    );
    expect(violations).toEqual([]);
    expect(keys).toBeGreaterThan(PATHS / 50);
    // One of each variant and key, but for keys that came up before.
    expect(messageCount).toBeGreaterThan(keys);
  }, 600_000);
});

const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:us-east-1.signal:3' };
const config = {
  distributionDomainName: 'd1.cloudfront.net',
  distributionId: 'E1',
  eventType: 'origin-request',
  requestId: 'id',
} as const;
