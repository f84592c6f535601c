import { type AskAws, askXml } from '../aws-api';

/** A record set as Route 53 lists it; names are in lower case and end without a dot. */
export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly setIdentifier?: string;
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  readonly awsRegion?: string;
  readonly weight?: number;
  readonly healthCheckId?: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
  readonly alias?: { readonly name: string; readonly evaluatesTargetHealth: boolean };
}

/** How long Route 53 lets resolvers keep an alias to a load balancer. */
export const ALIAS_TTL_SECONDS = 60;

interface ListedZones {
  readonly HostedZones?: { readonly HostedZone?: readonly { readonly Id: string }[] };
}

interface ListedRecords {
  readonly ResourceRecordSets?: { readonly ResourceRecordSet?: readonly ListedRecord[] };
  readonly IsTruncated?: string;
  readonly NextRecordName?: string;
  readonly NextRecordType?: string;
  readonly NextRecordIdentifier?: string;
}

interface ListedRecord {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
  readonly Failover?: 'PRIMARY' | 'SECONDARY';
  readonly Region?: string;
  readonly Weight?: string;
  readonly HealthCheckId?: string;
  readonly TTL?: string;
  readonly ResourceRecords?: { readonly ResourceRecord?: readonly { readonly Value: string }[] };
  readonly AliasTarget?: { readonly DNSName: string; readonly EvaluateTargetHealth: string };
}

/** Every record of every hosted zone. */
export async function deployedRecords(ask: AskAws): Promise<readonly RecordSet[]> {
  const zones = await askRoute53<ListedZones>(ask, '/hostedzone');
  const found: RecordSet[] = [];
  for (const { Id } of zones?.HostedZones?.HostedZone ?? []) {
    let from = '';
    do {
      const page = await askRoute53<ListedRecords>(
        ask,
        `/hostedzone/${Id.replace(/^.*\//, '')}/rrset${from}`,
      );
      found.push(...(page?.ResourceRecordSets?.ResourceRecordSet ?? []).map(recordSet));
      from = page?.IsTruncated === 'true' ? nextPage(page) : '';
    } while (from !== '');
  }
  return found;
}

const askRoute53 = <T>(ask: AskAws, path: string) =>
  askXml<T>(ask, { service: 'route53', region: 'us-east-1', path: `/2013-04-01${path}` });

function nextPage({ NextRecordName = '', NextRecordType = '', NextRecordIdentifier }: ListedRecords): string {
  return `?${new URLSearchParams({
    name: NextRecordName,
    type: NextRecordType,
    ...(NextRecordIdentifier === undefined ? {} : { identifier: NextRecordIdentifier }),
  })}`;
}

function recordSet(listed: ListedRecord): RecordSet {
  return {
    name: dnsName(listed.Name),
    type: listed.Type,
    setIdentifier: listed.SetIdentifier,
    failover: listed.Failover,
    awsRegion: listed.Region,
    weight: listed.Weight === undefined ? undefined : Number(listed.Weight),
    healthCheckId: listed.HealthCheckId,
    ttlSeconds: listed.AliasTarget === undefined ? Number(listed.TTL ?? 0) : ALIAS_TTL_SECONDS,
    values: (listed.ResourceRecords?.ResourceRecord ?? []).map(({ Value }) => Value),
    alias: listed.AliasTarget && {
      name: dnsName(listed.AliasTarget.DNSName),
      evaluatesTargetHealth: listed.AliasTarget.EvaluateTargetHealth === 'true',
    },
  };
}

/** Without the final dot, and without the prefix that the console writes in front of load balancers. */
export function dnsName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
}
