import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { TerraformIterator, Token } from 'cdktf';
import { Construct } from 'constructs';
import { ExpiryAlarm } from './expiry-alarm';

export interface CertificateProps {
  /** Names on the certificate, the first as its subject. No other certificate of the account answers for them. */
  readonly domainNames: readonly string[];
  /** Public zone that proves ownership of every name. */
  readonly hostedZoneId: string;
}

/**
 * An ACM certificate, proved through DNS, that is issued before anything can use it.
 *
 * It belongs into the stack of what uses it: ACM neither renews a certificate that nothing uses, nor deletes one that something does.
 * ACM gives the same challenge for a name in every region, so the records here prove the names for certificates
 * of other regions too.
 */
export class Certificate extends Construct {
  /** ARN of the issued certificate; depending on it waits for the validation. */
  public readonly arn: string;
  /** The names, once their challenges are answered. */
  public readonly provedNames: string[];

  constructor(scope: Construct, id: string, { domainNames, hostedZoneId }: CertificateProps) {
    super(scope, id);
    const [subject, ...alternatives] = domainNames;
    if (subject === undefined) {
      throw new Error('certificate: expected at least one name, got none');
    }

    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: subject,
      subjectAlternativeNames: alternatives,
      validationMethod: 'DNS',
      // A replacement must exist before the listener or distribution lets go of the old one.
      lifecycle: { createBeforeDestroy: true },
    });

    const name = TerraformIterator.fromList([...domainNames]);
    const challenge = (attribute: string) =>
      `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == each.value])}`;
    const records = new Route53Record(this, 'validation-record', {
      forEach: name,
      zoneId: hostedZoneId,
      name: challenge('resource_record_name'),
      type: challenge('resource_record_type'),
      records: [challenge('resource_record_value')],
      ttl: 60,
      // An adopted zone may hold the answer already: ACM asks an account for the same one every time.
      allowOverwrite: true,
    });
    const validation = new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: Token.asList(`\${[for record in ${records.fqn} : record.fqdn]}`),
    });
    new ExpiryAlarm(this, 'expiry-alarm', {
      certificateArn: certificate.arn,
      subject,
      calledAs: 'certificate',
    });

    this.arn = validation.certificateArn;
    // Unknown, and so unpublished, until the validation has an id.
    const names = JSON.stringify(domainNames);
    this.provedNames = Token.asList(`\${${validation.fqn}.id == "" ? tolist([]) : tolist(${names})}`);
  }
}
