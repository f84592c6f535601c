import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { surroundings } from '../surroundings';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';
}

export interface AlarmProps {
  readonly name: string;
  /** What is wrong and what to look at first. */
  readonly description: string;
  readonly metric: Metric;
  /** Raised when the metric is `above` (>), `at-least` (>=) or `below` (<) the threshold. */
  readonly raisedWhen: 'above' | 'at-least' | 'below';
  readonly threshold: number;
  /** @default 300 */
  readonly periodSeconds?: number;
  /** Periods in a row. @default 1 */
  readonly evaluationPeriods?: number;
  /** `alarming` where what is watched reports while it is well. @default 'calm' */
  readonly silence?: 'calm' | 'alarming';
}

const OPERATORS = {
  above: 'GreaterThanThreshold',
  'at-least': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
} as const;

/** What every alarm has in common: silence is calm, and the topic hears of the beginning and of the end. */
export const heardBy = (topicArn: string) => ({
  treatMissingData: 'notBreaching',
  alarmActions: [topicArn],
  okActions: [topicArn],
});

/** One CloudWatch alarm that somebody receives; each stands beside what it watches. */
export class Alarm extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { metric } = props;
    const { alarmTopicArn, provider } = surroundings(this);
    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      statistic: metric.statistic,
      comparisonOperator: OPERATORS[props.raisedWhen],
      threshold: props.threshold,
      period: props.periodSeconds ?? 300,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      ...heardBy(alarmTopicArn),
      ...(props.silence === 'alarming' ? { treatMissingData: 'breaching' } : {}),
      provider,
    });
    this.name = alarm.alarmName;
  }
}
