import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../../cli/command';
import { signIn } from '../../cli/sign-in';
import { answerAssumeRole } from '../support/fake-sts';
import { type Listening, listening } from '../support/listening';

const jwt = `e30.${Buffer.from(JSON.stringify({ sub: 'repo:o/r:environment:plan' })).toString('base64url')}.none`;

describe('signing in from a workflow', () => {
  const kept = { ...process.env };
  let github: Listening;
  let sts: Listening;
  let asked: { readonly url: string; readonly authorization: string | undefined }[];
  let assumed: URLSearchParams[];
  let refusing: boolean;
  /** What GitHub answers. */
  let answer: string;
  let said: string[];
  let file: string;
  const { signal } = new AbortController();

  beforeEach(async () => {
    [asked, assumed, refusing, said] = [[], [], false, []];
    answer = JSON.stringify({ value: jwt });
    jest.spyOn(console, 'log').mockImplementation((line) => said.push(line));
    github = await listening((request, response) => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
      response.end(answer);
    });
    sts = await listening(async (request, response) => {
      const refusal = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
      assumed.push(await answerAssumeRole(request, response, refusing ? refusal : undefined));
    });
    file = join(mkdtempSync(join(tmpdir(), 'meridian-test-')), 'credentials');
    Object.assign(process.env, {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${github.environment.AWS_ENDPOINT_URL}/token?version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of this job',
      AWS_ENDPOINT_URL: sts.environment.AWS_ENDPOINT_URL,
      AWS_SHARED_CREDENTIALS_FILE: file,
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    github.close();
    sts.close();
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  });

  it('writes a profile for each stack of the deployment, as the role that plans it', async () => {
    await signIn({ purpose: 'plan', name: 'production' }, signal);

    const profiles = readFileSync(file, 'utf8').match(/^\[.*\]\naws_access_key_id = .*$/gm) ?? [];
    expect(profiles.length).toBeGreaterThan(8);
    expect(profiles).toContain('[production-global]\naws_access_key_id = key of production-global-plan');
    expect(profiles.filter((profile) => profile.includes('-apply'))).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('asks GitHub for a token that only AWS takes, and shows it', async () => {
    await signIn({ purpose: 'apply', name: 'production-global' }, signal);

    expect(asked).toEqual([
      { url: '/token?version=2&audience=sts.amazonaws.com', authorization: 'bearer of this job' },
    ]);
    expect(assumed.map((form) => form.get('WebIdentityToken'))).toEqual([jwt]);
    expect(assumed.map((form) => form.get('RoleArn'))).toEqual([
      'arn:aws:iam::111122223333:role/ci/production-global-apply',
    ]);
  });

  it('says whom GitHub calls the workflow where a role does not trust it', async () => {
    refusing = true;

    await expect(signIn({ purpose: 'apply', name: 'production-global' }, signal)).rejects.toThrow(
      'This workflow cannot be arn:aws:iam::111122223333:role/ci/production-global-apply: Not authorized to perform sts:AssumeRoleWithWebIdentity. GitHub says that it is "repo:o/r:environment:plan"',
    );
  });

  it('says what a job without a token lacks', async () => {
    delete process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;

    await expect(signIn({ purpose: 'plan', name: 'production' }, signal)).rejects.toThrow(
      'the job needs "permissions: id-token: write"',
    );
  });

  it('writes over no file that nobody named', async () => {
    delete process.env.AWS_SHARED_CREDENTIALS_FILE;

    await expect(signIn({ purpose: 'plan', name: 'production' }, signal)).rejects.toThrow(
      'AWS_SHARED_CREDENTIALS_FILE has to name a file',
    );
    expect(asked).toEqual([]);
  });

  it('replaces what it wrote before, with rights of its own, and leaves no draft', async () => {
    writeFileSync(file, '[production-global]\naws_access_key_id = old\n', { mode: 0o644 });

    await signIn({ purpose: 'apply', name: 'production-global' }, signal);

    expect(readFileSync(file, 'utf8')).toContain('key of production-global-apply');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['credentials']);
  });

  it.each([
    ['profiles of others', '[production-global]\nx = y\n\n[default]\nx = y\n', '(default)'],
    ['no profile', 'a private key', '(no profiles)'],
  ])('writes over no file that holds %s', async (_, text, words) => {
    writeFileSync(file, text);

    await expect(signIn({ purpose: 'apply', name: 'production-global' }, signal)).rejects.toThrow(words);
    expect([readFileSync(file, 'utf8'), asked]).toEqual([text, []]);
  });

  it('masks what it got in the log of a workflow, before it says anything', async () => {
    process.env.GITHUB_ACTIONS = 'true';

    await signIn({ purpose: 'apply', name: 'production-global' }, signal);

    expect(said).toEqual([
      '::add-mask::key of production-global-apply',
      '::add-mask::secret',
      '::add-mask::token',
      'Signed in to apply: production-global.',
    ]);
  });

  it('shows no key where nothing would mask it', async () => {
    delete process.env.GITHUB_ACTIONS;

    await signIn({ purpose: 'apply', name: 'production-global' }, signal);

    expect(said).toEqual(['Signed in to apply: production-global.']);
  });

  it.each([
    ['is no URL', 'nowhere', 'ACTIONS_ID_TOKEN_REQUEST_URL: expected a URL, got "nowhere"'],
    ['is none to ask', 'http://127.0.0.1:1/', 'GitHub does not answer at 127.0.0.1:1 (bad port)'],
  ])('says in one sentence where the address of GitHub %s', async (_, url, sentence) => {
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL = url;

    await expect(signIn({ purpose: 'plan', name: 'production' }, signal)).rejects.toThrow(sentence);
    expect(existsSync(file)).toBe(false);
  });

  it('says in one sentence where nobody answers for GitHub', async () => {
    github.close();

    await expect(signIn({ purpose: 'plan', name: 'production' }, signal)).rejects.toThrow(
      /^GitHub does not answer at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/,
    );
  });

  it.each(['<html>', '{}', 'null'])('takes %s for no token', async (text) => {
    answer = text;

    await expect(signIn({ purpose: 'plan', name: 'production' }, signal)).rejects.toThrow(
      /^GitHub gives no identity token: 127\.0\.0\.1:\d+ answers something else than a token$/,
    );
  });

  it('does not blame the role where STS cannot be reached', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';

    await expect(signIn({ purpose: 'apply', name: 'production-global' }, signal)).rejects.toThrow(
      /^STS of us-east-1 gives no session of arn:aws:iam::111122223333:role\/ci\/production-global-apply \(.*ECONNREFUSED.*\)$/,
    );
  });

  it.each([
    [{ purpose: undefined, name: undefined }, 'expected a purpose (plan, apply), got nothing'],
    [{ purpose: 'plan', name: undefined }, 'expected a deployment (demo, production), got nothing'],
    [{ purpose: 'apply', name: undefined }, 'Which stack? The stacks are:'],
  ] as const)('asks for what is missing in %j', async (args, sentence) => {
    delete process.env.AWS_SHARED_CREDENTIALS_FILE;
    const error: Error = await signIn(args, signal).then(
      () => new Error('it signed in'),
      (reason) => reason,
    );

    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(sentence);
  });
});
