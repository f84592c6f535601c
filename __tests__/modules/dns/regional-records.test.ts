import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { RegionalHealthCheck } from '../../../modules/dns/regional-health-check';
import { RegionalRecords } from '../../../modules/dns/regional-records';
import { Synthesized } from '../../support/synthesize';

const synthesize = (secondaryNames: Record<string, string> = {}) =>
  Synthesized.module(
    (scope) => {
      new RegionalRecords(scope, 'records', {
        hostedZoneId: 'Z1',
        region: 'europe',
        loadBalancerDomainName: 'europe.elb.amazonaws.com',
        loadBalancerZoneId: 'Z2',
        healthCheckId: 'check-1',
        primaryName: 'europe.origin.example.com',
        secondaryNames,
        nearestName: 'nearest.origin.example.com',
      });
    },
    { awsRegion: 'eu-central-1' },
  );
const FAILED_OVER = { asia: 'asia.origin.example.com', america: 'america.origin.example.com' };
const failover = (synthesized: Synthesized, type: string) =>
  synthesized
    .all(Route53Record)
    .filter(({ failover_routing_policy }) => failover_routing_policy?.type === type);

describe('RegionalRecords', () => {
  it('answers first for its own name', () => {
    expect(failover(synthesize(), 'PRIMARY').map(({ name }) => name)).toEqual(['europe.origin.example.com']);
  });

  it('answers second for every region that fails over here', () => {
    expect(
      failover(synthesize(FAILED_OVER), 'SECONDARY')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['america.origin.example.com', 'asia.origin.example.com']);
  });

  it('answers second for nobody where none does', () => {
    expect(failover(synthesize(), 'SECONDARY')).toEqual([]);
  });

  it('answers for the nearest region by latency', () => {
    const nearest = synthesize()
      .all(Route53Record)
      .find(({ name }) => name === 'nearest.origin.example.com');

    expect(nearest).toMatchObject({
      set_identifier: 'europe',
      latency_routing_policy: { region: 'eu-central-1' },
    });
  });

  it('answers nothing without a health signal: an answer without one counts as healthy for ever', () => {
    for (const record of synthesize(FAILED_OVER).each(Route53Record)) {
      expect(record).toMatchObject({
        type: 'A',
        zone_id: 'Z1',
        health_check_id: 'check-1',
        alias: { name: 'europe.elb.amazonaws.com', zone_id: 'Z2', evaluate_target_health: true },
      });
    }
  });
});

describe('RegionalHealthCheck', () => {
  it('finds a dead region within 30 seconds', () => {
    const check = Synthesized.module((scope) => {
      new RegionalHealthCheck(scope, 'check', {
        name: 'europe',
        domainName: 'europe.elb.amazonaws.com',
        path: '/healthz',
      });
    }).only(Route53HealthCheck);

    expect(check).toMatchObject({
      type: 'HTTPS',
      fqdn: 'europe.elb.amazonaws.com',
      resource_path: '/healthz',
      enable_sni: true,
    });
    expect(check.request_interval * check.failure_threshold).toBe(30);
  });
});
