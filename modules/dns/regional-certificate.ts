import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { ExpiryAlarm } from './expiry-alarm';

export interface RegionalCertificateProps {
  /** Name the certificate is issued for; may be a wildcard. */
  readonly domainName: string;
  /** Name that is served with it: the alarm's. */
  readonly usedFor: string;
  /** Names whose challenge is answered in the public zone already. */
  readonly answeredNames: string[];
  /** Stack that answers challenges, for the message where one of the names is missing there. */
  readonly answeredBy: string;
}

/**
 * An ACM certificate that is issued before anything can use it.
 *
 * ACM's challenge for a name is the same in every region, and the owner of the public zone answers it once: this
 * waits for the answer and writes no record.
 */
export class RegionalCertificate extends Construct {
  /** ARN of the issued certificate; whoever uses it waits for the validation. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: RegionalCertificateProps) {
    super(scope, id);
    const { domainName, usedFor, answeredNames, answeredBy } = props;

    const certificate = new AcmCertificate(this, 'certificate', {
      domainName,
      validationMethod: 'DNS',
      lifecycle: {
        // The listener lets go of the old one only when it has the new one.
        createBeforeDestroy: true,
        precondition: [
          {
            // Without it, ACM would be waited for in vain for over an hour.
            condition: Fn.contains(answeredNames, domainName),
            errorMessage: `The challenge of ${domainName} is not answered yet: apply "${answeredBy}" first.`,
          },
        ],
      },
    });
    new ExpiryAlarm(this, 'expiry-alarm', {
      certificateArn: certificate.arn,
      subject: usedFor,
      calledAs: 'regional certificate',
    });
    this.arn = new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
    }).certificateArn;
  }
}
