import { gzipSync } from 'node:zlib';
import type { Outcome } from '../../../../lambda-src/backfill/outcome';
import { TransientError } from '../../../../lambda-src/backfill/outcome';
import { type Answer, bytes, content, FillWorld, ranges } from '../../../support/fill-world';

const { key, partBytes } = FillWorld;
const LARGE = 20 * partBytes;

/** One way in which a fill does not end as the plain case does: a row of the table in `docs/explain/backfill.md`. */
export interface FailureClass {
  readonly cause: string;
  /** What the viewer whose request missed gets, and later viewers until something changes. */
  readonly viewer: string;
  /** `acknowledged` with the outcome that the worker counts, or `retried`, which ends in the dead-letter queue. */
  readonly fate: Outcome | 'retried';
  readonly alarm: string;
  /** Makes it happen. */
  readonly arrange: (world: FillWorld) => { message?: string; signal?: AbortSignal } | undefined;
}

const FULL = 'the object, from the full origin';
const NEAR = 'the object, from the bucket';
const NONE = 'none';
const DEAD = '`-misses-<region>-dead-letters`';

const answers =
  (answer: Answer): FailureClass['arrange'] =>
  (world) => {
    world.answer = answer;
  };
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): FailureClass['arrange'] =>
  (world) => {
    world.answer = (response) => response.writeHead(code, headers).end();
  };
const bucketFails =
  (operation: string, code: number, length = 5): FailureClass['arrange'] =>
  (world) => {
    world.s3.failures.set(operation, code);
    world.answer = bytes(length);
  };
const rawAnswer =
  (text: string): FailureClass['arrange'] =>
  (world) => {
    world.answer = (response) => response.socket?.end(text);
  };
/** Somebody else is faster while the source answers. */
const meanwhile =
  (happens: (world: FillWorld) => void, length = 5): FailureClass['arrange'] =>
  (world) => {
    world.answer = (response, request) => {
      happens(world);
      bytes(length)(response, request);
    };
  };
const others = (world: FillWorld) => world.s3.objects.set(key, { body: Buffer.from('newer'), headers: {} });
const copied = (world: FillWorld, etag: string) => {
  world.job = { ...world.job, refresh: true };
  world.s3.objects.set(key, {
    body: Buffer.from('older'),
    headers: {
      'x-amz-meta-src-etag': etag,
      'x-amz-meta-src-last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT',
    },
  });
};
const newer = { etag: '"v2"', 'last-modified': 'Wed, 21 Oct 2025 07:28:00 GMT' };
const handsOn = (world: FillWorld, send: () => Promise<void>) => {
  world.job = { ...world.job, largeObjects: { overBytes: LARGE - 1, send } };
};

export const failureClasses: readonly FailureClass[] = [
  {
    cause: 'the message is not one of ours',
    viewer: FULL,
    fate: 'invalid-message',
    alarm: NONE,
    arrange: () => ({ message: '{"url":"http://169.254.169.254/"}' }),
  },
  {
    cause: 'the message names a key outside the allowed prefixes',
    viewer: 'nothing of it: such a key is not served',
    fate: 'invalid-message',
    alarm: NONE,
    arrange: () => ({ message: '{"version":1,"key":"private/a.jpg"}' }),
  },
  {
    cause: 'the object is in the bucket already: a duplicate, or a message that came late',
    viewer: NEAR,
    fate: 'already-present',
    alarm: NONE,
    arrange: (world) => void others(world),
  },
  {
    cause: 'somebody else stores the object while it is copied in one request',
    viewer: NEAR,
    fate: 'already-present',
    alarm: NONE,
    arrange: meanwhile(others),
  },
  {
    cause: 'somebody else stores the object while it is copied in parts',
    viewer: NEAR,
    fate: 'already-present',
    alarm: NONE,
    arrange: meanwhile(others, 3 * partBytes),
  },
  {
    cause: 'the object was deleted from the bucket',
    viewer: FULL,
    fate: 'deleted-here',
    alarm: NONE,
    arrange: (world) => void world.s3.deleted.add(key),
  },
  {
    cause: 'the object is stored and deleted again while it is copied',
    viewer: FULL,
    fate: 'deleted-here',
    alarm: NONE,
    arrange: meanwhile((world) => {
      world.s3.versioned = true;
      world.s3.deleted.add(key);
    }),
  },
  {
    cause: 'the source has no such object (404, 410)',
    viewer: '404, from the full origin',
    fate: 'missing-at-source',
    alarm: NONE,
    arrange: status(404),
  },
  {
    cause: 'the source does not let the worker in (401, 403)',
    viewer: FULL,
    fate: 'refused-by-source',
    alarm: '`-fill-<region>-refused`',
    arrange: status(403),
  },
  {
    cause: 'the source redirects to a host that the document does not name',
    viewer: FULL,
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: status(302, { location: 'http://169.254.169.254/latest/meta-data/' }),
  },
  {
    cause: 'the source redirects more than three times, or in a circle',
    viewer: 'the redirect, from the full origin',
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: (world) => {
      world.job = {
        ...world.job,
        source: { ...world.job.source, redirectHosts: [world.sourceHost] },
      };
      status(307, { location: '/images/a.jpg' })(world);
    },
  },
  {
    cause: 'the source sends a part that nobody asked for (206, or `Content-Range`)',
    viewer: FULL,
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: status(206, { 'content-range': 'bytes 0-4/9' }),
  },
  {
    cause: 'the source answers with any other status, such as 204 or 400',
    viewer: 'that answer, from the full origin',
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: status(400),
  },
  {
    cause: 'nothing but the end of the connection ends the body',
    viewer: FULL,
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: rawAnswer('HTTP/1.1 200 OK\r\n\r\nhello'),
  },
  {
    cause: 'a page (`text/html`) comes in place of a file, such as `.jpg`',
    viewer: 'that page, from the full origin',
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: answers(bytes(5, { 'content-type': 'text/html' })),
  },
  {
    cause: 'the body is said to be gzip and is not',
    viewer: 'what the full origin sends: most browsers show an error',
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: answers(bytes(5, { 'content-encoding': 'gzip' })),
  },
  {
    cause: 'content headers are not ASCII, or longer than S3 keeps',
    viewer: FULL,
    fate: 'unusable-answer',
    alarm: NONE,
    arrange: answers(bytes(5, { 'content-type': 'image/jpeg; name=\u00fc' })),
  },
  {
    cause:
      'the answer is for one viewer or not to be kept: `Set-Cookie`, `no-store`, `private`, `Vary: Cookie`',
    viewer: FULL,
    fate: 'not-storable',
    alarm: NONE,
    arrange: answers(bytes(5, { 'set-cookie': 'session=1' })),
  },
  {
    cause: 'the answer was compressed for one kind of viewer (`Vary: Accept-Encoding`)',
    viewer: FULL,
    fate: 'not-storable',
    alarm: NONE,
    arrange: answers((response) => {
      const body = gzipSync('hello');
      response
        .writeHead(200, {
          'content-encoding': 'gzip',
          vary: 'Accept-Encoding',
          'content-length': body.length,
        })
        .end(body);
    }),
  },
  {
    cause: 'the object is larger than `maximumObjectBytes`',
    viewer: FULL,
    fate: 'too-large',
    alarm: NONE,
    arrange: (world) => {
      world.job = { ...world.job, maximumObjectBytes: 4 };
    },
  },
  {
    cause: 'the object turns out larger than `maximumObjectBytes`, which nobody had declared',
    viewer: FULL,
    fate: 'too-large',
    alarm: NONE,
    arrange: (world) => {
      world.job = { ...world.job, maximumObjectBytes: 3 * partBytes };
      world.answer = (response) => {
        response.write(content(3 * partBytes + 1));
        response.end();
      };
    },
  },
  {
    cause: 'the object is larger than `functionObjectBytes`',
    viewer: FULL,
    fate: 'handed-on',
    alarm: '`-large-objects-<region>-age` where no worker runs',
    arrange: (world) => {
      handsOn(world, async () => undefined);
      world.answer = bytes(LARGE);
    },
  },
  {
    cause: "the object takes longer than the function's time",
    viewer: FULL,
    fate: 'handed-on',
    alarm: '`-large-objects-<region>-age` where no worker runs',
    arrange: (world) => {
      handsOn(world, async () => undefined);
      world.answer = (response) => {
        response.setHeader('content-length', LARGE - 1);
        response.write(content(partBytes + 1));
      };
      return { signal: world.upAfterFirstPart() };
    },
  },
  {
    cause: 'the queue of large objects does not take the key',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      handsOn(world, () => Promise.reject(new TransientError('queue of large objects: SQS answered 403')));
      world.answer = bytes(LARGE);
    },
  },
  {
    cause: 'refresh: the copy is as new as the object of the source',
    viewer: NEAR,
    fate: 'already-present',
    alarm: NONE,
    arrange: (world) => {
      copied(world, '"v2"');
      world.answer = bytes(5, newer);
    },
  },
  {
    cause: 'refresh: the copy is replaced by somebody else',
    viewer: 'the object that they stored',
    fate: 'already-present',
    alarm: NONE,
    arrange: (world) => {
      copied(world, '"v1"');
      world.answer = (response, request) => {
        if (request.method === 'GET') others(world);
        bytes(5, newer)(response, request);
      };
    },
  },
  {
    cause: 'refresh: the copy is deleted by somebody else',
    viewer: FULL,
    fate: 'deleted-here',
    alarm: NONE,
    arrange: (world) => {
      copied(world, '"v1"');
      world.answer = (response, request) => {
        if (request.method === 'GET') world.s3.objects.delete(key);
        bytes(5, newer)(response, request);
      };
    },
  },
  {
    cause: 'the source cannot be reached, or hangs up',
    viewer: '502 or 504, from CloudFront',
    fate: 'retried',
    alarm: DEAD,
    arrange: answers((response) => response.destroy()),
  },
  {
    cause: 'the name of the source does not resolve',
    viewer: '502, from CloudFront',
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      world.job = { ...world.job, source: { url: 'http://nowhere.invalid', mayBePrivate: false } };
    },
  },
  {
    cause: 'the source, or a host that it redirects to, has a private address',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      world.job = { ...world.job, source: { ...world.job.source, mayBePrivate: false } };
    },
  },
  {
    cause: 'the source is silent for 15 seconds, before its answer or inside it',
    viewer: '504, from CloudFront, or a connection that hangs',
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      world.job = { ...world.job, source: { ...world.job.source, idleTimeoutMilliseconds: 50 } };
      world.answer = (response) => response.writeHead(200, { 'content-length': 5 }).write('hel');
    },
  },
  {
    cause: 'the source wants to be asked later (408, 425, 429); its `Retry-After` counts',
    viewer: 'that answer, from the full origin',
    fate: 'retried',
    alarm: DEAD,
    arrange: status(429, { 'retry-after': '60' }),
  },
  {
    cause: 'the source fails (5xx)',
    viewer: 'that answer, from the full origin',
    fate: 'retried',
    alarm: `${DEAD}, \`-media-5xx\``,
    arrange: status(503),
  },
  {
    cause: 'the answer is no valid HTTP, such as two lengths, or headers of more than 64 KiB',
    viewer: '502, from CloudFront',
    fate: 'invalid-http',
    alarm: NONE,
    arrange: rawAnswer('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'),
  },
  {
    cause: 'the body ends before its declared length',
    viewer: 'a body that ends early',
    fate: 'retried',
    alarm: DEAD,
    arrange: answers((response) => {
      response.writeHead(200, { 'content-length': 5 }).write('hel', () => response.destroy());
    }),
  },
  {
    cause: 'a chunked body breaks off',
    viewer: 'a body that ends early',
    fate: 'retried',
    alarm: DEAD,
    arrange: answers((response) => void response.write('hel', () => response.destroy())),
  },
  {
    cause: 'the bytes do not have the digest that the source offers',
    viewer: 'what the full origin sends',
    fate: 'retried',
    alarm: DEAD,
    arrange: answers(bytes(5, { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' })),
  },
  {
    cause: 'a range is refused for more than half a minute (`Retry-After`)',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: answers(
      ranges(LARGE, {}, (response, start) => {
        if (start < 4 * partBytes) return false;
        response.writeHead(429, { 'retry-after': '60' }).end();
        return true;
      }),
    ),
  },
  {
    cause: 'ranges fail, or are of another object, and so does the one stream that is tried instead',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      world.answer = (response, request) => {
        const isSecond = request.headers.range === undefined && world.asked.length > 1;
        if (isSecond) response.destroy();
        else
          ranges(LARGE, {}, (range, start) => {
            if (start === 4 * partBytes) range.destroy();
            return start === 4 * partBytes;
          })(response, request);
      };
    },
  },
  {
    cause: 'a small object takes all the time that there is',
    viewer: 'the object, slowly, from the full origin',
    fate: 'retried',
    alarm: DEAD,
    arrange: (world) => {
      handsOn(world, async () => undefined);
      const time = new AbortController();
      world.answer = (response) =>
        response.writeHead(200, { 'content-length': 5 }).write('hel', () => time.abort());
      return { signal: time.signal };
    },
  },
  {
    cause: 'the bucket does not say whether it has the object (403, 5xx)',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('HEAD', 403),
  },
  {
    cause: 'the bucket does not take the object (403, 5xx)',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('PUT', 503),
  },
  {
    cause: 'two fills of the object write at the same moment (409)',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('PUT', 409),
  },
  {
    cause: 'the bucket does not begin an upload in parts',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('CREATE', 503, 3 * partBytes),
  },
  {
    cause: 'the bucket does not take a part',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('PART', 503, 3 * partBytes),
  },
  {
    cause: 'the bucket does not put the parts together',
    viewer: FULL,
    fate: 'retried',
    alarm: DEAD,
    arrange: bucketFails('COMPLETE', 503, 3 * partBytes),
  },
];
