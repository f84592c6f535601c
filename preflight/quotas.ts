import { DescribeAddressesCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { paginateDescribeLoadBalancers } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { DescribeAccountAttributesCommand } from '@aws-sdk/client-rds';
import { type AccountLimitType, GetAccountLimitCommand } from '@aws-sdk/client-route-53';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { ofAllPages } from '../cli/aws-client';
import { type Aws, distributionsOf, GLOBAL_REGION, unlessMissing } from './aws';
import { type Check, type Finding, findingsOf } from './check';
import { byRegion, known, type Resource } from './resources';
import type { Target } from './target';

interface Quota {
  readonly service: string;
  /** As Service Quotas has it: `aws service-quotas list-service-quotas --service-code <service>`. */
  readonly code: string;
}

/** One quota, as Service Quotas keeps it in each region. */
interface RegionalQuota extends Quota {
  readonly id: string;
  /** What is counted, in the plural. */
  readonly what: string;
  readonly actions: readonly string[];
  /** How many the platform adds in a region, or has of at most where the quota is one of a single thing. */
  readonly needed: (target: Target) => ReadonlyMap<string, number>;
  /** How many there are. @default - none, because the quota is one of a single thing */
  readonly used?: (target: Target, awsRegion: string) => Promise<number>;
}

const counted = (resources: readonly Resource[]): ReadonlyMap<string, number> =>
  new Map([...byRegion(resources)].map(([awsRegion, those]) => [awsRegion, those.length]));

export const READ_QUOTA = ['servicequotas:GetServiceQuota', 'servicequotas:GetAWSDefaultServiceQuota'];

/** What the account may have: the value that was applied, or AWS's default where none was. */
export async function quotaValue(client: ServiceQuotasClient, { service, code }: Quota): Promise<number> {
  const request = { ServiceCode: service, QuotaCode: code };
  const applied = await unlessMissing(
    client.send(new GetServiceQuotaCommand(request)),
    'NoSuchResourceException',
  );
  const { Quota } = applied ?? (await client.send(new GetAWSDefaultServiceQuotaCommand(request)));
  if (Quota?.Value === undefined) throw new Error(`Service Quotas knows no value of ${service} ${code}`);
  return Quota.Value;
}

/** How a quota is raised. */
export const raise = ({ service, code }: Quota, awsRegion: string, value: number) =>
  `aws service-quotas request-service-quota-increase --region ${awsRegion} --service-code ${service} --quota-code ${code} --desired-value ${value}`;

function regional({ id, what, actions, needed, used, ...quota }: RegionalQuota): Check {
  return {
    id,
    asks: `whether the quota leaves room for the ${what}`,
    remedy: '`aws service-quotas request-service-quota-increase`; hours to days until it is granted',
    actions: [...actions, ...READ_QUOTA],
    findings: (target) =>
      findingsOf(needed(target), async ([awsRegion, add]) => {
        const have = (await used?.(target, awsRegion)) ?? 0;
        const most = await quotaValue(target.aws.quotas(awsRegion), quota);
        if (have + add <= most) return undefined;
        const problem =
          used === undefined
            ? `${awsRegion}: ${add} ${what} are needed, and ${most} are allowed`
            : `${awsRegion}: ${add} ${what} are added to ${have}, and ${most} are allowed`;
        return { problem, remedy: raise(quota, awsRegion, have + add) };
      }),
  };
}

async function loadBalancersIn(aws: Aws, awsRegion: string, type: string): Promise<number> {
  const all = await ofAllPages(
    paginateDescribeLoadBalancers({ client: aws.loadBalancers(awsRegion) }, {}),
    ({ LoadBalancers }) => LoadBalancers,
  );
  return all.filter(({ Type }) => Type === type).length;
}

const loadBalancers = (type: 'application' | 'network', code: string) =>
  regional({
    id: `${type}-load-balancers`,
    what: `${type} load balancers`,
    service: 'elasticloadbalancing',
    code,
    actions: ['elasticloadbalancing:DescribeLoadBalancers'],
    needed: (target) =>
      counted(target.created('aws_lb').filter((lb) => lb.arguments.load_balancer_type === type)),
    used: ({ aws }, awsRegion) => loadBalancersIn(aws, awsRegion, type),
  });

/** Per zone, of which a network has one gateway each, or one in all. */
const natGateways = regional({
  id: 'nat-gateways',
  what: 'NAT gateways in a zone',
  service: 'vpc',
  code: 'L-FE5A380F',
  actions: [],
  needed: (target) =>
    new Map([...counted(target.created('aws_nat_gateway'))].map(([awsRegion]) => [awsRegion, 1])),
});

const interfaceEndpoints = regional({
  id: 'interface-endpoints',
  what: 'interface endpoints in a VPC',
  service: 'vpc',
  code: 'L-29B6F2EB',
  actions: [],
  needed: (target) =>
    counted(
      target
        .created('aws_vpc_endpoint')
        .filter(({ arguments: values }) => values.vpc_endpoint_type === 'Interface'),
    ),
});

const RULES_PER_GROUP: Quota = { service: 'vpc', code: 'L-0EA8095F' };

/**
 * As how many rules AWS's own prefix lists count, which no API says: CloudFront's takes 55 of the 60 of a new account.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights
 */
const LIST_WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/^com\.amazonaws\.global\.(ipv6\.)?cloudfront\.origin-facing$/, 55],
  [/^com\.amazonaws\.[a-z0-9-]+\.(ipv6\.)?route53-healthchecks$/, 25],
];

const securityGroupRules: Check = {
  id: 'security-group-rules',
  asks: 'whether a security group may have the rules it gets, with the weights of prefix lists',
  remedy: '`aws service-quotas request-service-quota-increase`',
  actions: READ_QUOTA,
  findings: async (target) => {
    const rules = target.created('aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule');
    const weights = new Map(
      target.data('aws_ec2_managed_prefix_list').map((list) => [list.name, weightOf(known(list, 'name'))]),
    );
    return findingsOf(byRegion(rules), async ([awsRegion, those]) => {
      const perGroup = new Map<string, number>();
      for (const { type, arguments: values } of those) {
        const key = `${type} ${values.security_group_id}`;
        const [, list = ''] =
          /aws_ec2_managed_prefix_list\.([\w-]+)\./.exec(String(values.prefix_list_id)) ?? [];
        perGroup.set(key, (perGroup.get(key) ?? 0) + (weights.get(list) ?? 1));
      }
      const heaviest = Math.max(...perGroup.values());
      const most = await quotaValue(target.aws.quotas(awsRegion), RULES_PER_GROUP);
      if (heaviest <= most) return undefined;
      return {
        problem: `${awsRegion}: a security group gets rules of weight ${heaviest}, and ${most} is allowed`,
        remedy: raise(RULES_PER_GROUP, awsRegion, heaviest),
      };
    });
  },
};

function weightOf(list: string | undefined): number {
  const found = LIST_WEIGHTS.find(([pattern]) => pattern.test(list ?? ''));
  if (found === undefined)
    throw new Error(`nobody wrote down as how many rules the prefix list ${list} counts`);
  return found[1];
}

/** Lambda keeps this many for functions without a reservation: PutFunctionConcurrency refuses what would leave fewer. */
const UNRESERVED = 100;

const CONCURRENCY: Quota = { service: 'lambda', code: 'L-B99A9384' };

const lambdaConcurrency: Check = {
  id: 'lambda-concurrency',
  asks: `whether reserved concurrency leaves the ${UNRESERVED} that Lambda keeps unreserved`,
  remedy: '`aws service-quotas request-service-quota-increase`, or lower `backfill.fillConcurrency`',
  actions: ['lambda:GetAccountSettings'],
  findings: (target) => {
    const reserving = target
      .created('aws_lambda_function')
      .filter(({ arguments: values }) => Number(values.reserved_concurrent_executions) > 0);
    return findingsOf(byRegion(reserving), async ([awsRegion, functions]) => {
      const reserved = functions.reduce(
        (sum, { arguments: values }) => sum + Number(values.reserved_concurrent_executions),
        0,
      );
      const { AccountLimit } = await target.aws.lambda(awsRegion).send(new GetAccountSettingsCommand({}));
      const { ConcurrentExecutions = 0, UnreservedConcurrentExecutions: free = 0 } = AccountLimit ?? {};
      const missing = reserved + UNRESERVED - free;
      if (missing <= 0) return undefined;
      return {
        problem: `${awsRegion}: functions reserve ${reserved} concurrent executions, of ${free} that are free Lambda keeps ${UNRESERVED}`,
        remedy: raise(CONCURRENCY, awsRegion, ConcurrentExecutions + missing),
      };
    });
  },
};

/** RDS counts itself: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AccountQuota.html */
function databaseQuota(id: string, what: string, type: string, name: string, quota: Quota): Check {
  return {
    id,
    asks: `whether the quota leaves room for the ${what}`,
    remedy: '`aws service-quotas request-service-quota-increase`',
    actions: ['rds:DescribeAccountAttributes'],
    findings: (target) =>
      findingsOf(counted(target.created(type)), async ([awsRegion, add]) => {
        const { AccountQuotas = [] } = await target.aws
          .rds(awsRegion)
          .send(new DescribeAccountAttributesCommand({}));
        const { Used = 0, Max = Number.POSITIVE_INFINITY } =
          AccountQuotas.find(({ AccountQuotaName }) => AccountQuotaName === name) ?? {};
        if (Used + add <= Max) return undefined;
        return {
          problem: `${awsRegion}: ${add} ${what} are added to ${Used}, and ${Max} are allowed`,
          remedy: raise(quota, awsRegion, Used + add),
        };
      }),
  };
}

/** Route 53 counts itself: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetAccountLimit.html */
function route53Limit(id: string, what: string, type: string, limit: AccountLimitType): Check {
  return {
    id,
    asks: `whether the limit leaves room for the ${what}`,
    remedy: '[raise it](https://console.aws.amazon.com/servicequotas/home/services/route53/quotas)',
    actions: ['route53:GetAccountLimit'],
    findings: async (target): Promise<readonly Finding[]> => {
      const add = target.created(type).length;
      if (add === 0) return [];
      const { Count = 0, Limit } = await target.aws.route53.send(new GetAccountLimitCommand({ Type: limit }));
      const most = Limit?.Value ?? Number.POSITIVE_INFINITY;
      if (Count + add <= most) return [];
      return [
        {
          problem: `${add} ${what} are added to ${Count}, and ${most} are allowed`,
          remedy: `raise the limit of ${what}: https://console.aws.amazon.com/servicequotas/home/services/route53/quotas`,
        },
      ];
    },
  };
}

const distributions = regional({
  id: 'distributions',
  what: 'distributions',
  service: 'cloudfront',
  code: 'L-24B04930',
  actions: ['cloudfront:ListDistributions'],
  needed: (target) => {
    const { length } = target.created('aws_cloudfront_distribution');
    return new Map(length > 0 ? [[GLOBAL_REGION, length]] : []);
  },
  used: async ({ aws }) => (await distributionsOf(aws)).length,
});

export const quotaChecks: readonly Check[] = [
  regional({
    id: 'vpcs',
    what: 'VPCs',
    service: 'vpc',
    code: 'L-F678F1CE',
    actions: ['ec2:DescribeVpcs'],
    needed: (target) => counted(target.created('aws_vpc')),
    used: async ({ aws }, awsRegion) =>
      (await aws.ec2(awsRegion).send(new DescribeVpcsCommand({}))).Vpcs?.length ?? 0,
  }),
  regional({
    id: 'elastic-ips',
    what: 'Elastic IP addresses',
    service: 'ec2',
    code: 'L-0263D0A3',
    actions: ['ec2:DescribeAddresses'],
    needed: (target) => counted(target.created('aws_eip')),
    used: async ({ aws }, awsRegion) =>
      (await aws.ec2(awsRegion).send(new DescribeAddressesCommand({}))).Addresses?.length ?? 0,
  }),
  natGateways,
  interfaceEndpoints,
  securityGroupRules,
  loadBalancers('application', 'L-53DA6B97'),
  loadBalancers('network', 'L-69A177A2'),
  lambdaConcurrency,
  databaseQuota('database-clusters', 'database clusters', 'aws_rds_cluster', 'DBClusters', {
    service: 'rds',
    code: 'L-952B80B8',
  }),
  databaseQuota('database-instances', 'database instances', 'aws_rds_cluster_instance', 'DBInstances', {
    service: 'rds',
    code: 'L-7B6409FD',
  }),
  route53Limit('hosted-zones', 'hosted zones', 'aws_route53_zone', 'MAX_HOSTED_ZONES_BY_OWNER'),
  route53Limit('health-checks', 'health checks', 'aws_route53_health_check', 'MAX_HEALTH_CHECKS_BY_OWNER'),
  distributions,
];
