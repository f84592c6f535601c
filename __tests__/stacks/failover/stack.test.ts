import { Route53RecoverycontrolconfigCluster } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-cluster';
import { Route53RecoverycontrolconfigControlPanel } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-control-panel';
import { Route53RecoverycontrolconfigRoutingControl } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-routing-control';
import { Route53RecoverycontrolconfigSafetyRule } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-safety-rule';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { validated } from '../../../config';
import { demo } from '../../../config/deployments/demo';
import { plannedStacks } from '../../../stacks/platform';
import { plannedStack, synthesizedStack } from '../../support/platform';

const document = validated(demo);
const failover = synthesizedStack(document, 'failover');
const services = ['external', 'registration', 'catalog', 'users', 'orders'];

describe('FailoverStack', () => {
  it('has one cluster, with a control panel for each service', () => {
    expect(failover.only(Route53RecoverycontrolconfigCluster).name).toBe('demo-failover');
    const panels = failover.each(Route53RecoverycontrolconfigControlPanel).map(({ name }) => name);
    expect(panels.sort()).toEqual(services.map((service) => `demo-failover-${service}`).sort());
  });

  it('has a routing control in the panel of the service for each of its two regions', () => {
    const controls = failover.each(Route53RecoverycontrolconfigRoutingControl);
    const ofOrders = controls.filter(({ name }) => name.startsWith('demo-failover-orders-'));

    expect(controls).toHaveLength(2 * services.length);
    expect(ofOrders.map(({ name }) => name).sort()).toEqual([
      'demo-failover-orders-asia',
      'demo-failover-orders-europe',
    ]);
    expect(new Set(ofOrders.map(({ control_panel_arn }) => control_panel_arn)).size).toBe(1);
    expect(new Set(controls.map(({ control_panel_arn }) => control_panel_arn)).size).toBe(services.length);
  });

  it('lets no request turn both controls of a service off', () => {
    const rules = failover.each(Route53RecoverycontrolconfigSafetyRule);

    expect(rules).toHaveLength(services.length);
    for (const rule of rules) {
      expect(rule.asserted_controls).toHaveLength(2);
      expect(rule.rule_config).toEqual({ type: 'ATLEAST', threshold: 1, inverted: false });
      expect(rule.wait_period_ms).toBe(5000);
    }
  });

  it('copies where the switch of each service is to both AWS regions, whichever fails', () => {
    const copies = failover.each(SsmParameter);

    for (const service of services) {
      const own = copies.filter(({ name }) => name === `/demo/failover/${service}`);
      expect(own.map(({ provider }) => provider)).toEqual(['aws.eu-central-1', undefined]);
      expect(new Set(own.map(({ insecure_value }) => insecure_value)).size).toBe(1);
      expect(own[0]?.insecure_value).toContain(`"service" = "${service}"`);
      expect(own[0]?.insecure_value).toMatch(/"recoveryTimeSeconds" = \d+/);
    }
    expect(copies).toHaveLength(2 * services.length);
  });

  it('is where clusters are configured, and where its copies are', () => {
    expect(plannedStack(document, 'failover')).toMatchObject({
      awsRegion: 'us-west-2',
      awsRegions: ['eu-central-1', 'us-west-2'],
      team: 'platform',
    });
  });

  it('is not there, and costs nothing, where the document has no services', () => {
    const ids = plannedStacks(validated({ ...demo, services: undefined })).map(({ id }) => id);

    expect(ids).toContain('demo-global');
    expect(ids).not.toContain('demo-failover');
  });
});
