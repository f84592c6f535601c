import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { S3Fault, S3Operation } from '../../../support/strict-s3';
import { StrictS3 } from '../../../support/strict-s3';
import { bytes, chunked, ranged, whole } from '../answers';
import { type ConformanceCase, type FillCase, GET, PART_BYTES } from '../conformance-case';

const LIKE_SDK =
  'CRC32 at the beginning, with each part, and at the end, as the SDK’s own uploader sends them.';

const inParts = (behaviour: string, length: number, more: Partial<FillCase> = {}): ConformanceCase => ({
  behaviour,
  ours: LIKE_SDK,
  sources: ['s3-checksums'],
  answer: whole(bytes(length)),
  expected: { fate: 'stored', body: bytes(length), headers: { 'x-amz-checksum-algorithm': 'CRC32' } },
  ...more,
});
const failing = (operation: S3Operation, fault: S3Fault): FillCase['before'] => {
  return (bucket) => {
    bucket.fault = (asked, count) => (asked === operation && count === 1 ? fault : undefined);
  };
};

type Shape = {
  create?: 'CRC32' | 'SHA256';
  part?: 'CRC32' | 'SHA256';
  complete?: boolean;
  wrong?: boolean;
  numbers?: number[];
  partBytes?: number;
};

/** What S3 says to an upload of two parts in this shape. */
async function upload({
  create,
  part = 'CRC32',
  complete = false,
  wrong = false,
  numbers = [1, 2],
  partBytes = PART_BYTES,
}: Shape) {
  const s3 = new StrictS3(PART_BYTES);
  await s3.start();
  const place = { Bucket: 'near', Key: 'a' };
  try {
    const { UploadId } = await s3.client.send(
      new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: create }),
    );
    const parts = [];
    for (const PartNumber of numbers) {
      const { ETag, ChecksumCRC32, ChecksumSHA256 } = await s3.client.send(
        new UploadPartCommand({
          ...place,
          UploadId,
          PartNumber,
          Body: bytes(partBytes),
          ChecksumAlgorithm: part,
        }),
      );
      const sums = { ChecksumCRC32: wrong ? 'AAAAAA==' : ChecksumCRC32, ChecksumSHA256 };
      parts.push({ ETag, PartNumber, ...(complete && sums) });
    }
    await s3.client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: parts } }),
    );
    return 'stored';
  } catch (error) {
    return (error as Error).name;
  } finally {
    s3.stop();
  }
}

async function byTheSdk(): Promise<unknown> {
  const s3 = new StrictS3(5 * 2 ** 20);
  await s3.start();
  const Body = bytes(5 * 2 ** 20 + 1);
  await new Upload({ client: s3.client, params: { Bucket: 'near', Key: 'a', Body } }).done();
  const { refusals, current } = {
    refusals: s3.bucket('near').refusals,
    current: s3.bucket('near').current('a'),
  };
  s3.stop();
  return [refusals, current?.headers['x-amz-checksum-algorithm']];
}

const refuses = (behaviour: string, shape: Shape, answer: string): ConformanceCase => ({
  behaviour: `An upload ${behaviour}.`,
  ours: `The bucket of these tests refuses it, as S3 does (\`${answer}\`); the worker never sends it.`,
  sources: ['s3-checksums'],
  happens: () => upload(shape),
  expected: answer,
});

export const checksums: readonly ConformanceCase[] = [
  inParts('An object of one byte more than a part.', PART_BYTES + 1),
  inParts('An object of whole parts.', 4 * PART_BYTES),
  inParts('An object of which nobody knows the length.', 3 * PART_BYTES + 1, {
    answer: chunked([bytes(3 * PART_BYTES + 1)]),
  }),
  inParts('An object that is read in ranges, whose parts arrive in any order.', 12 * PART_BYTES + 7, {
    answer: ranged(12 * PART_BYTES + 7, () => 0),
  }),
  inParts('The bucket loses a part, and the part is sent again.', 3 * PART_BYTES, {
    before: failing('PART', { kind: 'reset-before' }),
    expected: { fate: 'retried' },
    ours: 'The upload is given up, and the message retried.',
  }),
  inParts('The bucket loses its answer at the end.', 3 * PART_BYTES, {
    before: failing('COMPLETE', { kind: 'error-in-200' }),
    expected: { fate: 'retried' },
    ours: 'Nothing is visible; retried.',
  }),
  {
    behaviour: 'An object that fits into one request.',
    ours: 'CRC32 with the request; no upload in parts.',
    sources: ['s3-checksums'],
    answer: whole(bytes(PART_BYTES)),
    expected: { fate: 'stored', body: bytes(PART_BYTES), asked: [GET] },
  },
  {
    behaviour: 'The SDK’s own uploader.',
    ours: 'Taken by the bucket of these tests: what is refused below is refused for its shape.',
    happens: byTheSdk,
    expected: [[], 'CRC32'],
  },
  refuses('without algorithm, of parts with CRC32, ended with ETags only', {}, 'InvalidPart'),
  refuses('with CRC32 whose end lacks the checksums of the parts', { create: 'CRC32' }, 'InvalidRequest'),
  refuses('with CRC32 whose parts have SHA-256', { create: 'CRC32', part: 'SHA256' }, 'InvalidRequest'),
  refuses(
    'with CRC32 whose end has other checksums than the parts',
    { create: 'CRC32', complete: true, wrong: true },
    'InvalidPart',
  ),
  refuses(
    'whose parts are named out of order at the end',
    { create: 'CRC32', complete: true, numbers: [2, 1] },
    'InvalidPartOrder',
  ),
  refuses(
    'whose first part is smaller than S3 allows',
    { create: 'CRC32', complete: true, partBytes: PART_BYTES - 1 },
    'EntityTooSmall',
  ),
];
