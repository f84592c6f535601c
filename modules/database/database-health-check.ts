import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';
import { surroundings } from '../surroundings';

export interface DatabaseHealthCheckProps {
  /** Start of the alarm's name, and name of the health check. */
  readonly name: string;
  readonly clusterIdentifier: string;
}

/**
 * What DNS believes of one region's member. No checker of Route 53 reaches a private database: it looks at the metric of
 * an alarm instead, and takes a region that reports nothing for dead.
 */
export class DatabaseHealthCheck extends Construct {
  public readonly healthCheckId: string;

  constructor(scope: Construct, id: string, { name, clusterIdentifier }: DatabaseHealthCheckProps) {
    super(scope, id);
    const watched = {
      metric: {
        namespace: 'AWS/RDS',
        name: 'EngineUptime',
        dimensions: { DBClusterIdentifier: clusterIdentifier },
        statistic: 'Maximum',
      },
      raisedWhen: 'below',
      threshold: 1,
      periodSeconds: 60,
      evaluationPeriods: 3,
    } as const;
    const alarm = new Alarm(this, 'alarm', {
      ...watched,
      name: `${name}-database-gone`,
      description: 'No database instance of this region runs: readers of the region are sent to another one.',
      silence: 'alarming',
    });
    this.healthCheckId = new Route53HealthCheck(this, 'health-check', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarm.name,
      cloudwatchAlarmRegion: surroundings(this).awsRegion,
      insufficientDataHealthStatus: 'Unhealthy',
      // Route 53 copies the alarm's settings, and follows a change when it is told again.
      triggers: { alarm: JSON.stringify(watched) },
      tags: { Name: `${name}-database` },
    }).id;
  }
}
