import { CloudfrontKeyValueStore } from '@cdktf/provider-aws/lib/cloudfront-key-value-store';
import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { ShieldProtection } from '@cdktf/provider-aws/lib/shield-protection';
import { ShieldSubscription } from '@cdktf/provider-aws/lib/shield-subscription';
import { Accelerator } from '../../../modules/edge/accelerator';
import { EdgeStore } from '../../../modules/edge/edge-store';
import { ShieldAdvanced } from '../../../modules/edge/shield-advanced';
import { Synthesized } from '../../support/synthesize';

describe('Accelerator', () => {
  const synthesized = Synthesized.module((scope) => {
    new Accelerator(scope, 'accelerator', {
      name: 'demo',
      flowLogBucketName: 'logs',
      flowLogFolder: 'flows',
    });
  });

  it('takes TLS connections only', () => {
    expect(synthesized.only(GlobalacceleratorListener)).toMatchObject({
      protocol: 'TCP',
      port_range: [{ from_port: 443, to_port: 443 }],
    });
  });

  it('logs its flows', () => {
    expect(synthesized.only(GlobalacceleratorAccelerator).attributes).toEqual({
      flow_logs_enabled: true,
      flow_logs_s3_bucket: 'logs',
      flow_logs_s3_prefix: 'flows',
    });
  });
});

describe('ShieldAdvanced', () => {
  const shielded = (subscribe: boolean) =>
    Synthesized.module((scope) => {
      const protectedArns = { site: 'arn:site', zone: 'arn:zone' };
      new ShieldAdvanced(scope, 'shield', { name: 'demo', subscribe, protectedArns });
    });
  const synthesized = shielded(true);

  it('protects each resource, once the account is subscribed', () => {
    const protections = synthesized.all(ShieldProtection);

    expect(protections.map(({ name, resource_arn }) => `${name} ${resource_arn}`)).toEqual([
      'demo-site arn:site',
      'demo-zone arn:zone',
    ]);
    for (const { depends_on } of protections) {
      expect(depends_on).toEqual([expect.stringMatching(/^aws_shield_subscription\./)]);
    }
  });

  it('does not pretend that destroying it ends the subscription', () => {
    expect(synthesized.only(ShieldSubscription).skip_destroy).toBe(true);
  });

  it('protects in an account that is subscribed already, and does not subscribe it again', () => {
    const existing = shielded(false);

    expect(existing.all(ShieldSubscription)).toEqual([]);
    expect(existing.all(ShieldProtection)).toHaveLength(2);
    expect(existing.all(ShieldProtection).flatMap(({ depends_on }) => depends_on ?? [])).toEqual([]);
  });
});

describe('EdgeStore', () => {
  it('leaves the keys to operators', () => {
    const synthesized = Synthesized.module((scope) => {
      new EdgeStore(scope, 'drained', { name: 'demo-regions' });
    });

    expect(Object.keys(synthesized.document.resource ?? {})).toEqual(['aws_cloudfront_key_value_store']);
    expect(synthesized.only(CloudfrontKeyValueStore).name).toBe('demo-regions');
  });
});
