import type { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';

export interface ViewerErrorsAlarmProps {
  readonly name: string;
  /** What to look at first. */
  readonly description: string;
  readonly distributionId: string;
}

/** Tells when more than one of a hundred viewers of a distribution gets a 5xx, ten minutes long. Belongs into us-east-1. */
export class ViewerErrorsAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ViewerErrorsAlarmProps) {
    const { distributionId, ...rest } = props;
    super(scope, id, {
      ...rest,
      metric: {
        namespace: 'AWS/CloudFront',
        name: '5xxErrorRate',
        dimensions: { DistributionId: distributionId, Region: 'Global' },
        statistic: 'Average',
      },
      raisedWhen: 'above',
      threshold: 1,
      evaluationPeriods: 2,
    });
  }
}
