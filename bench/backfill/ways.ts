import { get, type IncomingMessage } from 'node:http';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { fill } from '../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../lambda-src/backfill/message';

/** Copies `<sourceUrl>/images/a` to the bucket. */
export type Way = (s3: S3Client, sourceUrl: string) => Promise<void>;

const Bucket = 'near';
const Key = 'images/a';

export const ways: Readonly<Record<string, Way>> = {
  ours: async (s3, sourceUrl) => {
    const outcome = await fill(
      {
        destination: { s3, bucketName: Bucket },
        source: { url: sourceUrl, mayBePrivate: true },
        allowedPrefixes: ['images/'],
        maximumObjectBytes: 5 * 2 ** 40,
      },
      missMessage(Key),
      AbortSignal.timeout(600_000),
    );
    if (outcome !== 'stored') throw new Error(`expected stored, got ${outcome}`);
  },
  'buffer everything': async (s3, sourceUrl) => {
    const response = await fetch(`${sourceUrl}/${Key}`);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(await response.arrayBuffer()) }));
  },
  'lib-storage': async (s3, sourceUrl) => {
    const body = await new Promise<IncomingMessage>((resolve, reject) =>
      get(`${sourceUrl}/${Key}`, resolve).on('error', reject),
    );
    await new Upload({ client: s3, params: { Bucket, Key, Body: body } }).done();
  },
};
