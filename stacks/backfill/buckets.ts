import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Document } from '../../config/document';
import { NearBucket } from '../../modules/backfill/near-bucket';

export interface NearBucketsProps {
  readonly document: Document;
  /** Who is told when a bucket is not filled. */
  readonly alarmEmail: string;
  readonly distributionArn: string;
  /** Address that fill workers append keys to. */
  readonly sourceUrl: string;
  /** @default - the stack's own, which is where that region is */
  readonly providerOf: (awsRegion: string) => TerraformProvider | undefined;
}

/** A bucket that fills itself in each region that the document names. */
export function createNearBuckets(scope: Construct, props: NearBucketsProps): NearBucket[] {
  const { document, alarmEmail, distributionArn, sourceUrl, providerOf } = props;
  const { backfill, deployment, regions } = document;

  const buckets = new Construct(scope, 'near-buckets');
  return backfill.regions.map((name) => {
    const region = regions.find((other) => other.name === name);
    if (region === undefined) {
      throw new Error(`backfill.regions: expected a region of the document, got "${name}"`);
    }
    return new NearBucket(buckets, name, {
      deployment,
      region: name,
      awsRegion: region.awsRegion,
      provider: providerOf(region.awsRegion),
      distributionArn,
      sourceUrl,
      rules: backfill,
      alarmEmail,
    });
  });
}
