import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Route53ZoneAssociation } from '@cdktf/provider-aws/lib/route53-zone-association';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { DatabaseAccess } from '../../../modules/database/database-access';
import { DatabaseHealthCheck } from '../../../modules/database/database-health-check';
import { DatabaseMemberRecords } from '../../../modules/database/database-member-records';
import { PrivateDatabaseZone } from '../../../modules/database/private-database-zone';
import { PrivateZoneAssociation } from '../../../modules/database/private-zone-association';
import { type Block, Synthesized } from '../../support/synthesize';

const named = (synthesized: Synthesized, name: string): Block =>
  synthesized.all(Route53Record).find((record) => record.name === name) ?? {};

describe('PrivateDatabaseZone', () => {
  const synthesized = Synthesized.module((scope) => {
    new PrivateDatabaseZone(scope, 'zone', {
      zoneName: 'internal.meridian.example',
      vpcId: 'vpc-1',
      writerEndpoint: 'demo-database.global-1.global.rds.amazonaws.com',
      members: { asia: 'ap-southeast-1', europe: 'eu-central-1' },
    });
  });

  it('is private from its first moment', () => {
    expect(synthesized.only(Route53Zone).vpc).toEqual([{ vpc_id: 'vpc-1', vpc_region: 'ap-southeast-1' }]);
  });

  it('leaves the VPCs that other stacks associate alone', () => {
    expect(synthesized.only(Route53Zone).lifecycle).toEqual({
      ignore_changes: ['vpc'],
      prevent_destroy: true,
    });
  });

  it('answers `write` with the endpoint that Aurora moves, without any routing of its own', () => {
    const record = named(synthesized, 'write.internal.meridian.example');

    expect(record).toMatchObject({
      name: 'write.internal.meridian.example',
      type: 'CNAME',
      records: ['demo-database.global-1.global.rds.amazonaws.com'],
    });
    expect(Object.keys(record).filter((key) => key.endsWith('_routing_policy'))).toEqual([]);
  });

  it('lists the members with their AWS regions, for which tokens are signed', () => {
    expect(named(synthesized, 'members.internal.meridian.example')).toMatchObject({
      type: 'TXT',
      records: ['asia=ap-southeast-1', 'europe=eu-central-1'],
    });
  });
});

describe('DatabaseMemberRecords', () => {
  const synthesized = Synthesized.module(
    (scope) => {
      new DatabaseMemberRecords(scope, 'records', {
        zoneId: 'Z1',
        zoneName: 'internal.meridian.example',
        region: 'europe',
        writerEndpoint: 'demo-europe.cluster-1.eu-central-1.rds.amazonaws.com',
        readerEndpoint: 'demo-europe.cluster-ro-1.eu-central-1.rds.amazonaws.com',
        healthCheckId: 'check-1',
      });
    },
    { awsRegion: 'eu-central-1' },
  );

  it('answer `read` with the nearest readers that live', () => {
    expect(named(synthesized, 'read.internal.meridian.example')).toMatchObject({
      zone_id: 'Z1',
      records: ['demo-europe.cluster-ro-1.eu-central-1.rds.amazonaws.com'],
      set_identifier: 'eu-central-1',
      latency_routing_policy: { region: 'eu-central-1' },
      health_check_id: 'check-1',
    });
  });

  it('lead to the member’s own endpoints, which certificates and tokens know', () => {
    expect(named(synthesized, 'europe.write.internal.meridian.example').records).toEqual([
      'demo-europe.cluster-1.eu-central-1.rds.amazonaws.com',
    ]);
    expect(named(synthesized, 'europe.read.internal.meridian.example').records).toEqual([
      'demo-europe.cluster-ro-1.eu-central-1.rds.amazonaws.com',
    ]);
  });
});

describe('DatabaseHealthCheck', () => {
  const synthesized = Synthesized.module((scope) => {
    new DatabaseHealthCheck(scope, 'health', { name: 'demo-asia', clusterIdentifier: 'demo-asia' });
  });

  it('takes a member for dead whose instances report no uptime', () => {
    const alarm = synthesized.only(CloudwatchMetricAlarm);

    expect(alarm).toMatchObject({
      metric_name: 'EngineUptime',
      dimensions: { DBClusterIdentifier: 'demo-asia' },
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      treat_missing_data: 'breaching',
    });
    expect(synthesized.only(Route53HealthCheck)).toMatchObject({
      type: 'CLOUDWATCH_METRIC',
      cloudwatch_alarm_name: expect.stringMatching(/^\$\{aws_cloudwatch_metric_alarm\..+\.alarm_name}$/),
      cloudwatch_alarm_region: 'ap-southeast-1',
    });
  });

  it('is told again when the settings change that Route 53 has copied', () => {
    const alarm = synthesized.only(CloudwatchMetricAlarm);
    const copied = JSON.parse(synthesized.only(Route53HealthCheck).triggers.alarm);

    expect(copied).toEqual({
      metric: {
        namespace: alarm.namespace,
        name: alarm.metric_name,
        dimensions: alarm.dimensions,
        statistic: alarm.statistic,
      },
      raisedWhen: 'below',
      threshold: alarm.threshold,
      periodSeconds: alarm.period,
      evaluationPeriods: alarm.evaluation_periods,
    });
  });

  it('takes a region for dead that reports nothing at all', () => {
    expect(synthesized.only(Route53HealthCheck).insufficient_data_health_status).toBe('Unhealthy');
  });
});

describe('PrivateZoneAssociation', () => {
  it('lets a further VPC ask', () => {
    const association = Synthesized.module(
      (scope) => {
        new PrivateZoneAssociation(scope, 'association', {
          zoneId: 'Z1',
          vpcId: 'vpc-2',
        });
      },
      { awsRegion: 'eu-central-1' },
    ).only(Route53ZoneAssociation);

    expect(association).toMatchObject({ zone_id: 'Z1', vpc_id: 'vpc-2', vpc_region: 'eu-central-1' });
  });
});

describe('DatabaseAccess', () => {
  it('opens the port of the database, and no other, to an address range', () => {
    const rule = Synthesized.module((scope) => {
      new DatabaseAccess(scope, 'access', {
        securityGroupId: 'sg-1',
        description: 'VPC of europe',
        clientCidrBlock: '10.20.0.0/16',
      });
    }).only(VpcSecurityGroupIngressRule);

    expect(rule).toMatchObject({
      security_group_id: 'sg-1',
      cidr_ipv4: '10.20.0.0/16',
      ip_protocol: 'tcp',
      from_port: 15432,
      to_port: 15432,
    });
  });
});
