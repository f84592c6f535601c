import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { HealthChecksAlarm } from '../../../modules/dns/health-checks-alarm';
import { Synthesized } from '../../support/synthesize';

describe('HealthChecksAlarm', () => {
  it('is raised by whichever health check fails for two minutes, and has to know none of them', () => {
    const alarm = Synthesized.module((scope) => {
      new HealthChecksAlarm(scope, 'health-checks', { name: 'demo-health-checks' });
    }).only(CloudwatchMetricAlarm);

    expect(alarm).toMatchObject({
      alarm_name: 'demo-health-checks',
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      evaluation_periods: 2,
      alarm_actions: ['arn:topic'],
    });
    expect(alarm.metric_query).toEqual([
      {
        id: 'health',
        expression: 'SELECT MIN(HealthCheckStatus) FROM SCHEMA("AWS/Route53", HealthCheckId)',
        period: 60,
        return_data: true,
      },
    ]);
  });
});
