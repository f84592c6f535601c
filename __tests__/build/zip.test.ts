import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { archived, zip } from '../../build/zip';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('zip', () => {
  it('holds the one file', () => {
    const files = unzipSync(zip('index.js', Buffer.from('exports.handler = 1')));

    expect(Object.keys(files)).toEqual(['index.js']);
    expect(text(files['index.js'])).toBe('exports.handler = 1');
  });

  it('differs when the content does', () => {
    expect(zip('index.js', Buffer.from('a'))).not.toEqual(zip('index.js', Buffer.from('b')));
  });
});

describe('archived', () => {
  it('puts the zip on disk under the hash that AWS Lambda computes', () => {
    const { path, sha256 } = archived('index.js', Buffer.from('exports.handler = 1'));

    expect(createHash('sha256').update(readFileSync(path)).digest('base64')).toBe(sha256);
  });

  it('finds what it built before', () => {
    expect(archived('index.js', Buffer.from('same'))).toEqual(archived('index.js', Buffer.from('same')));
  });
});
