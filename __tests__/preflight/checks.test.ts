import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { checks } from '../../preflight';
import { Aws } from '../../preflight/aws';
import { runChecks } from '../../preflight/run';
import { Target } from '../../preflight/target';
import { createPlatform } from '../../stacks/platform';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import {
  accountLimit,
  accountQuotas,
  accountSummary,
  concurrency,
  distributions,
  distributionsPage,
  engineVersion,
  FakeAccount,
  hostedZone,
  json,
  loadBalancers,
  orderable,
  recordSets,
  xml,
} from '../support/fake-account';

const ACCOUNT = '111122223333';

/** The example document in a zone that exists, with everything that a check looks at. */
function synthesized(): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const app = new App({ outdir });
  const domain = { ...production.domain, hostedZoneId: 'Z0PUBLIC' };
  createPlatform(app, validated({ ...production, domain, optIns: { shieldAdvanced: true } }));
  app.synth();
  return synthesizedStacks(outdir);
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

/** Operation, what it answers instead, and what is found. */
const FAULTS: readonly (readonly [string, FakeAccount['faults'], RegExp])[] = [
  [
    'regions-enabled',
    {
      'ec2:DescribeRegions': () =>
        xml({
          DescribeRegionsResponse: {
            regionInfo: { item: [{ regionName: 'us-west-2', optInStatus: 'not-opted-in' }] },
          },
        }),
    },
    /AWS region us-west-2 is not enabled \(not-opted-in\)\. aws account enable-region --region-name us-west-2/,
  ],
  [
    'zones',
    {
      'ec2:DescribeAvailabilityZones': () =>
        xml({
          DescribeAvailabilityZonesResponse: { availabilityZoneInfo: { item: [{ zoneName: 'a' }] } },
        }),
    },
    /ap-southeast-1 offers this account 1 zones, and a network needs 3/,
  ],
  [
    'identity-provider',
    {
      'iam:ListOpenIDConnectProviders': () =>
        xml({
          R: {
            ListOpenIDConnectProvidersResult: {
              OpenIDConnectProviderList: {
                member: [
                  { Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
                ],
              },
            },
          },
        }),
    },
    /identity provider already.*ciIdentityProviderArn: 'arn:aws:iam::111122223333/,
  ],
  [
    'shield',
    { 'shield:GetSubscriptionState': () => json({ SubscriptionState: 'ACTIVE' }) },
    /subscribed to Shield Advanced already.*import aws_shield_subscription\.[\w-]+ 111122223333/,
  ],
  ['iam-roles', { 'iam:GetAccountSummary': () => accountSummary({ Roles: 999 }) }, /roles are added to 999/],
  [
    'iam-policies',
    { 'iam:GetAccountSummary': () => accountSummary({ Policies: 1499 }) },
    /policies are added to 1499, and the account may have 1500/,
  ],
  [
    'attached-policies',
    { 'iam:GetAccountSummary': () => accountSummary({ AttachedPoliciesPerRoleQuota: 1 }) },
    /a role gets \d+ managed policies, and may have 1/,
  ],
  [
    'vpcs',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 1 } }) },
    /eu-central-1: 1 VPCs are added to 1, and 1 are allowed\. aws service-quotas request-service-quota-increase --region eu-central-1 --service-code vpc --quota-code L-F678F1CE --desired-value 2/,
  ],
  [
    'elastic-ips',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 2 } }) },
    /3 Elastic IP addresses are added to 0, and 2 are allowed/,
  ],
  [
    'nat-gateways',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 0 } }) },
    /1 NAT gateways in a zone are needed, and 0 are allowed/,
  ],
  [
    'interface-endpoints',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 2 } }) },
    /interface endpoints in a VPC are needed, and 2 are allowed/,
  ],
  [
    'security-group-rules',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 50 } }) },
    /a security group gets rules of weight 55, and 50 is allowed/,
  ],
  [
    'application-load-balancers',
    {
      'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 2 } }),
      'elasticloadbalancing:DescribeLoadBalancers': () =>
        loadBalancers('application', 'application', 'network'),
    },
    /1 application load balancers are added to 2, and 2 are allowed/,
  ],
  [
    'network-load-balancers',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 1 } }) },
    /1 network load balancers are added to 1, and 1 are allowed/,
  ],
  [
    'lambda-concurrency',
    { 'lambda:GetAccountSettings': () => concurrency(50) },
    /eu-central-1: functions reserve 10 concurrent executions.*L-B99A9384 --desired-value 110/,
  ],
  [
    'database-clusters',
    { 'rds:DescribeAccountAttributes': () => accountQuotas({ DBClusters: 40 }) },
    /1 database clusters are added to 40, and 40 are allowed/,
  ],
  [
    'database-instances',
    { 'rds:DescribeAccountAttributes': () => accountQuotas({ DBInstances: 39 }) },
    /2 database instances are added to 39, and 40 are allowed/,
  ],
  ['hosted-zones', { 'route53:GET accountlimit': () => accountLimit(200) }, /hosted zones are added to 200/],
  [
    'health-checks',
    { 'route53:GET accountlimit': () => accountLimit(198) },
    /6 health checks are added to 198/,
  ],
  [
    'distributions',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 1 } }) },
    /us-east-1: 2 distributions are added to 0, and 1 are allowed/,
  ],
  [
    'instance-offerings',
    {
      'ec2:DescribeInstanceTypeOfferings': () =>
        xml({ R: { instanceTypeOfferingSet: { item: [{ location: 'zone-a' }] } } }),
    },
    /ap-southeast-1 does not offer c7g\.large in zone-b, zone-c/,
  ],
  [
    'vcpus',
    { 'servicequotas:GetServiceQuota': () => json({ Quota: { Value: 32 } }) },
    /30 c7g\.large need 60 vCPUs beside 4 that run, and 32 are allowed.*L-1216C47A --desired-value 64/,
  ],
  [
    'engine-version',
    { 'rds:DescribeDBEngineVersions': () => engineVersion() },
    /has no aurora-postgresql \d+/,
  ],
  [
    'database-offerings',
    { 'rds:DescribeOrderableDBInstanceOptions': () => orderable('a') },
    /offers db\.r6g\.xlarge for aurora-postgresql [\d.]+ in 1 zones, and 2 are needed/,
  ],
  [
    'hosted-zone',
    { 'route53:GET hostedzone': () => hostedZone({ isPrivate: true }) },
    /the hosted zone Z0PUBLIC is a private one/,
  ],
  [
    'records',
    { 'route53:GET rrset': () => recordSets({ Name: 'www.example.com.', Type: 'A' }) },
    /the zone Z0PUBLIC has a record www\.example\.com of type A already/,
  ],
  [
    'bucket-names',
    { 's3:HEAD': () => ({ status: 403, body: '' }) },
    /somebody else has a bucket "meridian-production-terraform-state" already/,
  ],
  [
    'role-names',
    { 'iam:GetRole': () => xml({ R: { GetRoleResult: { Role: { Arn: 'arn:role' } } } }) },
    /a role "production-global-plan" is there already.*import aws_iam_role\./,
  ],
  [
    'service-linked-roles',
    { 'iam:GetRole': () => xml({ R: { GetRoleResult: { Role: { Arn: 'arn:role' } } } }) },
    /service-linked role "AWSServiceRoleForAutoScaling_production-asia" is there already/,
  ],
  [
    'policy-names',
    { 'iam:GetPolicy': () => xml({ R: { GetPolicyResult: { Policy: { Arn: 'arn:policy' } } } }) },
    /a policy "production-mesh-role-boundary" is there already.*import aws_iam_policy\.[\w-]+ arn:aws:iam::111122223333:policy\/production-mesh-role-boundary/,
  ],
  [
    'function-names',
    { 'lambda:GetFunction': () => json({ Configuration: { FunctionName: 'x' } }) },
    /a function "production-fill-europe" is there already/,
  ],
  [
    'secret-names',
    {
      'secretsmanager:DescribeSecret': () =>
        json({ ARN: 'arn:secret', Name: 'production/origin-secret/v1', DeletedDate: 1_700_000_000 }),
    },
    /the secret "production\/origin-secret\/v1" is being deleted.*restore-secret --region us-east-1/,
  ],
  [
    'database-names',
    {
      'rds:DescribeDBClusters': () =>
        xml({
          R: {
            DescribeDBClustersResult: {
              DBClusters: { DBCluster: [{ DBClusterIdentifier: 'production-asia' }] },
            },
          },
        }),
    },
    /a database cluster "production-asia" is there already/,
  ],
  [
    'global-database-names',
    {
      'rds:DescribeGlobalClusters': () =>
        xml({
          R: {
            DescribeGlobalClustersResult: {
              GlobalClusters: { GlobalClusterMember: [{ GlobalClusterIdentifier: 'production' }] },
            },
          },
        }),
    },
    /a global database "production" is there already/,
  ],
  [
    'distribution-aliases',
    { 'cloudfront:GET distribution': () => distributions('www.example.com') },
    /the distribution E1 answers for www\.example\.com already/,
  ],
];

test.each(FAULTS)(
  '%s finds what is in the way, and nothing in a healthy account',
  async (id, faults, line) => {
    expect(await problems(id)).toBe('');
    account.faults = faults;
    expect(await problems(id)).toMatch(line);
  },
);

test('account: credentials of another account, and a document that names none', async () => {
  expect(await problems('account', target({ accountId: '999999999999' }))).toContain(
    'the document is for account 111122223333, and these credentials belong to 999999999999',
  );
  const unnamed = stacks.map((stack) => ({ ...stack, accountId: undefined }));
  expect(await problems('account', target({ stacks: unnamed }))).toContain("put accountId: '111122223333'");
});

test('delegation: a domain that is delegated elsewhere, or nowhere', async () => {
  const delegatedTo = (...servers: string[]) =>
    target({ names: { ...names, nameServers: async () => servers } });
  expect(await problems('delegation', delegatedTo('ns.elsewhere.net'))).toBe(
    'example.com is delegated to ns.elsewhere.net, and not to its zone. enter at the registrar: ns-1.awsdns.net, ns-2.awsdns.org',
  );
  expect(await problems('delegation', delegatedTo())).toContain('example.com is not delegated');
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

test('image: one that is built for another processor, or is not there', async () => {
  expect(await problems('image')).toBe('');
  expect(await problems('image', target({ fetch: registry('amd64') }))).toContain(
    'the image ghcr.io/stefanprodan/podinfo:6.7.1 is built for amd64 only (c7g.large is arm64)',
  );
  const none = async () => new Response('', { status: 404 });
  expect(await problems('image', target({ fetch: none }))).toContain('ghcr.io answers 404');
});

test('hosted-zone: a zone of another domain, and none', async () => {
  account.faults = { 'route53:GET hostedzone': () => hostedZone({ name: 'other.net.' }) };
  expect(await problems('hosted-zone')).toContain('is that of other.net, which');
  const body =
    '<ErrorResponse><Error><Code>NoSuchHostedZone</Code><Message>x</Message></Error></ErrorResponse>';
  account.faults = { 'route53:GET hostedzone': () => ({ status: 404, body }) };
  expect(await problems('hosted-zone')).toContain('the account has no hosted zone Z0PUBLIC');
});

test('engine-version: one that is deprecated, or has no global databases', async () => {
  const EngineVersion = production.database.engineVersion;
  account.faults = {
    'rds:DescribeDBEngineVersions': () => engineVersion({ EngineVersion, Status: 'deprecated' }),
  };
  expect(await problems('engine-version')).toMatch(
    /creates no aurora-postgresql [\d.]+ any longer \(deprecated\)/,
  );
  account.faults = {
    'rds:DescribeDBEngineVersions': () => engineVersion({ EngineVersion, SupportsGlobalDatabases: false }),
  };
  expect(await problems('engine-version')).toMatch(/has no global databases/);
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

test('every check has a test that makes it fail', () => {
  const own = ['account', 'delegation', 'caa', 'image'];
  expect([...FAULTS.map(([id]) => id), ...own].sort()).toEqual(checks.map(({ id }) => id).sort());
});
