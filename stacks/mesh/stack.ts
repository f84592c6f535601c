import type { Construct } from 'constructs';
import type { Region } from '../../config/document';
import { publish } from '../../modules/contract/stack-contract';
import { Peering, type PeeringEnd } from '../../modules/network/peering';
import type { ReplicatedBucket } from '../../modules/storage/bucket-replication';
import { PlatformStack } from '../platform-stack';
import { regionContract } from '../region/contract';
import type { PlatformStackProps } from '../stack-kind';
import { meshContract } from './contract';
import { replicateObjects } from './objects';

/** A region, as what lies between regions sees it. */
interface End {
  readonly region: Region;
  readonly peering: PeeringEnd;
  readonly objects: ReplicatedBucket;
}

/**
 * What lies between regions, and belongs to neither of them: peerings, with routes on both ends, and copies of objects.
 *
 * It has resources in every AWS region, so it cannot be planned while one of their APIs is down. Nothing waits for it
 * then: what is peered stays peered, objects are copied as ever, and no other stack reads it.
 */
export class MeshStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { deployment, regions } = this.document;
    const providerOf = this.awsProviders();
    const ends = regions.map((region): End => {
      const { name, awsRegion, cidrBlock } = region;
      const { vpcId, privateRouteTableIds, objectBucketName, objectKeyArn, alarmTopicArn } = this.read(
        regionContract,
        name,
      );
      const provider = providerOf(awsRegion);
      return {
        region,
        peering: { awsRegion, provider, vpcId, cidrBlock, routeTableIds: privateRouteTableIds },
        objects: {
          awsRegion,
          provider,
          bucketName: objectBucketName,
          encryptionKeyArn: objectKeyArn,
          alarmTopicArn,
        },
      };
    });
    for (const [index, requester] of ends.entries()) {
      for (const accepter of ends.slice(0, index)) {
        // A dot, because names of regions may have hyphens.
        const [from, to] = [requester.region.name, accepter.region.name];
        new Peering(this, `peering-${from}.${to}`, {
          name: `${deployment}-${from}-to-${to}`,
          requester: requester.peering,
          accepter: accepter.peering,
        });
      }
    }
    const objects = new Map(ends.map((end) => [end.region, end.objects]));
    replicateObjects(this, this.document, objects);
    publish(this, meshContract, {});
  }
}
