import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { PublicZone, type PublicZoneProps } from '../../../modules/dns/public-zone';
import type { Surroundings } from '../../../modules/surroundings';
import { Synthesized } from '../../support/synthesize';

const synthesize = (props: Partial<PublicZoneProps> = {}, around: Partial<Surroundings> = {}) =>
  Synthesized.module((scope) => {
    new PublicZone(scope, 'zone', {
      domainName: 'example.com',
      signingKeyAlias: 'demo-zone-signing',
      ...props,
    });
  }, around);

describe('PublicZone', () => {
  it('creates the zone and guards it against deletion', () => {
    expect(synthesize().only(Route53Zone)).toMatchObject({
      name: 'example.com',
      lifecycle: { prevent_destroy: true },
    });
  });

  it('lets Terraform delete the zone of a throw-away deployment', () => {
    expect(synthesize({}, { deletionProtection: false }).only(Route53Zone).lifecycle.prevent_destroy).toBe(
      false,
    );
  });

  it('logs queries for a year, encrypted, with Route 53 allowed to write for this zone alone', () => {
    const zone = synthesize();

    expect(zone.only(CloudwatchLogGroup)).toMatchObject({
      name: '/aws/route53/example.com',
      retention_in_days: 365,
      kms_key_id: 'arn:key',
    });
    expect(zone.only(Route53QueryLog).cloudwatch_log_group_arn).toMatch(/:\*$/);
    expect(zone.only(CloudwatchLogResourcePolicy).policy_document).toMatch(
      /route53\.amazonaws\.com.*aws:SourceArn.*aws_route53_zone/,
    );
  });

  it('signs the zone', () => {
    expect(synthesize().only(Route53HostedZoneDnssec)).toBeDefined();
  });

  describe('of an existing zone', () => {
    const adopted = synthesize({ hostedZoneId: 'Z0ADOPTED' });

    it('creates nothing', () => {
      expect(adopted.document.resource).toBeUndefined();
    });

    it('fails where the id is that of another or a private zone', () => {
      const [zone] = adopted.data('aws_route53_zone');

      expect(zone).toMatchObject({ zone_id: 'Z0ADOPTED' });
      expect(zone?.lifecycle.postcondition).toEqual([
        {
          condition: '${trimsuffix(self.name, ".") == "example.com" && !self.private_zone}',
          error_message: 'Zone Z0ADOPTED is not the public zone of example.com: correct domain.hostedZoneId.',
        },
      ]);
    });
  });
});
