import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { AcceleratorSecurityGroup } from '../../../modules/compute/accelerator-security-group';
import { type Block, Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  new AcceleratorSecurityGroup(scope, 'accelerator', {
    name: 'demo-asia',
    vpcId: 'vpc-1',
    instanceSecurityGroupId: 'sg-instances',
    servicePort: 8080,
  });
});
const ingress = synthesized.all(VpcSecurityGroupIngressRule);
const egress = synthesized.all(VpcSecurityGroupEgressRule);
const groupOf = (id: string) => (id === 'sg-instances' ? 'instances' : 'accelerator');
const inWords = ({ security_group_id, ...rule }: Block) =>
  `${groupOf(security_group_id)} ${rule.from_port}-${rule.to_port} ${
    rule.cidr_ipv4 ?? groupOf(rule.referenced_security_group_id)
  }`;

describe('AcceleratorSecurityGroup', () => {
  it('admits HTTPS by the address of the client, which the accelerator keeps, and nothing else', () => {
    expect(ingress.map(inWords).sort()).toEqual([
      'accelerator 443-443 0.0.0.0/0',
      'instances 8080-8080 accelerator',
    ]);
  });

  it('lets the load balancer reach instances, and nothing else', () => {
    expect(egress.map(inWords)).toEqual(['accelerator 8080-8080 instances']);
  });

  it('says what it is for', () => {
    for (const block of [synthesized.only(SecurityGroup), ...ingress, ...egress]) {
      expect(block.description).toBeTruthy();
    }
  });
});
