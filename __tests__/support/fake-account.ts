import type { IncomingMessage } from 'node:http';
import { type Listening, listening } from './listening';

type Xml = string | number | boolean | readonly Xml[] | { readonly [name: string]: Xml };

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is asked, such as `ec2:DescribeVpcs`, with its parameters as text. */
type Respond = (parameters: string) => Answer;

export const json = (value: object, status = 200): Answer => ({ status, body: JSON.stringify(value) });

const xml = (value: Xml, status = 200): Answer => ({ status, body: element(value) });

function element(value: Xml): string {
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, inner]) =>
      (Array.isArray(inner) ? inner : [inner]).map((each) => `<${name}>${element(each)}</${name}>`).join(''),
    )
    .join('');
}

const missing = (Code: string) => xml({ ErrorResponse: { Error: { Code, Message: 'none' } } }, 404);

/** Answers of an account that can take every deployment. */
const HEALTHY: Readonly<Record<string, Respond>> = {
  'ec2:DescribeRegions': (parameters) =>
    xml({
      DescribeRegionsResponse: {
        regionInfo: {
          item: [...parameters.matchAll(/RegionName\.\d+=([\w-]+)/g)].map(([, regionName = '']) => ({
            regionName,
            optInStatus: 'opt-in-not-required',
          })),
        },
      },
    }),
  'ec2:DescribeAvailabilityZones': () =>
    xml({
      DescribeAvailabilityZonesResponse: {
        availabilityZoneInfo: { item: ['a', 'b', 'c'].map((zone) => ({ zoneName: `zone-${zone}` })) },
      },
    }),
  'ec2:DescribeVpcs': () => xml({ DescribeVpcsResponse: { vpcSet: { item: [{ vpcId: 'vpc-1' }] } } }),
  'ec2:DescribeAddresses': () => xml({ DescribeAddressesResponse: { addressesSet: '' } }),
  'ec2:DescribeInstanceTypes': () =>
    xml({
      DescribeInstanceTypesResponse: {
        instanceTypeSet: {
          item: [
            {
              processorInfo: { supportedArchitectures: { item: ['arm64'] } },
              vCpuInfo: { defaultVCpus: 2 },
            },
          ],
        },
      },
    }),
  'ec2:DescribeInstanceTypeOfferings': () =>
    xml({
      DescribeInstanceTypeOfferingsResponse: {
        instanceTypeOfferingSet: { item: ['a', 'b', 'c'].map((zone) => ({ location: `zone-${zone}` })) },
      },
    }),
  'ec2:DescribeInstances': () =>
    xml({
      DescribeInstancesResponse: {
        reservationSet: {
          item: [{ instancesSet: { item: [{ cpuOptions: { coreCount: 2, threadsPerCore: 2 } }] } }],
        },
      },
    }),
  'iam:ListOpenIDConnectProviders': () =>
    xml({
      ListOpenIDConnectProvidersResponse: {
        ListOpenIDConnectProvidersResult: { OpenIDConnectProviderList: '' },
      },
    }),
  'iam:GetAccountSummary': () => {
    const quotas = { RolesQuota: 1000, PoliciesQuota: 1500, AttachedPoliciesPerRoleQuota: 10 };
    const entry = Object.entries({ Roles: 10, Policies: 5, ...quotas }).map(([key, value]) => ({
      key,
      value,
    }));
    return xml({ GetAccountSummaryResponse: { GetAccountSummaryResult: { SummaryMap: { entry } } } });
  },
  'iam:GetRole': () => missing('NoSuchEntity'),
  'iam:GetPolicy': () => missing('NoSuchEntity'),
  'elasticloadbalancing:DescribeLoadBalancers': () =>
    xml({
      DescribeLoadBalancersResponse: {
        DescribeLoadBalancersResult: { LoadBalancers: { member: [{ Type: 'network' }] } },
      },
    }),
  'rds:DescribeAccountAttributes': () =>
    xml({
      DescribeAccountAttributesResponse: {
        DescribeAccountAttributesResult: {
          AccountQuotas: {
            AccountQuota: ['DBClusters', 'DBInstances'].map((AccountQuotaName) => ({
              AccountQuotaName,
              Used: 0,
              Max: 40,
            })),
          },
        },
      },
    }),
  'rds:DescribeDBEngineVersions': (parameters) => {
    const EngineVersion = /EngineVersion=([\d.]+)/.exec(parameters)?.[1] ?? '';
    const DBEngineVersion = [{ EngineVersion, Status: 'available', SupportsGlobalDatabases: true }];
    return xml({
      DescribeDBEngineVersionsResponse: {
        DescribeDBEngineVersionsResult: { DBEngineVersions: { DBEngineVersion } },
      },
    });
  },
  'rds:DescribeOrderableDBInstanceOptions': () => {
    const AvailabilityZone = ['a', 'b', 'c'].map((zone) => ({ Name: `zone-${zone}` }));
    const OrderableDBInstanceOption = [{ AvailabilityZones: { AvailabilityZone } }];
    return xml({
      DescribeOrderableDBInstanceOptionsResponse: {
        DescribeOrderableDBInstanceOptionsResult: {
          OrderableDBInstanceOptions: { OrderableDBInstanceOption },
        },
      },
    });
  },
  'rds:DescribeDBClusters': () => missing('DBClusterNotFoundFault'),
  'rds:DescribeGlobalClusters': () => missing('GlobalClusterNotFoundFault'),
  'lambda:GetAccountSettings': () =>
    json({ AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } }),
  'lambda:GetFunction': () => ({
    status: 404,
    headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
    body: '{}',
  }),
  'secretsmanager:DescribeSecret': () => json({ __type: 'ResourceNotFoundException' }, 400),
  'servicequotas:GetServiceQuota': (parameters) =>
    json({ Quota: { Value: parameters.includes('L-0EA8095F') ? 60 : 100 } }),
  'shield:GetSubscriptionState': () => json({ SubscriptionState: 'INACTIVE' }),
  'route53:GET accountlimit': () =>
    xml({ GetAccountLimitResponse: { Limit: { Type: 'MAX_HOSTED_ZONES_BY_OWNER', Value: 200 }, Count: 0 } }),
  'route53:GET hostedzone': () => hostedZone({}),
  'route53:GET rrset': () =>
    xml({
      ListResourceRecordSetsResponse: { ResourceRecordSets: '', IsTruncated: false, MaxItems: 1 },
    }),
  'cloudfront:GET distribution': () => distributionsPage(''),
  's3:HEAD': () => ({ status: 404, body: '' }),
};

export const hostedZone = ({ name = 'example.com.', isPrivate = false }) =>
  xml({
    GetHostedZoneResponse: {
      HostedZone: {
        Id: '/hostedzone/Z0',
        Name: name,
        CallerReference: 'x',
        Config: { PrivateZone: isPrivate },
      },
      DelegationSet: { NameServers: { NameServer: ['ns-1.awsdns.net', 'ns-2.awsdns.org'] } },
    },
  });

/** One page; the last one names no next one. */
export const distributionsPage = (next: string, ...aliases: readonly string[]) =>
  xml({
    DistributionList: {
      Marker: '',
      NextMarker: next,
      MaxItems: 100,
      IsTruncated: next !== '',
      Quantity: aliases.length,
      Items: {
        DistributionSummary: aliases.map((alias) => ({
          Id: 'E1',
          Aliases: { Quantity: 1, Items: { CNAME: [alias] } },
        })),
      },
    },
  });

/** AWS's APIs over HTTP, of an account that can take everything but what `faults` says. */
export class FakeAccount {
  faults: Readonly<Record<string, Respond>> = {};
  /** Operations that were asked for, in order. */
  readonly asked: string[] = [];
  private constructor(readonly server: Listening) {}

  static async start(): Promise<FakeAccount> {
    const server = await listening(async (request, response) => {
      let asked = '';
      for await (const chunk of request) asked += chunk;
      const { status = 200, headers = {}, body } = account.answer(request, asked);
      response.writeHead(status, headers).end(body);
    });
    const account = new FakeAccount(server);
    return account;
  }

  private answer(request: IncomingMessage, body: string): Answer {
    const operation = operationOf(request, body);
    this.asked.push(operation);
    const respond = this.faults[operation] ?? HEALTHY[operation];
    if (respond === undefined) return json({ __type: 'UnknownOperation', message: operation }, 400);
    return respond(`${request.url} ${body}`);
  }
}

/** By the service that the request is signed for, and the protocol of that service. */
function operationOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const [, service = ''] =
    /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\//.exec(headers.authorization ?? '') ?? [];
  const [, target] = /\.(\w+)$/.exec(String(headers['x-amz-target'] ?? '')) ?? [];
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  if (target ?? action) return `${service}:${target ?? action}`;
  if (service === 's3') return `s3:${method}`;
  if (service === 'lambda') {
    return url.includes('account-settings') ? 'lambda:GetAccountSettings' : 'lambda:GetFunction';
  }
  const [path = ''] = url.split('?');
  const [, , collection = '', , sub] = path.split('/');
  return `${service}:${method} ${sub ?? collection}`;
}
