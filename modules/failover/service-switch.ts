import { Route53RecoverycontrolconfigControlPanel } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-control-panel';
import { Route53RecoverycontrolconfigRoutingControl } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-routing-control';
import { Route53RecoverycontrolconfigSafetyRule } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-safety-rule';
import { Construct } from 'constructs';

export interface ServiceSwitchProps {
  readonly clusterArn: string;
  /** Name of the control panel. */
  readonly name: string;
  /** Regions that the service may be in, by our names. */
  readonly regions: readonly string[];
}

/** No request passes for so long after one that switched something: a switch is not flipped back and forth. */
const WAIT_MS = 5000;

/**
 * Decides which region answers for one service: a routing control for each. No request turns both off, whoever sends it: Route 53
 * would answer with the primary then, dead or not. All are off in the beginning, which no rule can forbid.
 */
export class ServiceSwitch extends Construct {
  public readonly controlPanelArn: string;
  /** Routing control by region. */
  public readonly controlArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { clusterArn, name, regions }: ServiceSwitchProps) {
    super(scope, id);
    const { arn: controlPanelArn } = new Route53RecoverycontrolconfigControlPanel(this, 'control-panel', {
      clusterArn,
      name,
    });
    this.controlPanelArn = controlPanelArn;
    this.controlArns = Object.fromEntries(
      regions.map((region) => [
        region,
        new Route53RecoverycontrolconfigRoutingControl(this, `routing-control-${region}`, {
          clusterArn,
          controlPanelArn,
          name: `${name}-${region}`,
        }).arn,
      ]),
    );
    new Route53RecoverycontrolconfigSafetyRule(this, 'one-is-on', {
      controlPanelArn,
      name: `${name}-one-is-on`,
      assertedControls: Object.values(this.controlArns),
      ruleConfig: { type: 'ATLEAST', threshold: 1, inverted: false },
      waitPeriodMs: WAIT_MS,
    });
  }
}
