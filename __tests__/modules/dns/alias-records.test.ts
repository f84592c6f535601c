import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { AliasRecords } from '../../../modules/dns/alias-records';
import { Synthesized } from '../../support/synthesize';

describe('AliasRecords', () => {
  const records = Synthesized.module((scope) => {
    new AliasRecords(scope, 'records', {
      hostedZoneId: 'Z0EXAMPLE',
      names: ['example.com', 'a.bexample.com', 'ab.example.com'],
      targetDomainName: 'd111111abcdef8.cloudfront.net',
      targetHostedZoneId: 'Z0CLOUDFRONT',
    });
  }).each(Route53Record);

  it('answers for each name over IPv4 and IPv6', () => {
    expect(records.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
      'a.bexample.com A',
      'a.bexample.com AAAA',
      'ab.example.com A',
      'ab.example.com AAAA',
      'example.com A',
      'example.com AAAA',
    ]);
  });

  it('points to the distribution', () => {
    for (const { alias, zone_id } of records) {
      expect(zone_id).toBe('Z0EXAMPLE');
      expect(alias).toEqual({
        name: 'd111111abcdef8.cloudfront.net',
        zone_id: 'Z0CLOUDFRONT',
        evaluate_target_health: false,
      });
    }
  });
});
