import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { TerraformOutput } from 'cdktf';
import { AcceleratorEntrance } from '../../../modules/compute/accelerator-entrance';
import { Synthesized } from '../../support/synthesize';

const entrance = Synthesized.module((scope) => {
  const { loadBalancerArn } = new AcceleratorEntrance(scope, 'entrance', {
    name: 'abcdefghijkl-mnopqrstuvwx',
    network: { vpcId: 'vpc-1', privateSubnetIds: ['private-1', 'private-2', 'private-3'] },
    instanceSecurityGroupId: 'sg-instances',
    certificateArn: 'arn:certificate',
    target: { port: 8080, healthCheckPath: '/healthz', algorithm: 'least_outstanding_requests' },
    accessLogBucketName: 'logs',
    clients: {
      secret: {
        headerName: 'x-accelerator-secret',
        secretNames: ['demo/accelerator-secret/v1'],
        secretCount: 1,
      },
      requestsPerFiveMinutes: 500,
      blockedRequestsAlarm: 1000,
    },
  });
  new TerraformOutput(scope, 'load_balancer', { value: loadBalancerArn, staticId: true });
});

describe('AcceleratorEntrance', () => {
  it('is a load balancer without a public address, which nothing but the accelerator reaches from outside', () => {
    expect(entrance.only(Lb)).toMatchObject({
      load_balancer_type: 'application',
      internal: true,
      subnets: ['private-1', 'private-2', 'private-3'],
      security_groups: [expect.stringMatching(/aws_security_group\.entrance_security-group/)],
    });
  });

  it('has a name within the 32 characters of AWS, however long deployment and region are', () => {
    expect(entrance.only(Lb).name.length).toBeLessThanOrEqual(32);
  });

  it('can be switched off, although the deployment is protected from deletion', () => {
    expect(entrance.only(Lb)).toMatchObject({
      enable_deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('refuses who does not know its secret, on every path', () => {
    expect(entrance.only(LbListener).default_action[0].fixed_response.status_code).toBe('403');
    expect(entrance.only(LbListenerRule).condition).toEqual([
      {
        http_header: {
          http_header_name: 'x-accelerator-secret',
          values: [
            expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret_version\..+\.secret_string}$/),
          ],
        },
      },
    ]);
    expect(JSON.stringify(entrance.data('aws_secretsmanager_secret_version'))).toContain(
      'demo/accelerator-secret/v1',
    );
  });

  it('measures the health of instances as the way of CloudFront does', () => {
    expect(entrance.only(LbTargetGroup)).toMatchObject({
      port: 8080,
      health_check: { path: '/healthz', interval: 10, unhealthy_threshold: 3, matcher: '200' },
    });
  });

  it('is known to others once its firewall stands', () => {
    expect(entrance.only(Wafv2WebAclAssociation).resource_arn).toMatch(
      /aws_lb_listener\..+\.load_balancer_arn/,
    );
    expect(entrance.outputs.load_balancer?.value).toMatch(
      /^\$\{aws_wafv2_web_acl_association\..+\.resource_arn}$/,
    );
  });

  it('tells of errors, its own and the instances’, and of much that is blocked', () => {
    expect(
      entrance
        .each(CloudwatchMetricAlarm)
        .map(({ metric_name }) => metric_name)
        .sort(),
    ).toEqual(['BlockedRequests', 'HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count']);
  });
});
