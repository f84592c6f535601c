import { ACCOUNT, type Fields } from '../aws';
import { checkedName, checkQuota, conflict, QUOTAS } from './checks';
import type { Kind } from './kind';
import { arnOf, type Configuration, type ControlPanel, hexId } from './resources';

export class ControlPanels implements Kind {
  constructor(private readonly configured: Configuration) {}

  create(input: Fields): Fields {
    const { clusters, panels } = this.configured;
    const cluster = clusters.require(input.ClusterArn);
    const beside = panels.where((panel) => panel.cluster === cluster);
    checkQuota(beside, QUOTAS.panelsPerCluster, 'control panels per cluster');
    const panel = panels.add({
      arn: arnOf(`controlpanel/${hexId(32)}`),
      cluster,
      isDefault: false,
      tags: new Map(Object.entries(input.Tags ?? {})),
      name: checkedName(input.ControlPanelName, beside),
    });
    return { ControlPanel: this.described(panel) };
  }

  describe(arn: string): Fields {
    return { ControlPanel: this.described(this.configured.panels.require(arn)) };
  }

  update(input: Fields): Fields {
    const { panels } = this.configured;
    const panel = panels.require(input.ControlPanelArn);
    const beside = panels.where((other) => other.cluster === panel.cluster && other !== panel);
    panel.name = checkedName(input.ControlPanelName, beside);
    return { ControlPanel: this.described(panel) };
  }

  delete(arn: string): void {
    const panel = this.configured.panels.require(arn);
    if (panel.isDefault) throw conflict('The default control panel is deleted with its cluster.');
    const rules = this.configured.rules.where((rule) => rule.panel === panel);
    if (rules.length > 0 || this.controlsOf(panel).length > 0) {
      throw conflict(`${arn} still has routing controls or safety rules.`);
    }
    this.configured.panels.remove(panel);
  }

  list(clusterArn: string | null): Fields {
    const { panels, clusters } = this.configured;
    const cluster = clusterArn === null ? undefined : clusters.require(clusterArn);
    const meant = panels.where((panel) => cluster === undefined || panel.cluster === cluster);
    return { ControlPanels: meant.map((panel) => this.described(panel)) };
  }

  private controlsOf(panel: ControlPanel) {
    return this.configured.controls.where((control) => control.panel === panel);
  }

  private described(panel: ControlPanel): Fields {
    return {
      ControlPanelArn: panel.arn,
      ClusterArn: panel.cluster.arn,
      DefaultControlPanel: panel.isDefault,
      Name: panel.name,
      RoutingControlCount: this.controlsOf(panel).length,
      Status: 'DEPLOYED',
      Owner: ACCOUNT,
    };
  }
}
