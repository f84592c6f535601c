import { ACCOUNT, type Fields } from '../aws';
import { checkedName, checkQuota, conflict, invalid, QUOTAS } from './checks';
import type { Kind } from './kind';
import { type Configuration, type ControlPanel, hexId, type RoutingControl } from './resources';

export class RoutingControls implements Kind {
  constructor(private readonly configured: Configuration) {}

  create(input: Fields): Fields {
    const { controls } = this.configured;
    const panel = this.panelOf(input);
    const beside = controls.where((control) => control.panel === panel);
    const inCluster = controls.where((control) => control.panel.cluster === panel.cluster);
    checkQuota(beside, QUOTAS.controlsPerPanel, 'routing controls per control panel');
    checkQuota(inCluster, QUOTAS.controlsPerCluster, 'routing controls per cluster');
    const control = controls.add({
      arn: `${panel.arn}/routingcontrol/${hexId(16)}`,
      panel,
      name: checkedName(input.RoutingControlName, beside),
      state: 'Off',
    });
    return { RoutingControl: described(control) };
  }

  describe(arn: string): Fields {
    return { RoutingControl: described(this.configured.controls.require(arn)) };
  }

  update(input: Fields): Fields {
    const { controls } = this.configured;
    const control = controls.require(input.RoutingControlArn);
    const beside = controls.where((other) => other.panel === control.panel && other !== control);
    control.name = checkedName(input.RoutingControlName, beside);
    return { RoutingControl: described(control) };
  }

  delete(arn: string): void {
    const { controls, rules } = this.configured;
    const control = controls.require(arn);
    const [rule] = rules.where(({ deciding, guarded }) => [...deciding, ...guarded].includes(control));
    if (rule !== undefined) throw conflict(`${arn} is used by the safety rule ${rule.arn}.`);
    controls.remove(control);
  }

  list(panelArn: string): Fields {
    const panel = this.configured.panels.require(panelArn);
    const meant = this.configured.controls.where((control) => control.panel === panel);
    return { RoutingControls: meant.map(described) };
  }

  private panelOf({ ClusterArn, ControlPanelArn }: Fields): ControlPanel {
    const { clusters, panels } = this.configured;
    const cluster = clusters.require(ClusterArn);
    const [byDefault] = panels.where((panel) => panel.cluster === cluster && panel.isDefault);
    const panel = panels.require(ControlPanelArn ?? byDefault?.arn);
    if (panel.cluster === cluster) return panel;
    throw invalid(`${panel.arn} is a control panel of another cluster.`);
  }
}

function described({ arn, panel, name }: RoutingControl): Fields {
  return {
    RoutingControlArn: arn,
    ControlPanelArn: panel.arn,
    Name: name,
    Status: 'DEPLOYED',
    Owner: ACCOUNT,
  };
}
