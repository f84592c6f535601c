import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { ServiceAlarms } from '../../../modules/compute/service-alarms';
import { type Block, Synthesized } from '../../support/synthesize';

const alarms = Synthesized.module((scope) => {
  new ServiceAlarms(scope, 'alarms', {
    name: 'demo-europe',
    loadBalancer: { arnSuffix: 'app/balancer/1', targetGroupArnSuffix: 'targetgroup/targets/1' },
    minimumInstances: 6,
  });
}).all(CloudwatchMetricAlarm);
const named = (name: string): Block =>
  alarms.find(({ alarm_name }) => alarm_name === `demo-europe-${name}`) ?? {};

describe('ServiceAlarms', () => {
  it('are raised by a single instance that stays unhealthy for five minutes', () => {
    expect(named('unhealthy-instances')).toMatchObject({
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      statistic: 'Minimum',
      period: 60,
      evaluation_periods: 5,
      dimensions: { LoadBalancer: 'app/balancer/1', TargetGroup: 'targetgroup/targets/1' },
    });
  });

  it('are raised when fewer instances pass their health check than always run', () => {
    expect(named('few-healthy-instances')).toMatchObject({
      metric_name: 'HealthyHostCount',
      comparison_operator: 'LessThanThreshold',
      threshold: 6,
      statistic: 'Maximum',
      dimensions: { LoadBalancer: 'app/balancer/1', TargetGroup: 'targetgroup/targets/1' },
    });
  });

  it.each([
    ['instance-errors', 'HTTPCode_Target_5XX_Count'],
    ['load-balancer-errors', 'HTTPCode_ELB_5XX_Count'],
  ])('tell %s apart, and bear fifty a minute', (name, metric) => {
    expect(named(name)).toMatchObject({
      metric_name: metric,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 50,
      statistic: 'Sum',
    });
  });

  it('stay silent without traffic', () => {
    expect(alarms).toHaveLength(4);
    expect(alarms.every(({ treat_missing_data }) => treat_missing_data === 'notBreaching')).toBe(true);
  });
});
