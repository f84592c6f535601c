import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec';
import { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key';
import { ZoneSigning } from '../../../modules/dns/zone-signing';
import { Synthesized } from '../../support/synthesize';

describe('ZoneSigning', () => {
  const synthesized = Synthesized.module((scope) => {
    new ZoneSigning(scope, 'signing', {
      alias: 'demo-zone-signing',
      hostedZoneId: 'Z0EXAMPLE',
      hostedZoneArn: 'arn:aws:route53:::hostedzone/Z0EXAMPLE',
    });
  });

  it('signs with a key that only Route 53 uses, for this zone alone', () => {
    const key = synthesized.only(KmsKey);

    expect(key).toMatchObject({ customer_master_key_spec: 'ECC_NIST_P256', key_usage: 'SIGN_VERIFY' });
    expect(key.policy.match(/dnssec-route53\.amazonaws\.com/g)).toHaveLength(2);
    expect(key.policy.match(/arn:aws:route53:::hostedzone\/Z0EXAMPLE/g)).toHaveLength(2);
  });

  it('signs the zone once the signing key is there', () => {
    expect(synthesized.only(Route53KeySigningKey)).toMatchObject({ hosted_zone_id: 'Z0EXAMPLE' });
    expect(synthesized.only(Route53HostedZoneDnssec).hosted_zone_id).toMatch(/aws_route53_key_signing_key/);
  });

  it('tells when Route 53 cannot sign, or cannot use the key', () => {
    expect(
      synthesized
        .all(CloudwatchMetricAlarm)
        .map(({ metric_name }) => metric_name)
        .sort(),
    ).toEqual(['DNSSECInternalFailure', 'DNSSECKeySigningKeysNeedingAction']);
    for (const alarm of synthesized.each(CloudwatchMetricAlarm)) {
      expect(alarm).toMatchObject({
        namespace: 'AWS/Route53',
        dimensions: { HostedZoneId: 'Z0EXAMPLE' },
        comparison_operator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        period: 14_400,
        alarm_actions: ['arn:topic'],
      });
    }
  });
});
