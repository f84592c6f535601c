import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, workflows } from './files';

/** GitHub's machines have jq; where tools are required, a machine without it fails. */
const hasJq = spawnSync('jq', ['--version']).status === 0 || process.env.MERIDIAN_REQUIRE_TOOLS === '1';
const withJq = hasJq ? describe : describe.skip;

interface Ran {
  readonly status: number | null;
  readonly output: string;
  /** What it asked of GitHub, or of `npx`, one call in a line. */
  readonly calls: readonly string[];
  readonly folder: string;
}

/** Runs the script of a step as the runner does, in an empty folder, with `gh` and `npx` that write down how they are called. */
function ran(
  job: Job | undefined,
  step: string,
  {
    env = {},
    gh = 'exit 1',
    npx = 'exit 1',
    files = {},
  }: Partial<Record<'gh' | 'npx', string>> & {
    readonly env?: Record<string, string>;
    readonly files?: Readonly<Record<string, string>>;
  },
): Ran {
  const script = job?.steps?.find(({ name }) => name === step)?.run;
  if (script === undefined) throw new Error(`expected a script "${step}", got none`);
  const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  mkdirSync(join(folder, 'bin'));
  for (const [name, body] of Object.entries({ gh, npx })) {
    const file = join(folder, 'bin', name);
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >> "${folder}/calls"\n${body}\n`);
    chmodSync(file, 0o755);
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'script.sh'), script);
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', 'script.sh'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${folder}/bin:${process.env.PATH}`,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_STEP_SUMMARY: join(folder, 'summary'),
        GITHUB_OUTPUT: join(folder, 'output'),
        ...env,
      },
    },
  );
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
  return { status, output: stdout + stderr, calls: calls.trim().split('\n'), folder };
}

const jobOf = (file: string, job: string) => workflows[`.github/workflows/${file}`]?.jobs[job];

withJq('the check of the environments', () => {
  const reviewed = { type: 'required_reviewers', reviewers: [{ type: 'Team' }] };
  const plan = { name: 'plan', protection_rules: [reviewed], deployment_branch_policy: null };
  const custom = { protected_branches: false, custom_branch_policies: true };
  const stack = { name: 'x-global', protection_rules: [reviewed], deployment_branch_policy: custom };
  const main = { name: 'main', type: 'branch' };
  const github = (environments: readonly object[], policies: readonly object[] = [main]) => `case "$*" in
*/environments/x-global/deployment-branch-policies*) echo '${JSON.stringify({ branch_policies: policies })}';;
*/environments\\?*) echo '${JSON.stringify({ environments })}';;
*) exit 1;;
esac`;
  const check = (gh: string) =>
    ran(jobOf('environments.yml', 'protected'), 'Every environment has its reviewers', {
      gh,
      env: { NAMES: 'plan x-global', DEPLOYMENT: 'x' },
    });

  it('passes where each has reviewers, and those of stacks are for main only', () => {
    expect(check(github([plan, stack]))).toMatchObject({ status: 0, output: '' });
  });

  it.each([
    ['there is none', [], [main], 'plan x-global'],
    ['one has no rule of reviewers', [plan, { ...stack, protection_rules: [] }], [main], 'x-global'],
    [
      'a rule names no reviewers',
      [{ ...plan, protection_rules: [{ ...reviewed, reviewers: [] }] }, stack],
      [main],
      'plan',
    ],
    ['one is for every branch', [plan, { ...stack, deployment_branch_policy: null }], [main], 'x-global'],
    [
      'one is for all protected branches',
      [
        plan,
        { ...stack, deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } },
      ],
      [main],
      'x-global',
    ],
    ['one is for every branch by a pattern', [plan, stack], [{ name: '*', type: 'branch' }], 'x-global'],
    [
      'one is for another branch too',
      [plan, stack],
      [main, { name: 'release/*', type: 'branch' }],
      'x-global',
    ],
    ['one is for a tag called main', [plan, stack], [{ name: 'main', type: 'tag' }], 'x-global'],
    ['one is for no branch yet', [plan, stack], [], 'x-global'],
  ])('stops and names them where %s', (_, environments, policies, names) => {
    const { status, output } = check(github(environments, policies));

    expect(status).toBe(1);
    expect(output).toContain(`in the environments: ${names}. Nothing was planned or applied.`);
  });

  it('stops where GitHub does not tell the branches', () => {
    const gh = `case "$*" in *policies*) exit 1;; *) echo '${JSON.stringify({ environments: [plan, stack] })}';; esac`;

    expect(check(gh).status).toBe(1);
  });

  it('stops where GitHub does not answer', () => {
    expect(check('exit 1').status).toBe(1);
  });
});

withJq('the comment at a pull request', () => {
  const marker = '<!-- meridian review: x -->';
  const comment = (
    comments: readonly object[],
    files: Record<string, string> = { 'report/review.md': '# One' },
  ) =>
    ran(jobOf('review-deployment.yml', 'comment'), 'One comment, written over each time', {
      gh: `if [ "$2" = --paginate ]; then echo '${JSON.stringify(comments)}'; fi`,
      env: { NUMBER: '7', DEPLOYMENT: 'x', RUN: 'https://run' },
      files,
    });
  const ours = { id: 5, user: { login: 'github-actions[bot]' }, body: `${marker}\nold` };

  it('is written once', () => {
    const { status, calls, folder } = comment([]);

    expect(status).toBe(0);
    expect(calls.at(-1)).toBe(
      'gh api --silent --method POST repos/example/shop/issues/7/comments --field body=@comment.md',
    );
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toBe(
      `${marker}\n# One\n[The run](https://run) has the report as a page.\n`,
    );
  });

  it('is written over, and nobody else’s is', () => {
    const { calls } = comment([{ ...ours, id: 4, user: { login: 'mallory' } }, ours]);

    expect(calls.at(-1)).toContain('--method PATCH repos/example/shop/issues/comments/5 ');
  });

  it('says where a review came to nothing', () => {
    const { folder } = comment([], {});

    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('came to no report');
  });
});

withJq('the one check of a review', () => {
  const check = (results: Record<string, string>, head = 'example/shop') =>
    ran(jobOf('review.yml', 'reviewed'), 'What became of it', {
      env: {
        NEEDS: JSON.stringify(
          Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { result }])),
        ),
        HEAD_REPOSITORY: head,
      },
    });

  it.each([
    ['a review passes', { demo: 'skipped', production: 'success' }, 0, 'production: success'],
    ['one is refused', { demo: 'success', production: 'failure' }, 1, 'production: failure'],
    ['one is stopped', { production: 'cancelled' }, 1, 'cancelled'],
    ['no document is of this repository', { demo: 'skipped' }, 0, 'No document names example/shop'],
  ])('ends as it should where %s', (_, results, status, words) => {
    const checked = check(results);

    expect(checked.status).toBe(status);
    expect(checked.output).toContain(words);
  });

  it('does not take a pull request of a fork, which nobody planned, for reviewed', () => {
    const { status, output } = check({ demo: 'skipped' }, 'mallory/shop');

    expect(status).toBe(1);
    expect(output).toContain('Pull requests of forks get no credentials');
  });
});

withJq('applying a stack', () => {
  const apply = (files: Record<string, string>) =>
    ran(jobOf('apply-stack.yml', 'apply'), 'Apply', {
      npx: 'exit 0',
      env: { STACK: 'x-global', PLANS: 'plans' },
      files,
    });
  const report = (update: number) => JSON.stringify({ stacks: [{ counts: { create: 0, update } }] });

  it('applies the plan that was kept, and no other', () => {
    expect(apply({ 'plans/x-global.tfplan': '', 'plans/review.json': report(1) }).calls).toEqual([
      'npx meridian apply x-global --plan plans/x-global.tfplan --yes',
    ]);
  });

  it('does nothing where there is nothing to change', () => {
    const { status, calls, output } = apply({ 'plans/review.json': report(0) });

    expect([status, calls, output]).toEqual([0, [''], 'x-global is up to date: nothing to change.\n']);
  });

  it('fails where a plan may be read only', () => {
    const { status, calls } = apply({ 'plans/review.json': report(1) });

    expect([status, calls]).toEqual([1, ['']]);
  });

  it('is refused where main has moved on', () => {
    const check = (head: string) =>
      ran(jobOf('apply-stack.yml', 'apply'), 'Nothing newer is on main', {
        gh: `echo ${head}`,
        env: { GITHUB_SHA: 'abc' },
      });

    expect(check('abc').status).toBe(0);
    expect(check('def')).toMatchObject({ status: 1 });
    expect(check('def').output).toContain('Nothing was changed.');
  });

  describe('is reviewed beside what was applied last', () => {
    const history = mkdtempSync(join(tmpdir(), 'meridian-test-'));
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: history,
        encoding: 'utf8',
      }).stdout.trim();
    const commit = (name: string) => {
      git('commit', '--quiet', '--allow-empty', '--message', name);
      return git('rev-parse', 'HEAD');
    };
    git('init', '--quiet');
    const [first = '', second = '', third = '', head = ''] = ['1', '2', '3', '4'].map(commit);

    /** Of runs of the workflow on main, newest first. */
    const look = (runs: readonly { readonly headSha: string; readonly isSuccess?: boolean }[]) => {
      const lines = (wanted: typeof runs) => wanted.map(({ headSha }) => headSha).join('\\n');
      const looked = ran(jobOf('apply-stack.yml', 'apply'), 'What was applied last', {
        // As "gh" does with --limit and --jq '.[-1]'.
        gh: `case "$*" in
*success*) printf '${lines(runs.filter(({ isSuccess }) => isSuccess))}' | head -n 1;;
*) printf '${lines(runs)}' | tail -n 1;;
esac`,
        env: {
          GITHUB_SHA: head,
          GITHUB_WORKFLOW_REF: 'example/shop/.github/workflows/apply-x.yml@refs/heads/main',
          GIT_DIR: join(history, '.git'),
        },
      });
      const output = join(looked.folder, 'output');
      return { ...looked, outputs: existsSync(output) ? readFileSync(output, 'utf8') : '' };
    };

    it('and not beside what a push was refused of', () => {
      const looked = look([{ headSha: head }, { headSha: third }, { headSha: second, isSuccess: true }]);

      expect(looked).toMatchObject({ status: 0, outputs: `base=${second}\n` });
      expect(looked.calls[0]).toMatch(
        /^gh run list --workflow apply-x\.yml --branch main --limit 1 .* --status success$/,
      );
    });

    it('or beside what was there before the first run, where none has succeeded', () => {
      expect(look([{ headSha: head }, { headSha: second }]).outputs).toBe(`base=${first}\n`);
      expect(look([{ headSha: head }]).outputs).toBe(`base=${third}\n`);
    });

    it('or beside its parent, where this commit is applied again', () => {
      expect(look([{ headSha: head, isSuccess: true }]).outputs).toBe(`base=${third}\n`);
    });

    it.each([
      ['has no parent', first],
      ['is not in the history', 'a'.repeat(40)],
    ])('and is refused where the first commit %s', (_, headSha) => {
      const { status, output, outputs } = look([{ headSha: head }, { headSha }]);

      expect([status, outputs]).toEqual([1, '']);
      expect(output).toContain('gates would have nothing to compare with');
    });

    it('by the commit that was found', () => {
      const { output } = ran(jobOf('apply-stack.yml', 'apply'), 'Review', {
        npx: 'echo "$@"',
        env: { STACK: 'x-global', PLANS: 'plans', BASE: 'abc' },
      });

      expect(output).toContain('meridian review --base abc --stack x-global --out plans');
    });
  });

  it('ends where the review refuses: the pipe to the summary hides nothing', () => {
    const review = ran(jobOf('apply-stack.yml', 'apply'), 'Review', {
      npx: 'echo "# Refused"; exit 2',
      env: { STACK: 'x-global', PLANS: 'plans' },
    });

    expect(review.status).toBe(2);
    expect(readFileSync(join(review.folder, 'summary'), 'utf8')).toBe('# Refused\n');
  });
});

withJq('the end of an apply', () => {
  const end = (results: Record<string, string>, stacks = '["production-global","production-mesh"]') =>
    ran(jobOf('apply-production.yml', 'applied'), 'What is applied', {
      env: {
        NEEDS: JSON.stringify({
          environments: { result: results.environments ?? 'success' },
          ...Object.fromEntries(Object.entries(results).map(([name, result]) => [name, { result }])),
          pending: { result: results.pending ?? 'success', outputs: { stacks } },
        }),
      },
    });

  it('says what is applied, what is not and how to go on', () => {
    const { status, output } = end({
      'production-global': 'failure',
      'production-region-asia': 'skipped',
      'production-mesh': 'skipped',
    });

    expect(status).toBe(1);
    expect(output).toContain(
      'production-global: failed\nproduction-region-asia: nothing to change\nproduction-mesh: not applied\n',
    );
    expect(output).toContain('re-run the failed jobs');
  });

  it('says that nothing is, where the review failed', () => {
    const { status, output } = end({ 'production-global': 'skipped', pending: 'failure' }, '');

    expect(status).toBe(1);
    expect(output).toContain('production-global: not applied');
  });

  it('passes where all is applied', () => {
    expect(end({ 'production-global': 'success', 'production-mesh': 'success' })).toMatchObject({
      status: 0,
      output: 'production-global: applied\nproduction-mesh: applied\n',
    });
  });

  it('says why nothing is applied in a fork', () => {
    const { status, output } = end({ environments: 'skipped' }, '');

    expect(status).toBe(0);
    expect(output).toContain('names another ciRepository than example/shop');
  });
});

withJq('a night', () => {
  const night = (jobs: object) =>
    ran(jobOf('nightly.yml', 'nothing'), 'Nothing is pending, and nothing has drifted', {
      env: { NEEDS: JSON.stringify(jobs) },
    });
  const pending = (stacks: string) => ({ result: 'success', outputs: { stacks } });

  it('passes where what is applied is what main asks for', () => {
    expect(night({ production: pending('[]'), demo: { result: 'skipped', outputs: {} } }).status).toBe(0);
    expect(night({ demo: { result: 'skipped', outputs: { stacks: '' } } }).status).toBe(0);
  });

  it('fails, and names the stacks, where it is not', () => {
    const { status, output } = night({ production: pending('["production-mesh"]') });

    expect(status).toBe(1);
    expect(output).toContain('production: success, ["production-mesh"]');
  });

  it('fails where a review did, or something has drifted', () => {
    expect(night({ production: { result: 'failure', outputs: {} } }).status).toBe(1);
    const drift = { production: pending('[]'), 'production-drift': { result: 'failure', outputs: {} } };
    expect(night(drift)).toMatchObject({
      status: 1,
      output: expect.stringContaining('production-drift: failure'),
    });
    expect(night({ ...drift, 'production-drift': { result: 'success', outputs: {} } }).status).toBe(0);
  });
});

withJq('an administrator’s stack', () => {
  const check = (stacks: string) =>
    ran(jobOf('pending.yml', 'plan'), "The state stack is an administrator's", {
      env: { STACKS: stacks, STATE: 'x-state', DEPLOYMENT: 'x' },
    });

  it('stops an apply while it has changes', () => {
    expect(check('["x-global"]').status).toBe(0);
    expect(check('["x-state","x-global"]')).toMatchObject({ status: 1 });
    expect(check('["x-state"]').output).toContain(
      '(npx meridian apply x-state) before CI applies anything of x,',
    );
  });
});
