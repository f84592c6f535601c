import { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';
import type { ServiceLoadBalancer } from './service-load-balancer';

export interface ServiceAlarmsProps {
  /** Start of the alarms' names. */
  readonly name: string;
  /** Whose metrics are watched. */
  readonly loadBalancer: Pick<ServiceLoadBalancer, 'arnSuffix' | 'targetGroupArnSuffix'>;
  /** Instances that always run. */
  readonly minimumInstances: number;
}

/** Tells when instances fail their health check, when too few pass it, and when viewers get errors. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const { name, loadBalancer, minimumInstances } = props;
    const targets = { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: loadBalancer.targetGroupArnSuffix };

    new Alarm(this, 'unhealthy-instances', {
      name: `${name}-unhealthy-instances`,
      description:
        'Instances have failed their health check for five minutes: see the log group of the service.',
      metric: {
        namespace: 'AWS/ApplicationELB',
        name: 'UnHealthyHostCount',
        dimensions: targets,
        statistic: 'Minimum',
      },
      raisedWhen: 'at-least',
      threshold: 1,
      periodSeconds: 60,
      evaluationPeriods: 5,
    });
    new Alarm(this, 'few-healthy-instances', {
      name: `${name}-few-healthy-instances`,
      description: `Fewer than ${minimumInstances} instances pass their health check: the region may not carry a failed neighbour.`,
      metric: {
        namespace: 'AWS/ApplicationELB',
        name: 'HealthyHostCount',
        dimensions: targets,
        statistic: 'Maximum',
      },
      raisedWhen: 'below',
      threshold: minimumInstances,
      periodSeconds: 60,
      evaluationPeriods: 5,
    });
    alarmOfErrors(this, name, loadBalancer.arnSuffix);
  }
}

/** Tells when a load balancer, or what is behind it, answers with errors. */
export function alarmOfErrors(scope: Construct, name: string, loadBalancerArnSuffix: string): void {
  for (const [source, metricName] of [
    ['instance', 'HTTPCode_Target_5XX_Count'],
    ['load-balancer', 'HTTPCode_ELB_5XX_Count'],
  ] as const) {
    new Alarm(scope, `${source}-errors`, {
      name: `${name}-${source}-errors`,
      description: `More than 50 answers with 5xx from the ${source} in a minute, three minutes in a row.`,
      metric: {
        namespace: 'AWS/ApplicationELB',
        name: metricName,
        dimensions: { LoadBalancer: loadBalancerArnSuffix },
        statistic: 'Sum',
      },
      raisedWhen: 'above',
      threshold: 50,
      periodSeconds: 60,
      evaluationPeriods: 3,
    });
  }
}
