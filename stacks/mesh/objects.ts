import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import { BucketReplication, type ReplicatedBucket } from '../../modules/storage/bucket-replication';
import { names } from '../names';

/**
 * What a region's service keeps is copied to the region that stands in for it, and what the stand-in writes comes back: a
 * service that answers for a dead neighbour has its objects, and the neighbour has the new ones when it is back.
 */
export function replicateObjects(
  scope: Construct,
  document: Document,
  buckets: ReadonlyMap<Region, ReplicatedBucket>,
): void {
  for (const [region, source] of buckets) {
    const partners = [...buckets].filter(
      ([other]) => standsInFor(other, region) || standsInFor(region, other),
    );
    if (partners.length === 0) continue;
    new BucketReplication(scope, `objects-${region.name}`, {
      name: names.region(document, region.name),
      alarmPrefix: `${document.deployment}-mesh-${region.name}`,
      source,
      destinations: Object.fromEntries(partners.map(([{ name }, bucket]) => [`to-${name}`, bucket])),
    });
  }
}

const standsInFor = (standIn: Region, region: Region) => region.failoverTo === standIn.name;
