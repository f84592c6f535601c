import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from './support/command';
import { followPage } from './support/follow-page';

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

test('the page adds a folder, a section of the document and a line here and there', () => {
  assert.deepEqual(followPage(readFileSync(PAGE, 'utf8'), copy).sort(), [
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
