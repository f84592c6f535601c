import { Lazy } from 'cdktf';
import type { Construct } from 'constructs';
import type { NearBucket } from '../../modules/backfill/near-bucket';
import { publish } from '../../modules/contract/stack-contract';
import { EDGE_REGION } from '../../modules/edge/edge-region';
import { surround } from '../../modules/surroundings';
import { globalContract } from '../global/contract';
import { names } from '../names';
import { PlatformStack } from '../platform-stack';
import { regionContract } from '../region/contract';
import type { PlatformStackProps } from '../stack-kind';
import { stackSurroundings } from '../surroundings';
import { createNearBuckets } from './buckets';
import { backfillContract } from './contract';
import { createFullOrigin } from './full-origin';
import { createMedia } from './media';
import { createMissSignal } from './misses';

/** Objects near their viewers: a bucket per region that fills itself, and the distribution in front of all of them. */
export class BackfillStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { document } = this;
    const { deletionProtection, deployment } = document;
    const global = this.read(globalContract, undefined, {
      // A region that is the full origin is asked with the first one.
      originSecretNames:
        'region' in document.backfill.fullOrigin ? names.originSecrets(document).slice(0, 1) : [],
    });

    surround(
      this,
      stackSurroundings(this, {
        awsRegion: EDGE_REGION,
        deletionProtection,
        name: `${deployment}-media`,
        description: 'Logs and alarms of the media distribution',
        email: this.alarmEmail,
      }),
    );

    // The distribution comes later, because it has the buckets as origins.
    const distributionArn = Lazy.stringValue({ produce: () => media.arn });
    const fullOrigin = createFullOrigin(this, {
      document,
      originSecretNames: global.originSecretNames,
      originDomainNameOf: (region) => this.read(regionContract, region).originDomainName,
    });
    const nearBuckets = createNearBuckets(this, {
      document,
      alarmEmail: this.alarmEmail,
      distributionArn,
      sourceUrl: fullOrigin.sourceUrl,
      providerOf: this.awsProviders(),
    });
    const missSignal = createMissSignal(this, { document, nearBuckets, distributionArn });
    const media = createMedia(this, { document, global, nearBuckets, fullOrigin, missSignal });

    const byRegion = (value: (bucket: NearBucket) => string) =>
      Object.fromEntries(nearBuckets.map((bucket) => [bucket.region, value(bucket)]));
    publish(this, backfillContract, {
      bucketNames: byRegion(({ bucketName }) => bucketName),
      missQueueUrls: byRegion(({ misses }) => misses.url),
      deadLetterQueueUrls: byRegion(({ misses }) => misses.deadLetterQueueUrl),
      largeObjectQueueUrls: byRegion(({ largeObjects }) => largeObjects.url),
      largeObjectDeadLetterQueueUrls: byRegion(({ largeObjects }) => largeObjects.deadLetterQueueUrl),
    });
  }
}
