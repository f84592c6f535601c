import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import { PublicLoadBalancer } from '../../../modules/compute/public-load-balancer';
import { Synthesized } from '../../support/synthesize';

const synthesize = (deletionProtection = true) =>
  Synthesized.module(
    (scope) => {
      new PublicLoadBalancer(scope, 'balancer', {
        name: 'demo-asia-public',
        vpcId: 'vpc-1',
        subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
        securityGroupIds: ['sg-1', 'sg-2', 'sg-3'],
        targetArn: 'arn:service-load-balancer',
        healthCheckPath: '/healthz',
        accessLogBucketName: 'logs',
      });
    },
    { deletionProtection },
  );

describe('PublicLoadBalancer', () => {
  it('faces the internet in three zones, behind its security groups', () => {
    expect(synthesize().only(Lb)).toMatchObject({
      load_balancer_type: 'network',
      internal: false,
      subnets: ['subnet-1', 'subnet-2', 'subnet-3'],
      security_groups: ['sg-1', 'sg-2', 'sg-3'],
      access_logs: { enabled: true, bucket: 'logs' },
    });
  });

  it('can be told to leave a zone', () => {
    expect(synthesize().only(Lb)).toMatchObject({
      enable_zonal_shift: true,
      // AWS admits zonal shifts of a load balancer with another one as target only so.
      enable_cross_zone_load_balancing: false,
    });
  });

  it('passes TLS on unopened to the service load balancer', () => {
    expect(synthesize().only(LbListener)).toMatchObject({ port: 443, protocol: 'TCP' });
    expect(synthesize().only(LbTargetGroup)).toMatchObject({
      port: 443,
      protocol: 'TCP',
      target_type: 'alb',
    });
    expect(synthesize().only(LbTargetGroupAttachment)).toMatchObject({
      target_id: 'arn:service-load-balancer',
      port: 443,
    });
  });

  it('is healthy only while an instance answers behind the target', () => {
    expect(synthesize().only(LbTargetGroup).health_check).toMatchObject({
      path: '/healthz',
      protocol: 'HTTPS',
      matcher: '200',
    });
  });

  it.each([true, false])('cannot be deleted where deletion protection is %s', (deletionProtection) => {
    expect(synthesize(deletionProtection).only(Lb)).toMatchObject({
      enable_deletion_protection: deletionProtection,
      lifecycle: { prevent_destroy: deletionProtection },
    });
  });
});
