import { GetHostedZoneCommand, ListResourceRecordSetsCommand, type RRType } from '@aws-sdk/client-route-53';
import { unlessMissing } from './aws';
import { type Check, type Finding, findingsOf } from './check';
import { known } from './resources';
import type { Target } from './target';

/** Id of the zone that the document names; nothing where the platform creates the zone. */
function zoneId(target: Target): string | undefined {
  return target.data('aws_route53_zone').map((zone) => known(zone, 'zone_id'))[0];
}

const zoneOf = async (target: Target, Id: string) =>
  unlessMissing(target.aws.route53.send(new GetHostedZoneCommand({ Id })), 'NoSuchHostedZone');

const bare = (name: string) => name.replace(/\.$/, '').toLowerCase();

/** Names that certificates are asked for. */
const certified = (target: Target) => [
  ...new Set(
    target.created('aws_acm_certificate').flatMap((certificate) => {
      const others = certificate.arguments.subject_alternative_names;
      return [
        known(certificate, 'domain_name') ?? [],
        Array.isArray(others) ? others.map(String) : [],
      ].flat();
    }),
  ),
];

const hostedZone: Check = {
  id: 'hosted-zone',
  asks: "whether the document's zone is there, public, and that of its names",
  remedy: 'correct `domain.hostedZoneId`',
  actions: ['route53:GetHostedZone'],
  findings: async (target): Promise<readonly Finding[]> => {
    const id = zoneId(target);
    if (id === undefined) return [];
    const zone = await zoneOf(target, id);
    const remedy = 'aws route53 list-hosted-zones lists what there is; correct domain.hostedZoneId';
    if (zone === undefined) return [{ problem: `the account has no hosted zone ${id}`, remedy }];
    if (zone.HostedZone?.Config?.PrivateZone)
      return [{ problem: `the hosted zone ${id} is a private one`, remedy }];
    const apex = bare(zone.HostedZone?.Name ?? '');
    const outside = certified(target).filter((name) => name !== apex && !name.endsWith(`.${apex}`));
    if (outside.length === 0) return [];
    return [
      { problem: `the hosted zone ${id} is that of ${apex}, which ${outside[0]} is not below`, remedy },
    ];
  },
};

const delegation: Check = {
  id: 'delegation',
  asks: 'whether the domain is delegated to the zone, without which no certificate is issued',
  remedy: "enter the zone's name servers at the registrar",
  actions: ['route53:GetHostedZone'],
  findings: async (target): Promise<readonly Finding[]> => {
    const id = zoneId(target);
    const zone = id === undefined ? undefined : await zoneOf(target, id);
    if (zone === undefined) return [];
    const apex = bare(zone.HostedZone?.Name ?? '');
    const own = (zone.DelegationSet?.NameServers ?? []).map(bare).sort();
    const asked = (await target.names.nameServers(apex)).map(bare).sort();
    if (own.join() === asked.join()) return [];
    const found = asked.length === 0 ? 'is not delegated' : `is delegated to ${asked.join(', ')}`;
    return [
      {
        problem: `${apex} ${found}, and not to its zone`,
        remedy: `enter at the registrar: ${own.join(', ')}`,
      },
    ];
  },
};

/** https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

const authorities: Check = {
  id: 'caa',
  asks: 'whether CAA records let Amazon issue the certificates',
  remedy: 'add `0 issue "amazon.com"` to the CAA record',
  actions: [],
  findings: (target) =>
    findingsOf(certified(target), async (name) => {
      // The nearest record above counts: https://www.rfc-editor.org/rfc/rfc8659#section-3
      const labels = name.replace(/^\*\./, '').split('.');
      for (let first = 0; first < labels.length - 1; first++) {
        const at = labels.slice(first).join('.');
        const allowed = await target.names.certificateAuthorities(at);
        if (allowed.length === 0) continue;
        if (allowed.some((issuer) => AMAZON.includes(issuer.split(';', 1)[0]?.trim() ?? '')))
          return undefined;
        return {
          problem: `the CAA record of ${at} lets ${allowed.join(', ')} issue certificates of ${name}, and not Amazon`,
          remedy: `add 0 issue "amazon.com" to the CAA record of ${at}`,
        };
      }
      return undefined;
    }),
};

const records: Check = {
  id: 'records',
  asks: "whether the document's zone has records that the platform will make",
  remedy: 'delete the record, or import it',
  actions: ['route53:ListResourceRecordSets'],
  findings: async (target) => {
    const id = zoneId(target);
    if (id === undefined) return [];
    return findingsOf(target.created('aws_route53_record'), async (record) => {
      const [name, type] = [known(record, 'name'), known(record, 'type')];
      if (name === undefined || type === undefined) return undefined;
      const answer = await unlessMissing(
        target.aws.route53.send(
          new ListResourceRecordSetsCommand({
            HostedZoneId: id,
            StartRecordName: name,
            StartRecordType: type as RRType,
            MaxItems: 1,
          }),
        ),
        'NoSuchHostedZone',
      );
      const [first] = answer?.ResourceRecordSets ?? [];
      if (first === undefined || bare(first.Name ?? '') !== name || first.Type !== type) return undefined;
      return {
        problem: `the zone ${id} has a record ${name} of type ${type} already`,
        remedy: `delete it, or take it over: terraform -chdir=cdktf.out/stacks/${record.stackId} import aws_route53_record.${record.name} ${id}_${name}_${type}`,
      };
    });
  },
};

export const dnsChecks: readonly Check[] = [hostedZone, delegation, authorities, records];
