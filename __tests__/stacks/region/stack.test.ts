import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { Route } from '@cdktf/provider-aws/lib/route';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import type { Document } from '../../../config/document';
import { synthesizedStack } from '../../support/platform';
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
  it('reads global and the regions before it, never those after it', () => {
    expect(asia.reads).toEqual(['demo-global.tfstate']);
    expect(europe.reads.sort()).toEqual(['demo-global.tfstate', 'demo-region-asia.tfstate']);
    expect(america.reads.sort()).toEqual([
      'demo-global.tfstate',
      'demo-region-asia.tfstate',
      'demo-region-europe.tfstate',
    ]);
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

  it('has a certificate for every name it may have to answer for', () => {
    const { domain_name, subject_alternative_names } = europe.only(AcmCertificate);

    expect([domain_name, ...subject_alternative_names]).toEqual([
      'europe.origin.meridian.example',
      'asia.origin.meridian.example',
      'america.origin.meridian.example',
      'nearest.origin.meridian.example',
    ]);
  });

  it('is peered with the regions before it, with routes in both', () => {
    expect(asia.all(VpcPeeringConnection)).toEqual([]);
    expect(europe.all(VpcPeeringConnection).map(({ peer_region }) => peer_region)).toEqual([
      'ap-southeast-1',
    ]);
    expect(
      america
        .all(VpcPeeringConnection)
        .map(({ peer_region }) => peer_region)
        .sort(),
    ).toEqual(['ap-southeast-1', 'eu-central-1']);

    const peerRoutes = europe.all(Route).filter(({ vpc_peering_connection_id }) => vpc_peering_connection_id);
    expect(peerRoutes.filter(({ provider }) => provider === 'aws.asia')).toHaveLength(4);
    expect(peerRoutes.filter(({ provider }) => provider === undefined)).toHaveLength(4);
  });

  it('founds the database in the first region and joins it in the others', () => {
    expect(asia.only(RdsGlobalCluster).global_cluster_identifier).toBe('demo');
    expect(asia.only(RdsCluster).cluster_identifier).toBe('demo-asia');
    expect(europe.all(RdsGlobalCluster)).toEqual([]);
    expect(europe.only(RdsCluster)).toMatchObject({
      cluster_identifier: 'demo-europe',
      source_region: 'ap-southeast-1',
    });
    expect(europe.only(RdsCluster)).not.toHaveProperty('master_password_wo');
    expect(europe.all(Route53ZoneAssociation)).toHaveLength(1);
  });

  it('lets instances of either side of a peering into the database of the other: any region may write', () => {
    const fromPeers = europe.all(VpcSecurityGroupIngressRule).filter(({ from_port }) => from_port === 15432);

    expect(fromPeers).toHaveLength(3);
    expect(
      fromPeers.filter(({ provider }) => provider === 'aws.asia').map(({ cidr_ipv4 }) => cidr_ipv4),
    ).toEqual(['10.20.0.0/16']);
  });

  it('accepts one origin secret, and two while it rotates', () => {
    const accepted = (secretVersions: number[]) =>
      synthesize('asia', { originProtection: { ...document.originProtection, secretVersions } })
        .all(LbListenerRule)
        .flatMap(({ condition }) => condition[0].http_header?.values ?? []);

    expect(accepted([1])).toHaveLength(1);
    expect(new Set(accepted([1, 2])).size).toBe(2);
  });

  it('shows no secret value in its outputs', () => {
    expect(JSON.stringify(asia.outputs)).not.toMatch(/secret_string|random_password/);
  });

  it('is open to no address of the internet, and behind no accelerator, without the opt-in', () => {
    const closed = synthesize('asia', { optIns: { globalAccelerator: false, shieldAdvanced: false } });
    const ranges = closed
      .all(VpcSecurityGroupIngressRule)
      .map(({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 ?? cidr_ipv6);

    expect(ranges).not.toContain('0.0.0.0/0');
    expect(ranges).not.toContain('::/0');
    expect(closed.all(GlobalacceleratorEndpointGroup)).toEqual([]);
    expect(asia.all(GlobalacceleratorEndpointGroup)).toHaveLength(1);
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
    expect(synthesized.only(RdsCluster).deletion_protection).toBe(deletionProtection);
  });

  it('gives each region its own instance type where the document does', () => {
    const [first, ...others] = document.regions;
    const regions = first === undefined ? [] : [{ ...first, instanceType: 'm7g.large' }, ...others];
    const templates = synthesize('asia', { regions }).document.resource?.aws_launch_template ?? {};

    expect(Object.values(templates)[0]?.instance_type).toBe('m7g.large');
  });
});
