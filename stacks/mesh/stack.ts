import type { Construct } from 'constructs';
import { publish } from '../../modules/contract/stack-contract';
import { Peering, type PeeringEnd } from '../../modules/network/peering';
import { PlatformStack } from '../platform-stack';
import { regionContract } from '../region/contract';
import type { PlatformStackProps } from '../stack-kind';
import { meshContract } from './contract';

/**
 * What lies between regions, and belongs to neither of them: peerings, with routes on both ends.
 *
 * It has resources in every AWS region, so it cannot be planned while one of their APIs is down. Nothing waits for it
 * then: what is peered stays peered, and no other stack reads it.
 */
export class MeshStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { deployment, regions } = this.document;
    const providerOf = this.awsProviders();
    const ends = regions.map(({ name, awsRegion, cidrBlock }): PeeringEnd & { readonly name: string } => {
      const { vpcId, privateRouteTableIds } = this.read(regionContract, name);
      return {
        name,
        awsRegion,
        provider: providerOf(awsRegion),
        vpcId,
        cidrBlock,
        routeTableIds: privateRouteTableIds,
      };
    });
    for (const [index, requester] of ends.entries()) {
      for (const accepter of ends.slice(0, index)) {
        // A dot, because names of regions may have hyphens.
        new Peering(this, `peering-${requester.name}.${accepter.name}`, {
          name: `${deployment}-${requester.name}-to-${accepter.name}`,
          requester,
          accepter,
        });
      }
    }
    publish(this, meshContract, {});
  }
}
