import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import { Construct } from 'constructs';
import { Alarm, heardBy } from '../observability/alarm';
import { surroundings } from '../surroundings';

export interface DatabaseAlarmsProps {
  /** Start of the alarms' names. */
  readonly name: string;
  readonly clusterIdentifier: string;
  readonly instanceIdentifiers: readonly string[];
  /**
   * Replication lag that is worth waking somebody: what would be lost if the writing region vanished now.
   *
   * @default 5000
   */
  readonly replicationLagMilliseconds?: number;
}

/**
 * Tells when a member of a global database falls behind, runs hot, fails or fails over; the same for every role.
 *
 * The topic's policy lets `events.rds.amazonaws.com` publish, too.
 */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const { name, clusterIdentifier, instanceIdentifiers } = props;
    const { alarmTopicArn } = surroundings(this);

    // A query, because the metric also carries the region it replicates from, which changes in a switchover. The
    // member that writes has no lag, hence no data.
    new CloudwatchMetricAlarm(this, 'replication-lag', {
      alarmName: `${name}-database-replication-lag`,
      alarmDescription: 'This region is behind the one that writes: a failover now would lose that much.',
      metricQuery: [
        {
          id: 'lag',
          expression: `SELECT MAX(AuroraGlobalDBReplicationLag) FROM "AWS/RDS" WHERE DBClusterIdentifier = '${clusterIdentifier}'`,
          period: 60,
          returnData: true,
        },
      ],
      comparisonOperator: 'GreaterThanThreshold',
      threshold: props.replicationLagMilliseconds ?? 5000,
      evaluationPeriods: 3,
      ...heardBy(alarmTopicArn),
    });
    new Alarm(this, 'cpu', {
      name: `${name}-database-cpu`,
      description: 'Database instances of this region are short of CPU.',
      metric: {
        namespace: 'AWS/RDS',
        name: 'CPUUtilization',
        dimensions: { DBClusterIdentifier: clusterIdentifier },
        statistic: 'Maximum',
      },
      raisedWhen: 'above',
      threshold: 90,
      periodSeconds: 60,
      evaluationPeriods: 10,
    });
    new DbEventSubscription(this, 'cluster-events', {
      namePrefix: `${name}-cluster-`,
      snsTopic: alarmTopicArn,
      sourceType: 'db-cluster',
      sourceIds: [clusterIdentifier],
      eventCategories: ['failover', 'failure', 'global-failover', 'maintenance', 'notification'],
    });
    new DbEventSubscription(this, 'instance-events', {
      namePrefix: `${name}-instance-`,
      snsTopic: alarmTopicArn,
      sourceType: 'db-instance',
      sourceIds: [...instanceIdentifiers],
      eventCategories: ['availability', 'configuration change', 'failure', 'maintenance'],
    });
  }
}
