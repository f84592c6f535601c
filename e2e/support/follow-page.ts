import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Does in a folder what a page says: a `ts` block is a new file, a `diff` block a change of one, below the file's name. */
export function followPage(page: string, folder: string): string[] {
  const touched = new Set<string>();
  let file = '';
  for (const [, name, language, code = ''] of page.matchAll(/^`([\w./-]+)`:$|^```(ts|diff)\n(.*?)^```$/gms)) {
    if (name !== undefined) {
      file = name;
      continue;
    }
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, language === 'ts' ? code : changed(readFileSync(path, 'utf8'), code, file));
    touched.add(file);
  }
  return [...touched];
}

/** The text after a hunk, whose lines have to be in it once. */
function changed(text: string, hunk: string, file: string): string {
  const lines = hunk.trimEnd().split('\n');
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = text.split(side('-'));
  assert.equal(parts.length, 2, `${file} has no such place, or several:\n${hunk}`);
  return parts.join(side('+'));
}
