import { type ChildProcess, spawn } from 'node:child_process';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { freePort } from 'local-aws/daemon/free-port';
import { findMoto } from 'local-aws/setup/moto';
import { type Fill, fill } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import { LOCAL_DIRECTORY } from '../../../local/directory';
import { head, type RawAnswer, RawSource } from '../../support/raw-source';
import { objectBytes } from './faults';

/** moto refuses smaller parts, as S3 does. */
const PART_BYTES = 5 * 1024 * 1024;
const BUCKET = 'near';
const RIVAL = 'somebody else was faster';
const ROUNDS = 8;

// Conditions, versions and delete markers as moto has them; it takes seconds to start, so that only full runs do.
describe('the fill worker against moto', () => {
  const source = new RawSource();
  let moto: ChildProcess;
  let s3: S3Client;

  beforeAll(async () => {
    await source.start();
    const port = await freePort();
    const { command, args } = await findMoto({ directory: LOCAL_DIRECTORY });
    moto = spawn(
      command,
      args.map((arg) => arg.replace('{port}', String(port))),
      { stdio: ['pipe', 'ignore', 'ignore'] },
    );
    s3 = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await untilDone(() => s3.send(new CreateBucketCommand({ Bucket: BUCKET })));
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  });
  afterAll(() => {
    // It ends when its standard input does.
    moto.stdin?.end();
    s3.destroy();
    source.stop();
  });

  const keyOf = (name: string, round: number) => `images/${name}-${round}.bin`;
  const rival = (key: string) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: RIVAL }));
  const remove = (key: string) => s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
  const run = (name: string, key: string, answer: RawAnswer, more: Partial<Fill> = {}) =>
    fill(
      {
        destination: { s3, bucketName: BUCKET },
        source: { url: source.serve(name, answer), mayBePrivate: true },
        allowedPrefixes: ['images/'],
        maximumObjectBytes: 4 * PART_BYTES,
        partBytes: PART_BYTES,
        ...more,
      },
      missMessage(key),
      AbortSignal.timeout(60_000),
    );
  /** Sends the object, and does something to the bucket after the worker has looked into it. */
  const answering =
    (length: number, meanwhile: () => Promise<unknown>, version = 1): RawAnswer =>
    async ({ method }, socket) => {
      const body = objectBytes(length, version);
      const date = new Date(Date.UTC(2025, 0, version)).toUTCString();
      const headers = [
        ['content-length', String(length)],
        ['etag', `"v${version}"`],
        ['last-modified', date],
      ] as const;
      if (method !== 'HEAD') await meanwhile();
      socket.write(head(200, headers), 'latin1');
      if (method === 'HEAD') socket.end();
      else socket.end(body);
    };
  const visible = async (key: string): Promise<Buffer | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  const openUploads = async () =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads?.length ?? 0;
  const nothing = () => Promise.resolve();

  for (const [what, length] of [
    ['in one request', 1000],
    ['in parts', PART_BYTES + 1],
  ] as const) {
    const name = what.replaceAll(' ', '-');

    it(`stores an object ${what}, and not over somebody else’s, ${ROUNDS} times`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const key = keyOf(name, round);
        const isLost = round % 2 === 1;
        const outcome = await run(
          name,
          key,
          answering(length, () => (isLost ? rival(key) : nothing())),
        );

        expect(outcome).toBe(isLost ? 'already-present' : 'stored');
        const expected = isLost ? Buffer.from(RIVAL) : objectBytes(length);
        expect((await visible(key))?.equals(expected)).toBe(true);
      }
      expect(await openUploads()).toBe(0);
    });

    it(`leaves deleted what was deleted while it was written ${what}`, async () => {
      const key = keyOf(`deleted-${name}`, 0);
      const outcome = await run(
        name,
        key,
        answering(length, () => rival(key).then(() => remove(key))),
      );

      expect(outcome).toBe('deleted-here');
      expect(await visible(key)).toBeUndefined();
      const { DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: key }));
      expect(DeleteMarkers?.[0]?.IsLatest).toBe(true);
      expect(await run(name, key, answering(length, nothing))).toBe('deleted-here');
    });

    it(`refreshes a copy ${what}, unless somebody else replaced or deleted it`, async () => {
      const rounds = [
        [() => nothing(), 'refreshed'],
        [(key: string) => rival(key), 'already-present'],
        [(key: string) => remove(key), 'deleted-here'],
      ] as const;
      // moto does not look at `If-Match` when the parts of an upload are put together; S3 does, and so does the strict stub.
      const known = length > PART_BYTES ? rounds.slice(0, 1) : rounds;
      for (const [round, [meanwhile, expected]] of known.entries()) {
        const key = keyOf(`refreshed-${name}`, round);
        expect(await run(name, key, answering(length, nothing))).toBe('stored');
        const newer = answering(length, () => meanwhile(key), 2);

        expect(await run(name, key, newer, { refresh: true })).toBe(expected);
        const body = await visible(key);
        if (round === 0) expect(body?.equals(objectBytes(length, 2))).toBe(true);
        if (round === 1) expect(body?.toString()).toBe(RIVAL);
        if (round === 2) expect(body).toBeUndefined();
      }
    });

    it(`shows nothing of an object that breaks off, ${what}`, async () => {
      for (const missing of [1, 2, Math.floor(length / 2)]) {
        const key = keyOf(`cut-${name}`, missing);
        const cut: RawAnswer = (_, socket) => {
          socket.write(head(200, [['content-length', String(length)]]), 'latin1');
          socket.end(objectBytes(length).subarray(0, length - missing));
        };

        await expect(run(name, key, cut)).rejects.toMatchObject({ name: 'TransientError' });
        expect(await visible(key)).toBeUndefined();
      }
      expect(await openUploads()).toBe(0);
    });
  }
});

/** moto takes a while to listen. */
async function untilDone(action: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await action();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((passed) => setTimeout(passed, 200));
    }
  }
}
