import { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { RecoveryCluster } from '../../modules/failover/recovery-cluster';
import { ServiceSwitch } from '../../modules/failover/service-switch';
import { SwitchCopy } from '../../modules/failover/switch-copy';
import { surround } from '../../modules/surroundings';
import { PlatformStack } from '../platform-stack';
import type { PlatformStackProps } from '../stack-kind';
import { failoverContract, type SwitchContent, switchParameter } from './contract';

/**
 * A switch for each service, and copies of where the switches are. States of switches are no business of Terraform's: whatever was
 * moved, the next plan is empty.
 */
export class FailoverStack extends PlatformStack {
  constructor(
    scope: Construct,
    props: PlatformStackProps,
    { apis, copyAwsRegions }: NonNullable<Document['services']>,
  ) {
    super(scope, props);
    const { deployment } = this.document;
    const providerOf = this.awsProviders();

    const cluster = new RecoveryCluster(this, 'cluster', { name: `${deployment}-failover` });
    const copies = copyAwsRegions.map((awsRegion) => {
      const copy = new Construct(this, `copy-${awsRegion}`);
      surround(copy, { awsRegion, provider: providerOf(awsRegion) });
      return copy;
    });
    const switches = apis.map((service) => {
      const { name, primary, standby, team, objectives } = service;
      const made = new ServiceSwitch(this, `switch-${name}`, {
        clusterArn: cluster.arn,
        name: `${deployment}-failover-${name}`,
        regions: [primary, standby],
      });
      const content: SwitchContent = {
        version: failoverContract.version,
        service: name,
        primary,
        standby,
        team,
        objectives,
        endpoints: cluster.endpoints,
        routingControls: made.controlArns,
      };
      for (const copy of copies) {
        new SwitchCopy(copy, name, { name: switchParameter(deployment, name), content });
      }
      return { name, ...made };
    });
    publish(this, failoverContract, {
      clusterArn: cluster.arn,
      clusterEndpoints: cluster.endpoints,
      controlPanelArns: Object.fromEntries(
        switches.map(({ name, controlPanelArn }) => [name, controlPanelArn]),
      ),
      routingControlArns: Object.fromEntries(
        switches.flatMap(({ name, controlArns }) =>
          Object.entries(controlArns).map(([region, arn]) => [`${name}.${region}`, arn]),
        ),
      ),
    });
  }
}
