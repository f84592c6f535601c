import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PACKAGE_DIRECTORY } from '../directory';

/** What the daemon runs; a change there takes effect at the next start only. */
const SOURCES = ['console', 'daemon', 'edge', 'emulators', 'journal', 'moto', 'router', 'world'];

/** Digest of the daemon's sources, and of those beside its own file, where the plugin is. */
export function servicesVersion(daemon: string): string {
  const hash = createHash('sha256');
  for (const path of [...SOURCES.map((name) => join(PACKAGE_DIRECTORY, name)), dirname(daemon)]) {
    for (const name of sourceFiles(path)) {
      hash.update(`${basename(path)}/${name}\0`).update(readFileSync(join(path, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

function sourceFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|py|json)$/.test(name))
      .sort();
  } catch {
    return [];
  }
}
