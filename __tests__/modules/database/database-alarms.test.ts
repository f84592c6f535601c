import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import { DatabaseAlarms } from '../../../modules/database/database-alarms';
import { Synthesized } from '../../support/synthesize';

const synthesized = Synthesized.module((scope) => {
  new DatabaseAlarms(scope, 'alarms', {
    name: 'demo-asia',
    clusterIdentifier: 'demo-asia',
    instanceIdentifiers: ['demo-asia-1', 'demo-asia-2'],
  });
});

const alarm = (name: string) =>
  synthesized.all(CloudwatchMetricAlarm).find(({ alarm_name }) => alarm_name === name);

describe('DatabaseAlarms', () => {
  it('tells when the region falls behind, whichever region it replicates from', () => {
    const lag = alarm('demo-asia-database-replication-lag');

    expect(lag?.metric_query[0].expression).toContain('AuroraGlobalDBReplicationLag');
    expect(JSON.stringify(lag)).not.toContain('SourceRegion');
    expect(lag).toMatchObject({ threshold: 5000, alarm_actions: ['arn:topic'] });
  });

  it('is quiet in the region that writes, which has no lag', () => {
    expect(alarm('demo-asia-database-replication-lag')?.treat_missing_data).toBe('notBreaching');
  });

  it('tells when instances are short of CPU', () => {
    expect(alarm('demo-asia-database-cpu')).toMatchObject({
      metric_name: 'CPUUtilization',
      dimensions: { DBClusterIdentifier: 'demo-asia' },
    });
  });

  it('tells of failovers and failures of the cluster and its instances', () => {
    const [cluster, instance] = synthesized.all(DbEventSubscription);

    expect(cluster).toMatchObject({ source_type: 'db-cluster', source_ids: ['demo-asia'] });
    expect(cluster?.event_categories).toEqual(
      expect.arrayContaining(['failover', 'global-failover', 'failure']),
    );
    expect(instance).toMatchObject({
      source_type: 'db-instance',
      source_ids: ['demo-asia-1', 'demo-asia-2'],
    });
  });
});
