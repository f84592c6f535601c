import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let file: string;
  const { signal } = new AbortController();

  beforeEach(async () => {
    [asked, assumed, refusing] = [[], [], false];
    github = await listening((request, response) => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
      response.end(JSON.stringify({ value: jwt }));
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
});
