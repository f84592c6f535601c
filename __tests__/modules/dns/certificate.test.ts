import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { TerraformOutput } from 'cdktf';
import { Certificate, type CertificateProps } from '../../../modules/dns/certificate';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<CertificateProps> = {}) =>
  Synthesized.module((scope) => {
    const certificate = new Certificate(scope, 'certificate', {
      domainNames: ['example.com', 'www.example.com'],
      hostedZoneId: 'Z0EXAMPLE',
      ...props,
    });
    new TerraformOutput(scope, 'arn', { value: certificate.arn, staticId: true });
    new TerraformOutput(scope, 'proved-names', { value: certificate.provedNames, staticId: true });
  });

describe('Certificate', () => {
  it('asks for its names, to be proved through DNS', () => {
    expect(synthesize().only(AcmCertificate)).toMatchObject({
      domain_name: 'example.com',
      subject_alternative_names: ['www.example.com'],
      validation_method: 'DNS',
    });
  });

  it('is replaced without a gap', () => {
    expect(synthesize().only(AcmCertificate).lifecycle).toEqual({ create_before_destroy: true });
  });

  it('answers the challenge of each name once', () => {
    const record = synthesize().only(Route53Record);

    expect(record).toMatchObject({ for_each: '${toset(["example.com", "www.example.com"])}', ttl: 60 });
    expect(record.zone_id).toBe('Z0EXAMPLE');
    expect(record.records[0]).toContain('option.domain_name == each.value');
  });

  it('hands out its ARN only once it is issued', () => {
    const certificate = synthesize();

    expect(certificate.outputs.arn?.value).toMatch(
      /^\$\{aws_acm_certificate_validation\..*certificate_arn\}$/,
    );
    expect(certificate.only(AcmCertificateValidation).validation_record_fqdns).toContain('record.fqdn');
  });

  it('hands out its names only once they are proved', () => {
    expect(synthesize().outputs['proved-names']?.value).toMatch(
      /aws_acm_certificate_validation\..*tolist\(\["example.com","www.example.com"\]\)/,
    );
  });

  it('raises an alarm 30 days before it expires, when its renewal is 15 days late', () => {
    expect(synthesize().only(CloudwatchMetricAlarm)).toMatchObject({
      metric_name: 'DaysToExpiry',
      comparison_operator: 'LessThanThreshold',
      threshold: 30,
      alarm_actions: ['arn:topic'],
    });
  });

  it('needs a name', () => {
    expect(() => synthesize({ domainNames: [] })).toThrow(
      'certificate: expected at least one name, got none',
    );
  });
});
