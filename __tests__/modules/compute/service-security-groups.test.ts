import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { ServiceSecurityGroups } from '../../../modules/compute/service-security-groups';
import { type Block, Synthesized } from '../../support/synthesize';

function synthesize(openToInternet = false) {
  let publicLoadBalancerIds: string[] = [];
  const synthesized = Synthesized.module((scope) => {
    ({ publicLoadBalancerIds } = new ServiceSecurityGroups(scope, 'groups', {
      name: 'demo-asia',
      vpcId: 'vpc-1',
      servicePort: 8080,
      databasePort: 15432,
      openToInternet,
    }));
  });
  return { synthesized, publicLoadBalancerIds };
}
const { synthesized, publicLoadBalancerIds } = synthesize();
const ingress = synthesized.all(VpcSecurityGroupIngressRule);
const egress = synthesized.all(VpcSecurityGroupEgressRule);
const groupOf = (reference: string) => /aws_security_group\.groups_([a-z-]+)_/.exec(reference)?.[1];
const inWords = ({ security_group_id, ...rule }: Block) =>
  `${groupOf(security_group_id)} ${rule.from_port}-${rule.to_port} ${
    rule.cidr_ipv4 ?? groupOf(rule.referenced_security_group_id ?? '') ?? 'prefix list'
  }`;

describe('ServiceSecurityGroups', () => {
  it('admit CloudFront and health checkers, each in a group of its own, and nobody else from outside', () => {
    expect(ingress.map(inWords).sort()).toEqual([
      'from-cloudfront 443-443 prefix list',
      'from-health-checkers 443-443 prefix list',
      'instances 8080-8080 service-load-balancer',
      'service-load-balancer 443-443 public-load-balancer',
    ]);
    expect(synthesized.data('aws_ec2_managed_prefix_list').map(({ name }) => name)).toEqual([
      'com.amazonaws.global.cloudfront.origin-facing',
      'com.amazonaws.ap-southeast-1.route53-healthchecks',
    ]);
    expect(publicLoadBalancerIds).toHaveLength(3);
  });

  it('admit no address from the internet unless told to', () => {
    expect(ingress.some(({ cidr_ipv4, cidr_ipv6 }) => cidr_ipv4 ?? cidr_ipv6)).toBe(false);
  });

  it('admit HTTPS from the internet, and nothing else, where an accelerator leads here', () => {
    const open = synthesize(true);
    const fromInternet = open.synthesized
      .all(VpcSecurityGroupIngressRule)
      .filter(({ cidr_ipv4 }) => cidr_ipv4 === '0.0.0.0/0');

    expect(fromInternet.map(inWords)).toEqual(['from-internet 443-443 0.0.0.0/0']);
    expect(open.publicLoadBalancerIds).toHaveLength(4);
  });

  it('let each one reach the next only, and instances AWS and databases', () => {
    expect(egress.map(inWords).sort()).toEqual([
      'instances 15432-15432 10.0.0.0/8',
      'instances 15432-15432 172.16.0.0/12',
      'instances 15432-15432 192.168.0.0/16',
      'instances 443-443 0.0.0.0/0',
      'public-load-balancer 443-443 service-load-balancer',
      'service-load-balancer 8080-8080 instances',
    ]);
  });

  it('say what they are for', () => {
    for (const block of [...synthesized.each(SecurityGroup), ...ingress, ...egress]) {
      expect(block.description).toBeTruthy();
    }
  });
});
