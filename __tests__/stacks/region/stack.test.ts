import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import type { Document } from '../../../config/document';
import { synthesizedStack } from '../../support/platform';
import { isAllowed, policyJson } from '../../support/policy';
import type { Synthesized } from '../../support/synthesize';

const document = validated(demo);

function synthesize(regionName: string, changes: Partial<Document> = {}): Synthesized {
  return synthesizedStack({ ...document, ...changes }, `region-${regionName}`);
}
const asia = synthesize('asia');
const europe = synthesize('europe');
const america = synthesize('america');
const named = (synthesized: Synthesized, type: string) =>
  synthesized
    .all(Route53Record)
    .filter(({ failover_routing_policy }) => failover_routing_policy?.type === type)
    .map(({ name }) => name)
    .sort();

describe('RegionStack', () => {
  it('reads global alone: regions apply in any order, and at once', () => {
    for (const region of [asia, europe, america]) expect(region.reads).toEqual(['demo-global.tfstate']);
  });

  it('answers first for its own name and second for each region that fails over to it', () => {
    expect(named(europe, 'PRIMARY')).toEqual(['europe.origin.meridian.example']);
    expect(named(europe, 'SECONDARY')).toEqual([
      'america.origin.meridian.example',
      'asia.origin.meridian.example',
    ]);
    expect(named(asia, 'SECONDARY')).toEqual([]);
    expect(named(america, 'SECONDARY')).toEqual(['europe.origin.meridian.example']);
  });

  it('has a certificate for every name it may have to answer for, whichever region it stands in for', () => {
    for (const stack of [asia, europe, america]) {
      const { domain_name, subject_alternative_names } = stack.only(AcmCertificate);

      expect(domain_name).toBe('*.origin.meridian.example');
      expect(subject_alternative_names).toBeUndefined();
    }
  });

  it('opens a way from the internet once the network has a gateway, without which AWS refuses it', () => {
    const gateway = expect.stringMatching(/^aws_internet_gateway\./);

    for (const way of [...europe.each(Lb), ...europe.each(GlobalacceleratorEndpointGroup)]) {
      expect([...europe.before(way)]).toContainEqual(gateway);
    }
  });

  it('lets instances reach databases by address and port, so that none has to exist before it', () => {
    const toDatabases = europe
      .each(VpcSecurityGroupEgressRule)
      .filter(({ from_port, to_port }) => from_port === 15432 && to_port === 15432);

    expect(toDatabases.map(({ cidr_ipv4 }) => cidr_ipv4).sort()).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ]);
  });

  it('tells instances names of the database that follow from the document', () => {
    const { user_data } = europe.only(LaunchTemplate);

    expect(user_data).toContain('write.internal.meridian.example');
    expect(user_data).toContain('read.internal.meridian.example');
    expect(user_data).toContain('DATABASE_MEMBERS=members.internal.meridian.example');
  });

  it('holds no database: what it makes may be replaced', () => {
    const types = Object.keys(asia.document.resource ?? {});

    expect(types.length).toBeGreaterThan(30);
    expect(types.filter((type) => /rds|_db_|secretsmanager/.test(type))).toEqual([]);
  });

  it('accepts one origin secret, and two while it rotates', () => {
    const accepted = (secretVersions: number[]) =>
      synthesize('asia', { originProtection: { ...document.originProtection, secretVersions } })
        .all(LbListenerRule)
        .map(({ condition: [{ http_header }] }) => http_header)
        .filter((header) => header?.http_header_name === document.originProtection.headerName)
        .flatMap(({ values }) => values);

    expect(accepted([1])).toHaveLength(1);
    expect(new Set(accepted([1, 2])).size).toBe(2);
  });

  it('shows no secret value in its outputs', () => {
    expect(JSON.stringify(asia.outputs)).not.toMatch(/secret_string|random_password/);
  });

  it('is open to no address of the internet without an accelerator', () => {
    const closed = synthesize('asia', { optIns: { ...document.optIns, globalAccelerator: false } });
    const ranges = closed
      .all(VpcSecurityGroupIngressRule)
      .map(({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 ?? cidr_ipv6);

    expect(ranges).not.toContain('0.0.0.0/0');
    expect(ranges).not.toContain('::/0');
  });

  it('has one NAT gateway where the document asks for one', () => {
    expect(synthesize('asia', { network: { natGateways: 'single' } }).all(NatGateway)).toHaveLength(1);
  });

  it.each([true, false])('guards what holds data where deletion protection is %s', (deletionProtection) => {
    const synthesized = synthesize('asia', { deletionProtection });

    for (const bucket of synthesized.each(S3Bucket)) {
      expect(bucket).toMatchObject({
        force_destroy: !deletionProtection,
        lifecycle: { prevent_destroy: deletionProtection },
      });
    }
  });

  it('gives each region its own instance type where the document does', () => {
    const [first, ...others] = document.regions;
    const regions = first === undefined ? [] : [{ ...first, instanceType: 'm7g.large' }, ...others];
    const templates = synthesize('asia', { regions }).document.resource?.aws_launch_template ?? {};

    expect(Object.values(templates)[0]?.instance_type).toBe('m7g.large');
  });

  describe('with an image in the registry of one region', () => {
    const containerImage = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/service:1';
    const of = (region: string, accountId = '111122223333') =>
      synthesize(region, { accountId, compute: { ...document.compute, containerImage } });

    it('pulls from the registry beside each, which the one with the registry fills', () => {
      const [there, here] = [of('asia'), of('europe')];

      expect(there.only(LaunchTemplate).user_data).toContain(
        'docker pull 111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/service:1',
      );
      expect(there.all(EcrReplicationConfiguration)).toEqual([]);
      const [rule] = here.only(EcrReplicationConfiguration).replication_configuration.rule;
      expect(rule.destination.map(({ region }: { region: string }) => region)).toEqual([
        'ap-southeast-1',
        'us-west-2',
      ]);
      expect(here.only(LaunchTemplate).user_data).toContain(`docker pull ${containerImage}`);
    });

    it('leaves the rules of a registry alone that is another account’s', () => {
      expect(of('europe', '444455556666').all(EcrReplicationConfiguration)).toEqual([]);
    });
  });

  it('lets its service use its own objects, secrets and database user, and those of nobody else', () => {
    const policies = europe
      .each(IamRolePolicy)
      .filter(({ role }) => role.includes('service_fleet_profile_role'))
      .map(({ policy }) => policyJson(policy));
    const may = (action: string, resource: string, context = {}) =>
      isAllowed(policies, { action, resource, context });
    const [bucket] = JSON.stringify(policies).match(/<aws_s3_bucket\.[^>]+>/) ?? [];
    const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:demo';

    expect(policies).toHaveLength(1);
    expect(bucket).toContain('objects');
    expect(may('s3:PutObject', `${bucket}/any`)).toBe(true);
    expect(may('s3:PutObject', 'arn:aws:s3:::other/any')).toBe(false);
    expect(may('secretsmanager:GetSecretValue', `${secret}/service/payment`)).toBe(true);
    expect(may('secretsmanager:GetSecretValue', `${secret}/database/master`)).toBe(false);
    expect(may('rds-db:connect', 'arn:aws:rds-db:us-west-2:111122223333:dbuser:cluster-1/service')).toBe(
      true,
    );
    expect(
      may('rds-db:connect', 'arn:aws:rds-db:us-west-2:111122223333:dbuser:cluster-1/meridian_admin'),
    ).toBe(false);
  });
});
