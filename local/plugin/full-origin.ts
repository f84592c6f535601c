import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import type { WorldObject } from 'local-aws/world/elb/backends';

/** Finds an object by its key: `undefined` where the full origin has none, `broken` where it fails to read it. */
export type FindInFullOrigin = (key: string) => WorldObject | 'broken' | undefined;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'video/mp2t',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
};

const GENERATED_BYTES = 64 * 1024;
const BORN = new Date('2026-01-01T00:00:00Z');

/**
 * Objects under the allowed prefixes: files of the folder, and for every other key one that is made from the key, the same
 * bytes each time. Keys whose last part begins with `missing` are not there, and with `broken` cannot be read.
 */
export function objectsUnder(prefixes: () => readonly string[], folder?: string): FindInFullOrigin {
  return (key) => {
    if (!prefixes().some((prefix) => key.startsWith(prefix)) || key.endsWith('/')) return undefined;
    const file = folder === undefined ? undefined : resolve(join(folder, key));
    if (file?.startsWith(resolve(folder ?? '') + sep) && existsSync(file) && statSync(file).isFile()) {
      return object(key, readFileSync(file), statSync(file).mtime);
    }
    if (/(^|\/)broken[^/]*$/.test(key)) return 'broken';
    return /(^|\/)missing[^/]*$/.test(key) ? undefined : object(key, generated(key), BORN);
  };
}

function object(key: string, body: Buffer, lastModified: Date): WorldObject {
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const contentType = CONTENT_TYPES[extname(key).toLowerCase()] ?? 'application/octet-stream';
  return { body, contentType, etag, lastModified };
}

function generated(key: string): Buffer {
  const block = createHash('sha512').update(key).digest();
  return Buffer.alloc(GENERATED_BYTES, block);
}
