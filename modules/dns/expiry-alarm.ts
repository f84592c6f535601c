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
 * ACM renews certificates of 198 days 45 days before they expire, and older ones of 395 days 60 days before:
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
 * The alarm leaves 15 days for that, so that no renewal raises it, and a month for people.
 */
const ALARM_DAYS = 30;

/** Tells when ACM has not renewed a certificate that it should have renewed two weeks ago. */
export class ExpiryAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ExpiryAlarmProps) {
    const { certificateArn, subject, calledAs } = props;
    super(scope, id, {
      name: `certificate-expires-${subject}`,
      description: `The ${calledAs} for ${subject} expires in less than ${ALARM_DAYS} days: ACM could not renew it. Are its validation records still in the public zone?`,
      metric: {
        namespace: 'AWS/CertificateManager',
        name: 'DaysToExpiry',
        dimensions: { CertificateArn: certificateArn },
        statistic: 'Minimum',
      },
      raisedWhen: 'below',
      threshold: ALARM_DAYS,
      periodSeconds: DAY_SECONDS,
    });
  }
}
