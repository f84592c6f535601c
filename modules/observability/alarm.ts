import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface AlarmProps {
  readonly name: string;
  /** What is wrong and what to look at first. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';
  /** Raised when the metric is `above` (>), `at-least` (>=) or `below` (<) the threshold. */
  readonly raisedWhen: 'above' | 'at-least' | 'below';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Periods in a row. @default 1 */
  readonly evaluationPeriods?: number;
  /** What a period without data means. @default 'notBreaching' */
  readonly missingData?: 'breaching' | 'ignore' | 'missing' | 'notBreaching';
  /** Topic that is told when the alarm is raised and when it is over. */
  readonly topicArn: string;
  /** @default - the stack's own provider */
  readonly provider?: TerraformProvider;
}

const OPERATORS = {
  above: 'GreaterThanThreshold',
  'at-least': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
} as const;

/** One CloudWatch alarm that somebody receives. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metricName,
      dimensions: { ...props.dimensions },
      statistic: props.statistic,
      comparisonOperator: OPERATORS[props.raisedWhen],
      threshold: props.threshold,
      period: props.periodSeconds,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      treatMissingData: props.missingData ?? 'notBreaching',
      alarmActions: [props.topicArn],
      okActions: [props.topicArn],
      provider: props.provider,
    });
  }
}
