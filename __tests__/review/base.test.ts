import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseCommit, headCommit } from '../../review/base';

const folder = () => mkdtempSync(join(tmpdir(), 'meridian-test-'));

function repository(): {
  readonly directory: string;
  commit(name: string): string;
  git(...args: string[]): string;
} {
  const directory = folder();
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: directory,
      encoding: 'utf8',
    }).stdout.trim();
  git('init', '--quiet');
  const commit = (name: string) => {
    git('commit', '--quiet', '--allow-empty', '--message', name);
    return git('rev-parse', 'HEAD');
  };
  return { directory, commit, git };
}

describe('the commit that a change began at', () => {
  it('is where the checkout left what is named', async () => {
    const { directory, commit, git } = repository();
    const left = commit('1');
    git('checkout', '--quiet', '-b', 'change');
    commit('2');
    const elsewhere = git('commit-tree', '-p', left, '-m', '3', `${left}^{tree}`);

    expect(await baseCommit(elsewhere, directory)).toBe(left);
  });

  it('is told not to be there', async () => {
    const { directory, commit } = repository();
    commit('1');

    await expect(baseCommit('nowhere', directory)).rejects.toThrow(
      '--base: expected a commit or branch of this repository, got "nowhere"',
    );
  });

  it.each([
    ['is no repository', folder, /^--base needs git, which says of .*: not a git repository .*$/],
    ['has no commit yet', () => repository().directory, /^--base needs git, which says of .*: .*HEAD.*$/],
  ])('is told in one sentence where a folder %s', async (_, make, sentence) => {
    const directory = make();

    await expect(headCommit(directory)).rejects.toThrow(sentence);
    await expect(baseCommit('main', directory)).rejects.toThrow(sentence);
  });
});
