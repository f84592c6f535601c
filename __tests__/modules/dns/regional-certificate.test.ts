import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { RegionalCertificate } from '../../../modules/dns/regional-certificate';
import { Synthesized } from '../../support/synthesize';

let arn = '';
const synthesized = Synthesized.module((scope) => {
  ({ arn } = new RegionalCertificate(scope, 'certificate', {
    domainName: '*.origin.example.com',
    usedFor: 'asia.origin.example.com',
    answeredNames: ['*.origin.example.com'],
    answeredBy: 'demo-global',
  }));
});

describe('RegionalCertificate', () => {
  it('covers its name and is replaced without a gap', () => {
    expect(synthesized.only(AcmCertificate)).toMatchObject({
      domain_name: '*.origin.example.com',
      validation_method: 'DNS',
      lifecycle: { create_before_destroy: true },
    });
  });

  it('waits to be issued but answers no challenge: somebody else owns the records', () => {
    expect(synthesized.only(AcmCertificateValidation)).not.toHaveProperty('validation_record_fqdns');
    expect(synthesized.all(Route53Record)).toEqual([]);
    expect(arn).toMatch(/TfToken/);
  });

  it('says which stack to apply where a challenge is not answered, instead of waiting', () => {
    const [{ condition, error_message }] = synthesized.only(AcmCertificate).lifecycle.precondition;

    expect(condition).toBe('${contains(["*.origin.example.com"], "*.origin.example.com")}');
    expect(error_message).toContain('apply "demo-global" first');
  });

  it('tells 30 days before the name that is served with it has no certificate', () => {
    expect(synthesized.only(CloudwatchMetricAlarm)).toMatchObject({
      alarm_name: 'certificate-expires-asia.origin.example.com',
      metric_name: 'DaysToExpiry',
      threshold: 30,
      comparison_operator: 'LessThanThreshold',
    });
  });
});
