import type { Construct } from 'constructs';
import { Alarm } from '../observability/alarm';

export interface ExpiryAlarmProps {
  readonly certificateArn: string;
  /** Name that the certificate is issued for. */
  readonly subject: string;
  /** What the description calls it. */
  readonly calledAs: string;
}

const DAY_SECONDS = 86_400;

/**
 * Tells when ACM has not renewed a certificate that it should have. It renews those of 13 months 60 days before they
 * expire, and those of 198 days 45 days before (https://docs.aws.amazon.com/acm/latest/userguide/acm-renewal.html): no
 * renewal that works comes as near as this.
 */
export class ExpiryAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ExpiryAlarmProps) {
    const { certificateArn, subject, calledAs } = props;
    super(scope, id, {
      name: `certificate-expires-${subject}`,
      description: `The ${calledAs} for ${subject} expires in less than 30 days: ACM could not renew it. Are its validation records still in the public zone?`,
      metric: {
        namespace: 'AWS/CertificateManager',
        name: 'DaysToExpiry',
        dimensions: { CertificateArn: certificateArn },
        statistic: 'Minimum',
      },
      raisedWhen: 'below',
      threshold: 30,
      periodSeconds: DAY_SECONDS,
    });
  }
}
