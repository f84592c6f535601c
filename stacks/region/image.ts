import type { Construct } from 'constructs';
import type { Document, Region } from '../../config/document';
import { ecrImage, regionalImage } from '../../modules/compute/container-image';
import { ImageReplication } from '../../modules/compute/image-replication';
import { otherAwsRegions } from '../other-aws-regions';

/**
 * The service's image, in the registry of the region's own AWS region: a region that starts instances needs no other.
 *
 * Where the document's registry is in this AWS region, and the account's own, the other regions get their copies from here.
 */
export function createImage(scope: Construct, document: Document, region: Region): string {
  const { accountId, compute } = document;
  const image = ecrImage(compute.containerImage);
  const others = otherAwsRegions(document, region.awsRegion);
  if (image?.awsRegion === region.awsRegion && image.accountId === accountId && others.length > 0) {
    new ImageReplication(scope, 'image-replication', { ...image, awsRegions: others });
  }
  return regionalImage(compute.containerImage, region.awsRegion);
}
