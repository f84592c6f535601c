import { createHash } from 'node:crypto';
import { offeredDigest } from '../../../../lambda-src/backfill/source/digest';

const of = (algorithm: string) => createHash(algorithm).update('hello').digest('base64');
const [md5, sha256, sha512] = [of('md5'), of('sha256'), of('sha512')];
const found = {
  md5: { algorithm: 'md5', base64: md5 },
  sha256: { algorithm: 'sha256', base64: sha256 },
  sha512: { algorithm: 'sha512', base64: sha512 },
};

describe('offeredDigest', () => {
  it.each([
    [{}, undefined],
    [{ etag: '"5d41402abc4b2a76b9719d911017c592"' }, undefined],
    [{ 'content-md5': md5 }, found.md5],
    [{ 'content-md5': md5.replace('==', '') }, found.md5],
    [{ 'x-amz-checksum-sha256': sha256 }, found.sha256],
    [{ 'x-amz-checksum-sha256': `${sha256}-3` }, undefined],
    [{ 'x-goog-hash': 'crc32c=Y3Jj' }, undefined],
    [{ 'x-goog-hash': `crc32c=Y3Jj, md5=${md5}` }, found.md5],
    [{ 'x-goog-hash': `md5=${md5}`, 'x-goog-stored-content-encoding': 'gzip' }, undefined],
    [{ 'x-goog-hash': `md5=${md5}`, 'content-encoding': 'gzip' }, found.md5],
    [{ 'repr-digest': `sha-256=:${sha256}:` }, found.sha256],
    [{ 'repr-digest': `sha-256=:${sha256}:, sha-512=:${sha512}:` }, found.sha512],
    [{ 'content-digest': `sha-256=:${sha256}:`, 'content-md5': md5 }, found.sha256],
    [{ 'repr-digest': 'unixsum=:MTA=:' }, undefined],
    [{ 'repr-digest': '' }, undefined],
  ])('of %j is %j', (headers, digest) => {
    expect(offeredDigest(headers).digest).toEqual(digest);
    expect(offeredDigest(headers).hasUnreadableDigest).toBe(false);
  });

  it.each([
    { 'content-md5': 'not base64!' },
    { 'content-md5': '5d41402abc4b2a76b9719d911017c592' },
    { 'content-md5': sha256 },
    { 'repr-digest': `sha-256=${sha256}` },
    { 'x-goog-hash': `md5=${sha256}` },
  ])('passes over %j, and says so', (headers) => {
    expect(offeredDigest(headers).digest).toBeUndefined();
    expect(offeredDigest(headers).hasUnreadableDigest).toBe(true);
  });
});
