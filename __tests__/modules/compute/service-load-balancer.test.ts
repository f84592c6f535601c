import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { TerraformOutput } from 'cdktf';
import {
  ServiceLoadBalancer,
  type ServiceLoadBalancerProps,
} from '../../../modules/compute/service-load-balancer';
import type { Surroundings } from '../../../modules/surroundings';
import { type Block, Synthesized } from '../../support/synthesize';

const ORIGIN_SECRET = {
  headerName: 'x-origin-secret',
  secretNames: ['demo/origin-secret/v1'],
  secretCount: 1,
};
const TARGET = { port: 8080, healthCheckPath: '/healthz', algorithm: 'least_outstanding_requests' } as const;
const PROPS: ServiceLoadBalancerProps = {
  name: 'demo-asia-app',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
  securityGroupId: 'sg-1',
  certificateArn: 'arn:certificate',
  originSecret: ORIGIN_SECRET,
  target: TARGET,
  accessLogBucketName: 'logs',
};
const synthesize = (props: Partial<ServiceLoadBalancerProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    new ServiceLoadBalancer(scope, 'balancer', { ...PROPS, ...props });
  }, around);
const rule = (synthesized: Synthesized, priority: number): Block =>
  synthesized.all(LbListenerRule).find((block) => block.priority === priority) ?? {};

describe('ServiceLoadBalancer', () => {
  it('has no public address, drops malformed headers and logs every request', () => {
    expect(synthesize().only(Lb)).toMatchObject({
      load_balancer_type: 'application',
      internal: true,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'defensive',
      access_logs: { enabled: true, bucket: 'logs', prefix: 'demo-asia-app' },
    });
  });

  it('can be told to leave a zone', () => {
    expect(synthesize().only(Lb).enable_zonal_shift).toBe(true);
  });

  it('lets go of connections soon after DNS has moved', () => {
    expect(synthesize().only(Lb)).toMatchObject({ client_keep_alive: 180, idle_timeout: 65 });
  });

  it('speaks TLS 1.2 and 1.3 on port 443, and nothing else', () => {
    expect(synthesize().only(LbListener)).toMatchObject({
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificate_arn: 'arn:certificate',
    });
  });

  it('refuses whoever does not know the origin secret', () => {
    const [action] = synthesize().only(LbListener).default_action;

    expect(action).toMatchObject({ type: 'fixed-response', fixed_response: { status_code: '403' } });
  });

  it('answers the health check without the secret, on exactly its path', () => {
    expect(rule(synthesize(), 10).condition).toEqual([{ path_pattern: { values: ['/healthz'] } }]);
  });

  it('asks for the secret on the health path, too, where it is told to', () => {
    const guarded = synthesize({ originSecret: { ...ORIGIN_SECRET, guardsHealthCheck: true } });

    expect(guarded.only(LbListenerRule).condition[0]).toHaveProperty('http_header');
  });

  it('passes on requests with the value of the secret, read from the secret itself', () => {
    const synthesized = synthesize();
    const [{ http_header }] = rule(synthesized, 20).condition;

    expect(http_header.http_header_name).toBe('x-origin-secret');
    expect(http_header.values).toEqual([
      expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret_version\..+\.secret_string}$/),
    ]);
    expect(synthesized.data('aws_secretsmanager_secret_version')).toHaveLength(1);
  });

  it('accepts two values while the secret rotates', () => {
    const secretNames = ['demo/origin-secret/v1', 'demo/origin-secret/v2'];
    const synthesized = synthesize({ originSecret: { ...ORIGIN_SECRET, secretNames, secretCount: 2 } });
    const [{ http_header }] = rule(synthesized, 20).condition;

    expect(new Set(http_header.values).size).toBe(2);
    expect(synthesized.data('aws_secretsmanager_secret_version').map(({ secret_id }) => secret_id)).toEqual([
      expect.stringContaining(', 0)'),
      expect.stringContaining(', 1)'),
    ]);
  });

  it('finds a dead instance within 30 seconds and picks the least busy one', () => {
    expect(synthesize().only(LbTargetGroup)).toMatchObject({
      load_balancing_algorithm_type: 'least_outstanding_requests',
      health_check: { path: '/healthz', interval: 10, unhealthy_threshold: 3, matcher: '200' },
    });
    expect(
      synthesize({ target: { ...TARGET, algorithm: 'round_robin' } }).only(LbTargetGroup)
        .load_balancing_algorithm_type,
    ).toBe('round_robin');
  });

  it('keeps the targets that it has, as those of another port would not listen yet', () => {
    expect(synthesize().only(LbTargetGroup).lifecycle).toEqual({
      create_before_destroy: true,
      prevent_destroy: true,
    });
    expect(synthesize({}, { deletionProtection: false }).only(LbTargetGroup).lifecycle.prevent_destroy).toBe(
      false,
    );
  });

  it('names its targets once requests reach them: before, none of them is healthy', () => {
    const synthesized = Synthesized.module((scope) => {
      const { targetGroupArn } = new ServiceLoadBalancer(scope, 'balancer', PROPS);
      new TerraformOutput(scope, 'targets', { value: targetGroupArn });
    });

    expect(synthesized.outputs.targets?.value).toMatch(
      /^\$\{aws_lb_listener_rule\..+\.action\[0\]\.target_group_arn}$/,
    );
  });

  it.each([true, false])('cannot be deleted where deletion protection is %s', (deletionProtection) => {
    expect(synthesize({}, { deletionProtection }).only(Lb)).toMatchObject({
      enable_deletion_protection: deletionProtection,
      lifecycle: { prevent_destroy: deletionProtection },
    });
  });
});
