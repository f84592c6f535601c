import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { heardBy } from '../observability/alarm';
import { surroundings } from '../surroundings';

export interface HealthChecksAlarmProps {
  readonly name: string;
}

/**
 * Tells when DNS takes a region, or its database, for dead. Route 53 reports its health checks in us-east-1 and nowhere else,
 * so this stands there; a query over all of them needs to be told of none, and so waits for no region. It hears of every health
 * check of the account.
 */
export class HealthChecksAlarm extends Construct {
  constructor(scope: Construct, id: string, { name }: HealthChecksAlarmProps) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: name,
      alarmDescription:
        'A health check of Route 53 fails: names have moved to another region. Which one: see "Health checks" in its console.',
      metricQuery: [
        {
          id: 'health',
          expression: 'SELECT MIN(HealthCheckStatus) FROM SCHEMA("AWS/Route53", HealthCheckId)',
          period: 60,
          returnData: true,
        },
      ],
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: 2,
      ...heardBy(surroundings(this).alarmTopicArn),
    });
  }
}
