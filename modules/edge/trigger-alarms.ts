import { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';

export interface TriggerAlarmsProps {
  /** Start of the names. */
  readonly name: string;
  /** Distribution whose Lambda@Edge functions are watched. */
  readonly distributionId: string;
}

/**
 * Tells when Lambda@Edge functions of a distribution fail or are throttled, in whichever AWS region: CloudFront adds their replicas
 * up, where Lambda's own metrics lie in the region of each. Belongs into us-east-1.
 */
export class TriggerAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, distributionId }: TriggerAlarmsProps) {
    super(scope, id);
    const alarm = (alarmId: string, metricName: string, description: string) =>
      new Alarm(this, alarmId, {
        name: `${name}-${alarmId}`,
        description,
        metric: {
          namespace: 'AWS/CloudFront',
          name: metricName,
          dimensions: { DistributionId: distributionId, Region: 'Global' },
          statistic: 'Sum',
        },
        raisedWhen: 'at-least',
        threshold: 1,
      });
    alarm('errors', 'LambdaExecutionError', `${name} fails at the edge: viewers get 502 or 503.`);
    alarm('invalid', 'LambdaValidationError', `${name} answers what CloudFront refuses: viewers get 502.`);
    alarm(
      'throttles',
      'LambdaLimitExceededErrors',
      `${name} runs more often at once than an AWS region allows.`,
    );
  }
}
