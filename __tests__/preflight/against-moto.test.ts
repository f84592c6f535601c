import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateDistributionCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
} from '@aws-sdk/client-cloudfront';
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import {
  CreateDBClusterCommand,
  CreateGlobalClusterCommand,
  DeleteDBClusterCommand,
  DeleteGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateSubscriptionCommand } from '@aws-sdk/client-shield';
import { startServices, stopServices } from 'local-aws/daemon/services';
import { localEnvironment } from 'local-aws/environment';
import { findMoto } from 'local-aws/setup/moto';
import { validated } from '../../config';
import { production } from '../../config/deployments/production';
import { LOCAL_DIRECTORY } from '../../local/directory';
import { checks } from '../../preflight';
import { Aws } from '../../preflight/aws';
import { localOutside } from '../../preflight/local-outside';
import { runChecks } from '../../preflight/run';
import { Target } from '../../preflight/target';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { synthesizedStacksOf } from '../support/platform';

const ACCOUNT = '123456789012';
const directory = mkdtempSync(join(tmpdir(), 'local-aws-preflight-'));

let endpoint: string;
let aws: Aws;
let zone: string;
let stacks: readonly SynthesizedStack[];

/** One region of the example document in a zone that exists, with everything that a check looks at. */
function synthesized(hostedZoneId: string): readonly SynthesizedStack[] {
  const document = validated({
    ...production,
    accountId: ACCOUNT,
    domain: { ...production.domain, hostedZoneId },
    regions: [{ name: 'europe', awsRegion: 'eu-central-1', cidrBlock: '10.20.0.0/16' }],
    routing: {
      continents: {
        AF: 'europe',
        AN: 'europe',
        AS: 'europe',
        EU: 'europe',
        NA: 'europe',
        OC: 'europe',
        SA: 'europe',
      },
      defaultRegion: 'europe',
    },
    backfill: { ...production.backfill, regions: ['europe'] },
    optIns: { shieldAdvanced: true },
  });
  return synthesizedStacksOf(document);
}

beforeAll(async () => {
  const moto = () => findMoto({ directory: LOCAL_DIRECTORY });
  const { state } = await startServices({ directory, port: 0, moto });
  ({ endpoint } = state);
  aws = new Aws(localEnvironment(endpoint));
  const made = await aws.route53.send(
    new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'preflight' }),
  );
  zone = made.HostedZone?.Id?.split('/').at(-1) ?? '';
  stacks = synthesized(zone);
});
afterAll(async () => {
  await stopServices(directory);
  rmSync(directory, { recursive: true });
});

/** Everything that is in the way, by check. */
async function inTheWay(props: Partial<ConstructorParameters<typeof Target>[0]> = {}) {
  const outside = localOutside(endpoint);
  const target = new Target({ stacks, applied: new Set(), accountId: ACCOUNT, aws, ...outside, ...props });
  const results = await runChecks(checks, target);
  return results
    .filter(({ outcome }) => outcome !== 'fine')
    .map(({ id, outcome, findings }) => ({
      id,
      outcome,
      text: findings.map(({ problem, remedy }) => `${problem}. ${remedy}`).join('\n'),
    }));
}

const only = (id: string, line: RegExp) => [{ id, outcome: 'problem', text: expect.stringMatching(line) }];

async function tell(account: object): Promise<void> {
  const answer = await fetch(`${endpoint}/_local/account`, { method: 'PUT', body: JSON.stringify(account) });
  if (!answer.ok) throw new Error(await answer.text());
}

test('a local AWS that was told nothing takes the deployment, and every check has asked', async () => {
  expect(await inTheWay()).toEqual([]);
  expect(checks.length).toBeGreaterThanOrEqual(25);
});

test('account alone finds the credentials of another one', async () => {
  const line = /the document is for account 123456789012, and these credentials belong to 999999999999/;
  expect(await inTheWay({ accountId: '999999999999' })).toEqual(only('account', line));
});

test('hosted-zone alone finds a zone that the account does not have', async () => {
  const line = /the account has no hosted zone Z0NOWHERE/;
  expect(await inTheWay({ stacks: synthesized('Z0NOWHERE') })).toEqual(only('hosted-zone', line));
});

/** What the account is told, what is found then, and by which check alone. */
const TOLD: readonly (readonly [id: string, account: object, line: RegExp])[] = [
  [
    'regions-enabled',
    { disabledRegions: ['eu-central-1'] },
    /AWS region eu-central-1 is not enabled \(not-opted-in\)\. aws account enable-region --region-name eu-central-1/,
  ],
  [
    'zones',
    { zonesOutOfService: ['eu-central-1a'] },
    /eu-central-1 offers this account 2 zones, and a network needs 3/,
  ],
  ['iam-roles', quota('iam', 'L-FE177D64', 1), /\d+ roles are added to 0, and the account may have 1\./],
  [
    'iam-policies',
    quota('iam', 'L-E95E4862', 1),
    /\d+ policies are added to 0, and the account may have 1\./,
  ],
  ['attached-policies', quota('iam', 'L-0DA4ABF3', 1), /a role gets \d+ managed policies, and may have 1/],
  [
    'vpcs',
    quota('vpc', 'L-F678F1CE', 1, 'eu-central-1'),
    /^eu-central-1: 1 VPCs are added to 1, and 1 are allowed\. aws service-quotas request-service-quota-increase --region eu-central-1 --service-code vpc --quota-code L-F678F1CE --desired-value 2$/,
  ],
  [
    'elastic-ips',
    quota('ec2', 'L-0263D0A3', 2),
    /eu-central-1: 3 Elastic IP addresses are added to 0, and 2 are allowed/,
  ],
  ['nat-gateways', quota('vpc', 'L-FE5A380F', 0), /1 NAT gateways in a zone are needed, and 0 are allowed/],
  [
    'interface-endpoints',
    quota('vpc', 'L-29B6F2EB', 2),
    /\d+ interface endpoints in a VPC are needed, and 2 are allowed/,
  ],
  [
    'security-group-rules',
    quota('vpc', 'L-0EA8095F', 50),
    /a security group gets rules of weight 55, and 50 is allowed/,
  ],
  [
    'application-load-balancers',
    quota('elasticloadbalancing', 'L-53DA6B97', 0),
    /1 application load balancers are added to 0, and 0 are allowed/,
  ],
  [
    'network-load-balancers',
    quota('elasticloadbalancing', 'L-69A177A2', 0),
    /1 network load balancers are added to 0, and 0 are allowed/,
  ],
  [
    'lambda-concurrency',
    quota('lambda', 'L-B99A9384', 50),
    /eu-central-1: functions reserve 10 concurrent executions.*L-B99A9384 --desired-value 110/,
  ],
  [
    'database-clusters',
    quota('rds', 'L-952B80B8', 0),
    /1 database clusters are added to 0, and 0 are allowed/,
  ],
  [
    'database-instances',
    quota('rds', 'L-7B6409FD', 1),
    /2 database instances are added to 0, and 1 are allowed/,
  ],
  ['hosted-zones', quota('route53', 'L-4EA4796A', 1), /\d+ hosted zones are added to 1, and 1 are allowed/],
  ['health-checks', quota('route53', 'L-ACB674F3', 1), /\d health checks are added to 0, and 1 are allowed/],
  [
    'distributions',
    quota('cloudfront', 'L-24B04930', 1),
    /us-east-1: 2 distributions are added to 0, and 1 are allowed/,
  ],
  [
    'instance-offerings',
    { missingInstanceTypes: { 'c7g.large': ['eu-central-1b', 'eu-central-1c'] } },
    /eu-central-1 does not offer c7g\.large in eu-central-1b, eu-central-1c/,
  ],
  [
    'vcpus',
    quota('ec2', 'L-1216C47A', 32),
    /30 c7g\.large need 60 vCPUs beside 0 that run, and 32 are allowed.*L-1216C47A --desired-value 60/,
  ],
  [
    'image',
    { images: { 'ghcr.io/stefanprodan/podinfo:6.7.1': ['amd64'] } },
    /the image ghcr\.io\/stefanprodan\/podinfo:6\.7\.1 is built for amd64 only \(c7g\.large is arm64\)/,
  ],
  [
    'image',
    { images: { 'ghcr.io/stefanprodan/podinfo:6.7.1': [] } },
    /ghcr\.io answers 404 for the image ghcr\.io\/stefanprodan\/podinfo:6\.7\.1/,
  ],
  [
    'engine-version',
    engineVersion({ status: 'deprecated' }),
    /creates no aurora-postgresql [\d.]+ any longer \(deprecated\)/,
  ],
  [
    'engine-version',
    engineVersion({ globalDatabases: false }),
    /has no global databases of aurora-postgresql/,
  ],
  [
    'database-offerings',
    { missingDatabaseClasses: { 'db.r6g.xlarge': ['eu-central-1a', 'eu-central-1b'] } },
    /^eu-central-1 offers db\.r6g\.xlarge for aurora-postgresql [\d.]+ in 1 zones, and 2 are needed[^\n]*$/,
  ],
  [
    'delegation',
    { delegations: { 'example.com': ['ns.elsewhere.net'] } },
    /example\.com is delegated to ns\.elsewhere\.net, and not to its zone\. enter at the registrar: ns-/,
  ],
  ['delegation', { delegations: { 'example.com': [] } }, /example\.com is not delegated/],
  [
    'bucket-names',
    { bucketsOfOthers: ['meridian-production-terraform-state'] },
    /somebody else has a bucket "meridian-production-terraform-state" already/,
  ],
];

function quota(service: string, code: string, value: number, awsRegion?: string) {
  return { quotas: [{ service, code, value, ...(awsRegion && { awsRegion }) }] };
}

function engineVersion(told: object) {
  const { engineVersion: version } = production.database;
  return { engineVersions: [{ engine: 'aurora-postgresql', version, ...told }] };
}

describe('an account of which something is told', () => {
  afterEach(() => tell({}));

  test.each(TOLD)('%s alone finds it: %j', async (id, account, line) => {
    await tell(account);
    expect(await inTheWay()).toEqual(only(id, line));
  });
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
});

type Undo = () => Promise<unknown>;

/** What is in the account, made as anybody would make it; what is found then; and by which check alone. */
const MADE: readonly (readonly [id: string, make: () => Promise<Undo>, line: RegExp])[] = [
  [
    'identity-provider',
    async () => {
      const { OpenIDConnectProviderArn } = await aws.iam.send(
        new CreateOpenIDConnectProviderCommand({ Url: 'https://token.actions.githubusercontent.com' }),
      );
      return () => aws.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    },
    /identity provider already.*ciIdentityProviderArn: 'arn:aws:iam::123456789012:oidc-provider\//,
  ],
  [
    'caa',
    () =>
      record({
        Name: 'example.com',
        Type: 'CAA',
        TTL: 60,
        ResourceRecords: [value('0 issue "letsencrypt.org"')],
      }),
    /the CAA record of example\.com lets letsencrypt\.org issue certificates of www\.example\.com, and not Amazon/,
  ],
  [
    'records',
    () => record({ Name: 'www.example.com', Type: 'A', TTL: 60, ResourceRecords: [value('192.0.2.1')] }),
    /has a record www\.example\.com of type A already.*import aws_route53_record\./,
  ],
  [
    'role-names',
    () => role('production-global-plan'),
    /a role "production-global-plan" is there already.*import aws_iam_role\./,
  ],
  [
    'service-linked-roles',
    async () => {
      const { Role } = await aws.iam.send(
        new CreateServiceLinkedRoleCommand({
          AWSServiceName: 'autoscaling.amazonaws.com',
          CustomSuffix: 'production-europe',
        }),
      );
      return () => aws.iam.send(new DeleteRoleCommand({ RoleName: Role?.RoleName }));
    },
    /service-linked role "AWSServiceRoleForAutoScaling_production-europe" is there already/,
  ],
  [
    'policy-names',
    async () => {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
      });
      const { Policy } = await aws.iam.send(
        new CreatePolicyCommand({ PolicyName: 'production-backfill-role-boundary', PolicyDocument }),
      );
      return () => aws.iam.send(new DeletePolicyCommand({ PolicyArn: Policy?.Arn }));
    },
    /a policy "production-backfill-role-boundary" is there already.*import aws_iam_policy\.[\w-]+ arn:aws:iam::123456789012:policy\/production-backfill-role-boundary/,
  ],
  [
    'function-names',
    async () => {
      const forget = await role('somebody');
      const FunctionName = 'production-fill-europe';
      const functions = aws.lambda('eu-central-1');
      await functions.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: `arn:aws:iam::${ACCOUNT}:role/somebody`,
          Code: { ZipFile: EMPTY_ZIP },
        }),
      );
      return async () => {
        await functions.send(new DeleteFunctionCommand({ FunctionName }));
        await forget();
      };
    },
    /eu-central-1: a function "production-fill-europe" is there already/,
  ],
  [
    'secret-names',
    async () => {
      const SecretId = 'production/origin-secret/v1';
      const secrets = aws.secrets('us-east-1');
      await secrets.send(new CreateSecretCommand({ Name: SecretId }));
      await secrets.send(new DeleteSecretCommand({ SecretId }));
      return () => secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    },
    /the secret "production\/origin-secret\/v1" is being deleted.*restore-secret --region us-east-1/,
  ],
  [
    'database-names',
    async () => {
      const DBClusterIdentifier = 'production-europe';
      const databases = aws.rds('eu-central-1');
      await databases.send(
        new CreateDBClusterCommand({
          DBClusterIdentifier,
          Engine: 'aurora-postgresql',
          MasterUsername: 'somebody',
          MasterUserPassword: 'something-long',
        }),
      );
      return () =>
        databases.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
    },
    /eu-central-1: a database cluster "production-europe" is there already/,
  ],
  [
    'global-database-names',
    async () => {
      const GlobalClusterIdentifier = 'production';
      const databases = aws.rds('eu-central-1');
      await databases.send(
        new CreateGlobalClusterCommand({ GlobalClusterIdentifier, Engine: 'aurora-postgresql' }),
      );
      return () => databases.send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier }));
    },
    /a global database "production" is there already/,
  ],
  [
    'distribution-aliases',
    async () => {
      const config: DistributionConfig = {
        CallerReference: 'somebody',
        Comment: '',
        Enabled: false,
        Aliases: { Quantity: 1, Items: ['www.example.com'] },
        Origins: {
          Quantity: 1,
          Items: [
            { Id: 'bucket', DomainName: 'b.s3.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: 'bucket',
          ViewerProtocolPolicy: 'https-only',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
        ViewerCertificate: {
          ACMCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/somebodys`,
          SSLSupportMethod: 'sni-only',
        },
      };
      const { Distribution, ETag } = await aws.cloudFront.send(
        new CreateDistributionCommand({ DistributionConfig: config }),
      );
      return () =>
        aws.cloudFront.send(new DeleteDistributionCommand({ Id: Distribution?.Id, IfMatch: ETag }));
    },
    /the distribution \w+ answers for www\.example\.com already/,
  ],
  [
    // The last one: nobody gets out of it within the year, here as well.
    'shield',
    async () => {
      await aws.shield.send(new CreateSubscriptionCommand({}));
      return async () => undefined;
    },
    /subscribed to Shield Advanced already.*import aws_shield_subscription\.[\w-]+ 123456789012/,
  ],
];

const value = (Value: string) => ({ Value });

/** An archive with nothing in it. */
const EMPTY_ZIP = Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1');

async function record(ResourceRecordSet: ResourceRecordSet): Promise<Undo> {
  const change = (Action: ChangeAction) =>
    aws.route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zone,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
      }),
    );
  await change('CREATE');
  return () => change('DELETE');
}

async function role(RoleName: string): Promise<Undo> {
  await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  return () => aws.iam.send(new DeleteRoleCommand({ RoleName }));
}

describe('an account that has something already', () => {
  test.each(MADE)('%s alone finds it', async (id, make, line) => {
    const undo = await make();
    try {
      expect(await inTheWay()).toEqual(only(id, line));
    } finally {
      await undo();
    }
  });
});

test('every check was made to find something', () => {
  const found = new Set(['account', 'hosted-zone', ...TOLD.map(([id]) => id), ...MADE.map(([id]) => id)]);
  expect(checks.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});
