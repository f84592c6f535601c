import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { checks } from '../../preflight';
import { Aws } from '../../preflight/aws';
import { runChecks } from '../../preflight/run';
import { Target } from '../../preflight/target';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { distributionsPage, FakeAccount, hostedZone, json } from '../support/fake-account';
import { synthesizedStacksOf } from '../support/platform';

const ACCOUNT = '111122223333';

/** The example document in a zone that exists, with everything that a check looks at. */
function synthesized(): readonly SynthesizedStack[] {
  const domain = { ...production.domain, hostedZoneId: 'Z0PUBLIC' };
  return synthesizedStacksOf(validated({ ...production, domain, optIns: { shieldAdvanced: true } }));
}

/** A registry that has the image for these processors. */
const registry =
  (...processors: readonly string[]): typeof fetch =>
  async (_, { headers } = {}) => {
    if (!JSON.stringify(headers ?? {}).includes('Bearer t')) {
      const challenge = 'Bearer realm="https://registry.example/token",service="s",scope="pull"';
      return headers === undefined
        ? Response.json({ token: 't' })
        : new Response('', { status: 401, headers: { 'www-authenticate': challenge } });
    }
    return Response.json({ manifests: processors.map((architecture) => ({ platform: { architecture } })) });
  };

const names = {
  nameServers: async () => ['ns-2.awsdns.org', 'ns-1.awsdns.net.'],
  certificateAuthorities: async () => [] as string[],
};

let stacks: readonly SynthesizedStack[];
let account: FakeAccount;
beforeAll(async () => {
  stacks = synthesized();
  account = await FakeAccount.start();
});
afterAll(() => account.server.close());
beforeEach(() => {
  account.faults = {};
});

const target = (props: Partial<ConstructorParameters<typeof Target>[0]> = {}) =>
  new Target({
    stacks,
    applied: new Set(),
    accountId: ACCOUNT,
    aws: new Aws(account.server.environment),
    names,
    fetch: registry('amd64', 'arm64'),
    ...props,
  });

/** What one check finds, as it is printed. */
async function problems(id: string, of = target()): Promise<string> {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const findings = await check.findings(of);
  return findings.map(({ problem, remedy }) => `${problem}. ${remedy}`).join('\n');
}

test('an account that can take everything has no problem, and every check has asked', async () => {
  const results = await runChecks(checks, target());
  expect(results.filter(({ outcome }) => outcome !== 'fine')).toEqual([]);
  expect(results.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  expect(checks.length).toBeGreaterThanOrEqual(25);
});

test('account: a document that names none', async () => {
  const unnamed = stacks.map((stack) => ({ ...stack, accountId: undefined }));
  expect(await problems('account', target({ stacks: unnamed }))).toContain("put accountId: '111122223333'");
});

test('caa: the nearest record counts, and has to let Amazon in', async () => {
  const caa = (records: Record<string, string[]>) =>
    target({ names: { ...names, certificateAuthorities: async (name) => records[name] ?? [] } });
  expect(await problems('caa', caa({ 'example.com': ['letsencrypt.org'] }))).toContain(
    'the CAA record of example.com lets letsencrypt.org issue certificates of www.example.com, and not Amazon',
  );
  expect(await problems('caa', caa({ 'example.com': ['letsencrypt.org', 'amazon.com; x=y'] }))).toBe('');
  const nearer = caa({ 'example.com': ['amazon.com'], 'www.example.com': ['letsencrypt.org'] });
  expect(await problems('caa', nearer)).toMatch(/^the CAA record of www\.example\.com [^\n]*$/);
});

test('hosted-zone: a zone of another domain, and a private one', async () => {
  account.faults = { 'route53:GET hostedzone': () => hostedZone({ name: 'other.net.' }) };
  expect(await problems('hosted-zone')).toContain('is that of other.net, which');
  account.faults = { 'route53:GET hostedzone': () => hostedZone({ isPrivate: true }) };
  expect(await problems('hosted-zone')).toContain('the hosted zone Z0PUBLIC is a private one');
});

test('what a stack that is applied already owns is no obstacle', async () => {
  account.faults = {
    's3:HEAD': () => ({ status: 200, body: '' }),
    'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 1 } }),
  };
  const applied = new Set(stacks.map(({ id }) => id));
  for (const id of ['bucket-names', 'vpcs', 'vcpus', 'distributions']) {
    expect(await problems(id, target({ applied }))).toBe('');
    expect(await problems(id)).not.toBe('');
  }
});

test('distributions are looked at on every page, the last of which names an empty next one', async () => {
  const pages: string[] = [];
  account.faults = {
    'cloudfront:GET distribution': (parameters) => {
      pages.push(parameters);
      return parameters.includes('Marker=page-2')
        ? distributionsPage('', 'www.example.com')
        : distributionsPage('page-2', 'elsewhere.example');
    },
    'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 3 } }),
  };
  expect(await problems('distribution-aliases')).toContain('answers for www.example.com already');
  expect(pages).toHaveLength(2);
  expect(await problems('distributions')).toContain('2 distributions are added to 2, and 3 are allowed');
  expect(pages).toHaveLength(4);
});

test('a quota that was never raised is asked for among the defaults', async () => {
  account.faults = {
    'servicequotas:GetServiceQuota': () => json({ __type: 'NoSuchResourceException' }, 400),
    'servicequotas:GetAWSDefaultServiceQuota': () => json({ Quota: { Value: 1 } }),
  };
  expect(await problems('vpcs')).toContain('and 1 are allowed');
});

test('every check names the actions that it needs', async () => {
  account.faults = {
    'servicequotas:GetServiceQuota': () => json({ __type: 'NoSuchResourceException' }, 400),
    'servicequotas:GetAWSDefaultServiceQuota': () => json({ Quota: { Value: 1 } }),
  };
  const seen = new Set<string>();
  for (const { id, actions, findings } of checks) {
    account.asked.length = 0;
    await findings(target());
    // What is asked by method and path has no action in it.
    const asked = account.asked.filter((operation) => /:[A-Z][a-z]\w+$/.test(operation));
    expect({ id, missing: asked.filter((action) => !actions.includes(action)) }).toEqual({ id, missing: [] });
    for (const action of asked) seen.add(action);
  }
  expect(seen).toContain('servicequotas:GetAWSDefaultServiceQuota');
});
