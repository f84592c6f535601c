import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from './support/command';

const PAGE = 'docs/start/add-a-kind-of-stack.md';

/** Suites that know a new kind without being told. */
const SUITES = [
  '__tests__/config/invalid-documents',
  '__tests__/docs',
  '__tests__/permissions',
  '__tests__/platform',
  '__tests__/stacks/contracts',
  '__tests__/stacks/name-lengths',
  '__tests__/stacks/new-kind',
  '__tests__/stacks/registry',
];

const copy = mkdtempSync(join(tmpdir(), 'meridian-kind-'));
const inCopy = (command: string, minutes: number) => run(`cd ${copy} && ${command}`, minutes);

before(() => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of files.trim().split('\n')) cpSync(file, join(copy, file));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
});
after(() => rmSync(copy, { recursive: true }));

/** Does what the page says: a `ts` block is a new file, a `diff` block a change of one, below the file's name. */
function follow(page: string): string[] {
  const touched = new Set<string>();
  let file = '';
  for (const [, name, language, code = ''] of page.matchAll(/^`([\w./-]+)`:$|^```(ts|diff)\n(.*?)^```$/gms)) {
    if (name !== undefined) {
      file = name;
      continue;
    }
    const path = join(copy, file);
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

test('the page adds a folder, a section of the document and a line here and there', () => {
  assert.deepEqual(follow(readFileSync(PAGE, 'utf8')).sort(), [
    '__tests__/config/invalid-documents.test.ts',
    'config/deployments/demo.ts',
    'config/document/index.ts',
    'config/document/regions.ts',
    'config/document/watch.ts',
    'docs/operate/changing-a-document.md',
    'stacks/registry.ts',
    'stacks/watch/contract.ts',
    'stacks/watch/kind.ts',
    'stacks/watch/stack.ts',
  ]);
});

test('what it adds compiles, synthesizes, and is written into the pages', async () => {
  const { exitCode } = await inCopy('npx tsc --noEmit && npm run synth && npm run docs', 5);

  assert.equal(exitCode, 0);
  assert.match(readFileSync(join(copy, 'README.md'), 'utf8'), /^\| `watch` \| support \|.*\| `global` \|$/m);
  assert.match(readFileSync(join(copy, 'docs/reference/document.md'), 'utf8'), /^\| `watch\.refusals` \|/m);
});

test('the tools know it', async () => {
  const { output } = await inCopy('node cli/bin/meridian.js plan watch --skip-synth', 2);

  assert.match(output, /did you mean "demo-watch"\?/);
});

test('the suites that hold every kind hold it', async () => {
  const { exitCode } = await inCopy(`npx jest ${SUITES.join(' ')}`, 10);

  assert.equal(exitCode, 0);
});
