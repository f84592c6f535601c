import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { ServiceEndpoints } from '../../../modules/network/service-endpoints';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module(
  (scope) => {
    new ServiceEndpoints(scope, 'endpoints', {
      name: 'demo-europe',
      vpcId: 'vpc-1',
      cidrBlock: '10.20.0.0/16',
      subnetIds: ['subnet-1'],
      routeTableIds: ['rtb-1'],
      awsServices: ['secretsmanager'],
    });
  },
  { awsRegion: 'eu-central-1' },
);
const endpoints = synthesized.each(VpcEndpoint);

describe('ServiceEndpoints', () => {
  it('take HTTPS from the VPC, and start no connection themselves', () => {
    expect(synthesized.only(VpcSecurityGroupIngressRule)).toMatchObject({
      cidr_ipv4: '10.20.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    });
    expect(synthesized.all(VpcSecurityGroupEgressRule)).toEqual([]);
    expect(synthesized.only(SecurityGroup)).not.toHaveProperty('egress');
  });

  it('stand in subnets behind that security group, or in route tables without one', () => {
    for (const { vpc_endpoint_type, subnet_ids, security_group_ids, route_table_ids } of endpoints) {
      expect({ subnet_ids, security_group_ids, route_table_ids }).toEqual(
        vpc_endpoint_type === 'Interface'
          ? {
              subnet_ids: ['subnet-1'],
              security_group_ids: [expect.stringMatching(/^\$\{aws_security_group\..+\.id}$/)],
            }
          : { route_table_ids: ['rtb-1'] },
      );
    }
  });

  it('let requests without credentials through to S3 alone, and for reading', () => {
    const open = endpoints.filter(({ policy }) => policy.includes('PackagesAndImageLayers'));

    expect(open.map(({ service_name }) => service_name)).toEqual(['com.amazonaws.eu-central-1.s3']);
    expect(open[0]?.policy).toContain('"Action" = ["s3:GetObject"]');
  });
});
