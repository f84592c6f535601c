import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** Built archives by their hash; ignored by git and safe to delete. */
const DIRECTORY = join(__dirname, '../.bundles');
const UNIX = 3;
const READABLE_BY_ALL = 0o644 << 16;

export interface Archive {
  readonly path: string;
  /** Base64, as AWS Lambda computes it. */
  readonly sha256: string;
}

/** A zip with one file whose bytes depend on nothing but its content: no clock, no owner, no time zone. */
export function zip(fileName: string, content: Uint8Array): Buffer {
  // The format stores local time: these parts are read back in the zone in which they were given.
  const mtime = new Date(1980, 0, 1);
  return Buffer.from(
    zipSync({ [fileName]: [content, { mtime, level: 9, os: UNIX, attrs: READABLE_BY_ALL }] }),
  );
}

const archives = new WeakMap<Uint8Array, Archive>();

/** Puts the zip of one file on disk, for Terraform to upload; the same bundle in several regions is packed once. */
export function archived(fileName: string, content: Uint8Array): Archive {
  const archive = archives.get(content) ?? written(fileName, content);
  archives.set(content, archive);
  return archive;
}

function written(fileName: string, content: Uint8Array): Archive {
  const bytes = zip(fileName, content);
  const digest = createHash('sha256').update(bytes).digest();
  const path = join(DIRECTORY, `${digest.toString('hex')}.zip`);
  if (!existsSync(path)) {
    mkdirSync(DIRECTORY, { recursive: true });
    // Another process may write the same file: it appears whole or not at all.
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, bytes);
    renameSync(partial, path);
  }
  return { path, sha256: digest.toString('base64') };
}
