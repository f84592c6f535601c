import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReviewArguments, review } from '../../cli/review';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const args: ReviewArguments = {
  deployment: undefined,
  base: undefined,
  stack: [],
  all: false,
  drift: false,
  local: false,
  format: 'md',
  allow: undefined,
  out: undefined,
  skipSynth: false,
  costsFrom: undefined,
};

describe('a review', () => {
  const kept = { ...process.env };

  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (/^AWS_(?!SDK_)/.test(name)) delete process.env[name];
    Object.assign(process.env, {
      HOME: folder,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_EC2_METADATA_DISABLED: 'true',
      CDKTF_OUTDIR: join(folder, 'out'),
    });
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  });

  test.each([
    [{}, 'expected --base REF (what changed since), --stack ID or --all, got none of them'],
    [{ deployment: 'dmo' }, 'expected a deployment (demo, production), got "dmo" — did you mean "demo"?'],
    [{ all: true, stack: ['demo-global'] }, '--stack: expected none beside --all, which plans every stack'],
    [
      { deployment: 'demo', stack: ['production-global'] },
      '--stack: "production-global" is of the deployment "production", and "demo" is reviewed',
    ],
    [{ drift: true }, '--drift: expected a deployment, got none'],
    [
      { drift: true, deployment: 'demo', all: true, base: 'HEAD' },
      '--drift: expected no --base, no --all beside it, which looks at everything that is applied',
    ],
    [{ drift: true, deployment: 'demo' }, 'No AWS credentials are found: sign in'],
    [{ all: true, costsFrom: '0' }, '--costs-from: expected a whole number from 1, got "0"'],
    [{ all: true }, 'No AWS credentials are found: sign in'],
    [{ base: 'HEAD' }, 'No AWS credentials are found: sign in'],
  ])('with %j says what is wrong before anything is synthesized', async (given, sentence) => {
    await expect(review({ ...args, ...given }, new AbortController().signal)).rejects.toThrow(sentence);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

test('a review with a base needs git, and says so', () => {
  const { stderr, status } = spawnSync(
    process.execPath,
    ['cli/bin/meridian.js', 'review', '--base', 'HEAD', '--local'],
    { cwd: join(__dirname, '../..'), encoding: 'utf8', env: { PATH: folder } },
  );

  expect([stderr, status]).toEqual(['"git" is not found, which --base needs\n', 1]);
});
