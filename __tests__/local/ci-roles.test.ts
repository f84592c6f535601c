import { type CiCredentials, ciCredentials } from '../../local/ci-roles';
import { synthesizedStacks } from '../../terraform/synthesized';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { answerAssumeRole } from '../support/fake-sts';
import { type Listening, listening } from '../support/listening';
import { synthesizedFolder } from '../support/synthesized-folder';

const [stateStack] = synthesizedStacks(synthesizedFolder({ 'demo-state': [] }));
const roles = (purpose: string) => ({
  'demo-state': `arn:aws:iam::123456789012:role/ci/demo-state-${purpose}`,
  'demo-global': `arn:aws:iam::123456789012:role/ci/demo-global-${purpose}`,
});
const state = JSON.stringify({
  version: 4,
  outputs: {
    contract_version: { value: 2 },
    ci_repository: { value: 'owner/platform' },
    plan_role_arns: { value: roles('plan') },
    apply_role_arns: { value: roles('apply') },
  },
});

describe('working as a role of CI', () => {
  let bucket: FakeStateBucket;
  let sts: Listening;
  let asked: URLSearchParams[];
  let refusing: boolean;
  let credentials: CiCredentials;

  beforeEach(async () => {
    asked = [];
    refusing = false;
    bucket = await fakeStateBucket();
    bucket.objects = new Map([['demo-state.tfstate', state]]);
    sts = await listening(async (request, response) => {
      if (request.method === 'GET') {
        const found = await fetch(`${bucket.environment.AWS_ENDPOINT_URL}${request.url}`);
        response.writeHead(found.status).end(await found.text());
        return;
      }
      asked.push(await answerAssumeRole(request, response, refusing ? 'not trusted' : undefined));
    });
    credentials = ciCredentials({
      stateStack: stateStack as NonNullable<typeof stateStack>,
      environment: sts.environment,
    });
  });
  afterEach(() => {
    bucket.close();
    sts.close();
  });

  const claims = (form: URLSearchParams | undefined) =>
    JSON.parse(Buffer.from(form?.get('WebIdentityToken')?.split('.')[1] ?? '', 'base64url').toString());

  it('plans as a pull request would', async () => {
    expect(await credentials({ id: 'demo-global' }, 'plan')).toEqual({
      AWS_ACCESS_KEY_ID: 'key of demo-global-plan',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });
    expect(claims(asked[0])).toEqual({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.amazonaws.com',
      sub: 'repo:owner/platform:environment:plan',
    });
  });

  it('applies as the environment that is named after the stack', async () => {
    expect(await credentials({ id: 'demo-global' }, 'apply')).toMatchObject({
      AWS_ACCESS_KEY_ID: 'key of demo-global-apply',
    });
    expect(claims(asked[0]).sub).toBe('repo:owner/platform:environment:demo-global');
  });

  it('asks once for each stack and purpose', async () => {
    const plan = () => credentials({ id: 'demo-global' }, 'plan');
    await Promise.all([plan(), plan()]);
    await plan();

    expect(asked).toHaveLength(1);
  });

  it('leaves the state stack to an administrator, who alone may change what CI may do', async () => {
    expect(await credentials({ id: 'demo-state' }, 'apply')).toEqual({});
    expect(await credentials({ id: 'demo-state' }, 'plan')).not.toEqual({});
  });

  it('changes nothing for a stack without roles', async () => {
    expect(await credentials({ id: 'demo-other' }, 'apply')).toEqual({});
    expect(asked).toEqual([]);
  });

  it('fails where the role does not trust, and asks again the next time', async () => {
    refusing = true;
    await expect(credentials({ id: 'demo-global' }, 'apply')).rejects.toThrow('not trusted');
    refusing = false;

    await expect(credentials({ id: 'demo-global' }, 'apply')).resolves.not.toEqual({});
  });
});
