import { DefaultNetworkAcl } from '@cdktf/provider-aws/lib/default-network-acl';
import { NetworkAcl } from '@cdktf/provider-aws/lib/network-acl';
import { NetworkAcls } from '../../../modules/network/network-acls';
import { type Block, Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  new NetworkAcls(scope, 'acls', {
    name: 'demo-europe',
    vpcId: 'vpc-1',
    defaultNetworkAclId: 'acl-default',
    publicSubnetIds: ['public-1'],
    privateSubnetIds: ['private-1'],
    dataSubnetIds: ['data-1'],
  });
});
const acl = (tier: string): Block =>
  synthesized.all(NetworkAcl).find(({ subnet_ids }) => subnet_ids.includes(`${tier}-1`)) ?? {};

describe('NetworkAcls', () => {
  it.each(['public', 'private', 'data'])('let the %s subnets speak to every private range', (tier) => {
    for (const direction of ['ingress', 'egress']) {
      const open = acl(tier)[direction].filter(({ protocol }: Block) => protocol === '-1');

      expect(open.map(({ cidr_block }: Block) => cidr_block)).toEqual([
        '10.0.0.0/8',
        '172.16.0.0/12',
        '192.168.0.0/16',
      ]);
    }
  });

  it('reach the internet by HTTPS, and not by plain HTTP on port 80', () => {
    for (const tier of ['public', 'private']) {
      const out = acl(tier).egress.filter(({ cidr_block }: Block) => cidr_block === '0.0.0.0/0');

      expect(out.some(({ from_port, to_port }: Block) => from_port <= 80 && 80 <= to_port)).toBe(false);
      expect(out.some(({ from_port, to_port }: Block) => from_port <= 443 && 443 <= to_port)).toBe(true);
    }
  });

  it('let the internet say that packets are too large, both ways, and nothing else by ICMP', () => {
    for (const tier of ['public', 'private']) {
      for (const direction of ['ingress', 'egress']) {
        expect(acl(tier)[direction].filter(({ protocol }: Block) => protocol === 'icmp')).toEqual([
          expect.objectContaining({ cidr_block: '0.0.0.0/0', icmp_type: 3, icmp_code: 4, action: 'allow' }),
        ]);
      }
    }
    expect(
      [...acl('data').ingress, ...acl('data').egress].map(({ protocol }: Block) => protocol),
    ).not.toContain('icmp');
  });

  it('number their rules without repeating one', () => {
    for (const { ingress, egress } of synthesized.each(NetworkAcl)) {
      for (const rules of [ingress, egress]) {
        expect(new Set(rules.map(({ rule_no }: Block) => rule_no)).size).toBe(rules.length);
      }
    }
  });

  it('leave the subnets of the default list to AWS', () => {
    expect(synthesized.only(DefaultNetworkAcl)).toMatchObject({
      default_network_acl_id: 'acl-default',
      lifecycle: { ignore_changes: ['subnet_ids'] },
    });
  });
});
