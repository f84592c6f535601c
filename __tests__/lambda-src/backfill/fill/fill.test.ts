import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Fill, fill } from '../../../../lambda-src/backfill/fill/fill';
import { PART_BYTES as DEPLOYED_PART_BYTES } from '../../../../lambda-src/backfill/fill/parts';
import { missMessage } from '../../../../lambda-src/backfill/message';
import type { Source } from '../../../../lambda-src/backfill/source/source';
import { FakeS3 } from '../../../support/fake-s3';
import { timeWithoutEnd } from '../../../support/fill-world';

const KEY = 'images/日 本.jpg';
/** More than a socket gives at a time. */
const PART_BYTES = 300_000;
const MAXIMUM_BYTES = 3 * PART_BYTES;
/** A period that divides no part, so that a lost or doubled byte shows. */
const PATTERN = Buffer.from(Array.from({ length: 251 }, (_, index) => index));
const PARTS = { maximumObjectBytes: MAXIMUM_BYTES, partBytes: PART_BYTES };
const bytes = (length: number) => Buffer.alloc(length, PATTERN);

describe('fill', () => {
  const s3 = new FakeS3();
  let source: Server;
  let sourceUrl: string;
  let asked: IncomingMessage[];
  let answer: (response: ServerResponse) => void;

  beforeAll(async () => {
    await s3.start();
    source = createServer((request, response) => {
      asked.push(request);
      answer(response);
    });
    await new Promise<void>((listening) => source.listen(0, '127.0.0.1', listening));
    sourceUrl = `http://127.0.0.1:${(source.address() as AddressInfo).port}/.full`;
  });
  afterAll(() => {
    s3.stop();
    source.closeAllConnections();
    source.close();
  });
  beforeEach(() => {
    s3.reset();
    asked = [];
    answer = (response) => response.setHeader('content-length', 5).end('hello');
  });

  const run = (
    body = missMessage(KEY),
    signal = timeWithoutEnd(),
    source: Source = { url: sourceUrl, mayBePrivate: true },
    parts: Pick<Fill, 'maximumObjectBytes' | 'partBytes'> = PARTS,
  ) =>
    fill(
      {
        destination: { s3: s3.client, bucketName: 'near' },
        source,
        allowedPrefixes: ['images/'],
        ...parts,
      },
      body,
      signal,
      'message-1',
    );

  describe('of an object that the bucket lacks', () => {
    it('stores it under its key', async () => {
      expect(await run()).toBe('stored');
      expect(s3.objects.get(KEY)?.body.toString()).toBe('hello');
    });

    it('asks the source for the one path, unencoded and whole', async () => {
      await run();

      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({ method: 'GET', url: '/.full/images/%E6%97%A5%20%E6%9C%AC.jpg' });
      expect(asked[0]?.headers['accept-encoding']).toBe('identity');
      expect(asked[0]?.headers).not.toHaveProperty('range');
    });

    it('says who it is, because firewalls refuse requests without a user agent', async () => {
      await run();

      expect(asked[0]?.headers['user-agent']).toBe('meridian-fill-worker');
    });

    it('keeps every content header and notes where the bytes came from', async () => {
      const compressed = gzipSync('hello');
      const kept = {
        'content-type': 'image/jpeg',
        'cache-control': 'public, max-age=86400',
        'content-disposition': 'attachment; filename="a.jpg"',
        'content-encoding': 'gzip',
        'content-language': 'ja',
        expires: 'Wed, 21 Oct 2037 07:28:00 GMT',
      };
      answer = (response) =>
        response
          .writeHead(200, {
            ...kept,
            'content-length': compressed.length,
            etag: '"v1"',
            'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT',
          })
          .end(compressed);
      const before = Date.now();

      await run();

      expect(s3.objects.get(KEY)?.headers).toMatchObject({
        ...kept,
        'x-amz-meta-src-etag': '"v1"',
        'x-amz-meta-src-last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT',
        'x-amz-meta-src-length': String(compressed.length),
        'x-amz-meta-fill-id': 'message-1',
      });
      const filledAt = Date.parse(s3.objects.get(KEY)?.headers['x-amz-meta-fill-at'] ?? '');
      expect(filledAt).toBeGreaterThanOrEqual(before);
    });

    it.each(['0', '-1', 'never'])('takes Expires: %s for the past', async (expires) => {
      answer = (response) => response.writeHead(200, { 'content-length': 5, expires }).end('hello');

      await run();

      expect(s3.objects.get(KEY)?.headers.expires).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
    });

    it('leaves out what the source says about itself where metadata cannot hold it', async () => {
      answer = (response) =>
        response
          .writeHead(200, {
            'content-length': 5,
            etag: `"${'x'.repeat(600)}"`,
            'last-modified': 'd\u00e9cembre',
          })
          .end('hello');

      expect(await run()).toBe('stored');
      expect(s3.objects.get(KEY)?.headers).not.toHaveProperty('x-amz-meta-src-etag');
      expect(s3.objects.get(KEY)?.headers).not.toHaveProperty('x-amz-meta-src-last-modified');
    });

    it('writes only where there is still nothing', async () => {
      await run();

      expect(s3.objects.get(KEY)?.headers['if-none-match']).toBe('*');
    });

    it.each([
      ['empty', 0],
      ['one part long', PART_BYTES],
    ])('writes an object that is %s in one request', async (_, length) => {
      answer = (response) => response.setHeader('content-length', length).end(bytes(length));

      expect(await run()).toBe('stored');
      expect(s3.objects.get(KEY)?.body.equals(bytes(length))).toBe(true);
      expect(s3.operations).toEqual([`HEAD ${KEY}`, `PUT ${KEY}`]);
    });

    it.each([
      ['one byte longer than a part', PART_BYTES + 1],
      ['two parts long', 2 * PART_BYTES],
      ['as long as allowed', MAXIMUM_BYTES],
    ])('writes an object that is %s in parts', async (_, length) => {
      answer = (response) => response.setHeader('content-length', length).end(bytes(length));

      expect(await run()).toBe('stored');
      expect(s3.objects.get(KEY)?.body.equals(bytes(length))).toBe(true);
      expect(s3.operations.at(-1)).toBe(`COMPLETE ${KEY}`);
    });

    it('writes parts of 8 MB where the deployment does not say otherwise', async () => {
      const length = DEPLOYED_PART_BYTES + 1;
      answer = (response) => response.setHeader('content-length', length).end(bytes(length));

      expect(await run(undefined, undefined, undefined, { maximumObjectBytes: length })).toBe('stored');
      expect(DEPLOYED_PART_BYTES).toBe(8 * 2 ** 20);
      expect(s3.operations.filter((operation) => operation.startsWith('PART'))).toHaveLength(2);
    });

    it.each([
      ['content-md5', 'XUFAKrxLKna5cZ2REBfFkg=='],
      ['x-goog-hash', 'crc32c=mnG7TA==, md5=XUFAKrxLKna5cZ2REBfFkg=='],
      ['repr-digest', 'sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:'],
    ])('stores bytes that are as %s says', async (name, value) => {
      answer = (response) => response.writeHead(200, { 'content-length': 5, [name]: value }).end('hello');

      expect(await run()).toBe('stored');
    });

    it('stores a chunked answer, whose length nobody declared', async () => {
      answer = (response) => {
        response.write('hel');
        response.end('lo');
      };

      expect(await run()).toBe('stored');
      expect(s3.objects.get(KEY)?.body.toString()).toBe('hello');
    });
  });

  describe('is done without asking the source', () => {
    afterEach(() => expect(asked).toEqual([]));

    it('when the object is there', async () => {
      s3.objects.set(KEY, { body: Buffer.from('newer'), headers: {} });

      expect(await run()).toBe('already-present');
    });

    it('when somebody deleted the object', async () => {
      s3.deleted.add(KEY);

      expect(await run()).toBe('deleted-here');
    });

    it('when the message is not one of ours', async () => {
      expect(await run('{"version":1,"key":"private/a.jpg"}')).toBe('invalid-message');
      expect(s3.operations).toEqual([]);
    });
  });

  describe('never overwrites what was stored in the meantime', () => {
    it.each([
      ['in one request', 5],
      ['in parts', PART_BYTES + 1],
    ])('when it writes %s', async (_, length) => {
      answer = (response) => {
        s3.objects.set(KEY, { body: Buffer.from('newer'), headers: {} });
        response.setHeader('content-length', length).end(bytes(length));
      };

      expect(await run()).toBe('already-present');
      expect(s3.objects.get(KEY)?.body.toString()).toBe('newer');
      expect(s3.uploads.size).toBe(0);
    });
  });

  describe('gives up for good, and stores nothing,', () => {
    afterEach(() => {
      expect(s3.objects.size).toBe(0);
      expect(s3.uploads.size).toBe(0);
    });

    it.each([
      [404, 'missing-at-source'],
      [410, 'missing-at-source'],
      [401, 'refused-by-source'],
      [403, 'refused-by-source'],
      [206, 'unusable-answer'],
      [204, 'unusable-answer'],
      [302, 'unusable-answer'],
      [400, 'unusable-answer'],
    ])('when the source answers %i', async (status, outcome) => {
      answer = (response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();

      expect(await run()).toBe(outcome);
    });

    it.each([
      ['set-cookie', 'session=1'],
      ['cache-control', 'max-age=60, no-store'],
      ['cache-control', 'Private'],
      ['vary', '*'],
      ['vary', 'Accept-Encoding, Cookie'],
      ['vary', 'authorization'],
    ])('when the answer has %s: %s', async (name, value) => {
      answer = (response) => response.writeHead(200, { 'content-length': 5, [name]: value }).end('hello');

      expect(await run()).toBe('not-storable');
    });

    it.each([
      ['content-range', 'bytes 0-4/9'],
      ['content-encoding', 'gzip'],
      ['content-type', 'image/jpeg; name=\u00fc'],
      ['cache-control', `max-age=1, ${'x'.repeat(5000)}`],
    ])(
      'when the answer has %s: %s, and the body is not that or nobody could keep it',
      async (name, value) => {
        answer = (response) => response.writeHead(200, { 'content-length': 5, [name]: value }).end('hello');

        expect(await run()).toBe('unusable-answer');
      },
    );

    it('when the answer was compressed for whoever asked, which nobody did', async () => {
      const compressed = gzipSync('hello');
      answer = (response) =>
        response
          .writeHead(200, {
            'content-length': compressed.length,
            'content-encoding': 'gzip',
            vary: 'Accept-Encoding',
          })
          .end(compressed);

      expect(await run()).toBe('not-storable');
    });

    it('when nothing but the end of the connection would end the body', async () => {
      answer = (response) => response.socket?.end('HTTP/1.1 200 OK\r\n\r\nhello');

      expect(await run()).toBe('unusable-answer');
    });

    it('when the object is declared larger than allowed', async () => {
      answer = (response) => response.setHeader('content-length', MAXIMUM_BYTES + 1).flushHeaders();

      expect(await run()).toBe('too-large');
    });

    it.each([1, PART_BYTES])('when the object turns out %i bytes larger than allowed', async (more) => {
      answer = (response) => {
        response.write(bytes(MAXIMUM_BYTES + more));
        response.end();
      };

      expect(await run()).toBe('too-large');
    });
  });

  describe('tries again later, and shows nothing until then,', () => {
    afterEach(() => {
      expect(s3.objects.size).toBe(0);
      expect(s3.uploads.size).toBe(0);
    });

    it.each([408, 425, 429, 500, 502, 503, 504])('when the source answers %i', async (status) => {
      answer = (response) => response.writeHead(status).end();

      await expect(run()).rejects.toThrow(`source: expected 200, got ${status}`);
    });

    it.each([
      ['120', 120],
      ['Wed, 21 Oct 1987 07:28:00 GMT', 0],
      ['-1', undefined],
    ])('when the source says, Retry-After: %s', async (header, retryAfterSeconds) => {
      answer = (response) => response.writeHead(503, { 'retry-after': header }).end();

      await expect(run()).rejects.toMatchObject({ name: 'TransientError', retryAfterSeconds });
    });

    it('when the source cannot be reached', async () => {
      answer = (response) => response.destroy();

      await expect(run()).rejects.toThrow('source: socket hang up');
    });

    it.each([
      ['in the first part', 5, 100],
      ['one byte before the end', PART_BYTES - 1, PART_BYTES],
      ['after the first part', PART_BYTES + 10, 2 * PART_BYTES],
    ])('when the connection breaks %s', async (_, sent, declared) => {
      answer = (response) => {
        response.setHeader('content-length', declared);
        response.write(bytes(sent), () => response.destroy());
      };

      await expect(run()).rejects.toThrow(/aborted|expected \d+ bytes/);
    });

    it.each([
      ['in one request', 5],
      ['in parts', PART_BYTES + 1],
    ])('when the bytes are not those that the source offered, and it writes %s', async (_, length) => {
      answer = (response) =>
        response
          .writeHead(200, { 'content-length': length, 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' })
          .end(bytes(length));

      await expect(run()).rejects.toThrow('source: expected md5 XUFAKrxLKna5cZ2REBfFkg==, got ');
    });

    it('when more bytes come than were declared', async () => {
      answer = (response) =>
        response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhello');

      await expect(run()).rejects.toThrow('Parse Error');
    });

    it('when a chunked answer breaks off', async () => {
      answer = (response) => response.write('hel', () => response.destroy());

      await expect(run()).rejects.toThrow('aborted');
    });

    it.each([
      ['HEAD', 403],
      ['HEAD', 503],
      ['PUT', 409],
      ['PUT', 500],
    ])('when the bucket answers a %s with %i', async (operation, status) => {
      s3.failures.set(operation, status);

      await expect(run()).rejects.toMatchObject({ name: 'TransientError' });
    });

    it.each(['CREATE', 'PART', 'COMPLETE'])('when the bucket fails at %s', async (operation) => {
      s3.failures.set(operation, 503);
      answer = (response) => response.setHeader('content-length', PART_BYTES + 1).end(bytes(PART_BYTES + 1));

      await expect(run()).rejects.toMatchObject({ name: 'TransientError' });
    });

    it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'])(
      'when the source leads to %s and must be public',
      async (host) => {
        const source = { url: sourceUrl.replace('127.0.0.1', host), mayBePrivate: false };

        await expect(run(missMessage(KEY), timeWithoutEnd(), source)).rejects.toThrow(
          'expected a public address',
        );
        expect(asked).toEqual([]);
      },
    );

    it('when the time is up', async () => {
      const time = new AbortController();
      answer = () => time.abort();

      await expect(run(missMessage(KEY), time.signal)).rejects.toThrow(/aborted/);
    });
  });
});
