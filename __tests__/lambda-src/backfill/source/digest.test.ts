import { offeredDigest } from '../../../../lambda-src/backfill/source/digest';

describe('offeredDigest', () => {
  it.each([
    [{}, undefined],
    [{ etag: '"5d41402abc4b2a76b9719d911017c592"' }, undefined],
    [{ 'content-md5': 'not base64!' }, undefined],
    [{ 'content-md5': 'bWQ1' }, { algorithm: 'md5', base64: 'bWQ1' }],
    [{ 'x-amz-checksum-sha256': 'c2hh' }, { algorithm: 'sha256', base64: 'c2hh' }],
    [{ 'x-amz-checksum-sha256': 'c2hh-3' }, undefined],
    [{ 'x-goog-hash': 'crc32c=Y3Jj' }, undefined],
    [{ 'x-goog-hash': 'crc32c=Y3Jj, md5=bWQ1' }, { algorithm: 'md5', base64: 'bWQ1' }],
    [{ 'repr-digest': 'sha-256=:c2hh:' }, { algorithm: 'sha256', base64: 'c2hh' }],
    [{ 'repr-digest': 'sha-256=:c2hh:, sha-512=:U0hB:' }, { algorithm: 'sha512', base64: 'U0hB' }],
    [
      { 'repr-digest': 'sha-256=:c2hh:', 'content-md5': 'bWQ1' },
      { algorithm: 'sha256', base64: 'c2hh' },
    ],
    [{ 'repr-digest': 'unixsum=:MTA=:' }, undefined],
  ])('of %j is %j', (headers, digest) => {
    expect(offeredDigest(headers)).toEqual(digest);
  });
});
