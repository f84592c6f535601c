import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { followPage } from '../follow-page';

const PAGE = 'docs/start/add-a-kind-of-stack.md';
const DOCUMENT = 'config/deployments/demo.ts';

/** Kinds that the deployment has: the others take minutes to apply. */
const KEPT = ['stateKind', 'globalKind', 'watchKind'];

/** A repository with these sources and one small deployment of two stacks and what holds their states: `watch` reads `global`. */
export class SmallRepository {
  constructor(readonly directory: string) {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
    });
    for (const file of files.trim().split('\n')) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      cpSync(file, join(directory, file));
    }
    followPage(readFileSync(PAGE, 'utf8'), directory);
    rmSync(join(directory, 'config/deployments/production.ts'));
    this.edit('stacks/registry.ts', (text) =>
      text.replaceAll(/^ {2}(\w+Kind),\n/gm, (line, kind: string) => (KEPT.includes(kind) ? line : '')),
    );
    execFileSync('node', [
      join(__dirname, 'link-packages.mjs'),
      'node_modules',
      join(directory, 'node_modules'),
    ]);
    this.writeWorkflows();
    this.git('init', '--quiet', '--initial-branch=main', '.');
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@meridian.example'];
    return execFileSync('git', [...identity, ...args], { cwd: this.directory, encoding: 'utf8' }).trim();
  }

  /** Changes a file, which must have what is changed. */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.directory, file);
    const text = readFileSync(path, 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`${file}: the edit changes nothing`);
    writeFileSync(path, changed);
  }

  editDocument(from: string, to: string): void {
    this.edit(DOCUMENT, (text) => text.replace(from, to));
  }

  /** Returns the commit. */
  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** What GitHub checks out for a pull request: the branch merged into main. */
  pullRequest(branch: string, change: () => void): string {
    this.git('checkout', '--quiet', '-B', branch, 'main');
    change();
    this.commit(branch);
    this.git('checkout', '--quiet', '--detach', 'main');
    this.git('merge', '--quiet', '--no-ff', '--no-edit', branch);
    const merged = this.git('rev-parse', 'HEAD');
    this.git('checkout', '--quiet', 'main');
    return merged;
  }

  private writeWorkflows(): void {
    const script = `
      const { workflows } = require('./docs/github/workflows');
      const { documents, validatedAll } = require('./config');
      const { writeFileSync, rmSync } = require('node:fs');
      rmSync('.github/workflows/apply-production.yml');
      for (const [path, text] of Object.entries(workflows(validatedAll(documents)))) writeFileSync(path, text());
    `;
    execFileSync('node', ['--import', 'tsx', '--eval', script], { cwd: this.directory });
  }
}
