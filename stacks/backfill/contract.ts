import { map } from '../../modules/contract/contract';
import type { StackContract } from '../stack-kind';

/** Owned by the media team. */
export const backfillContract = {
  kind: 'backfill',
  version: 2,
  outputs: {
    bucketNames: map('bucket_names', 'Near bucket by region name.'),
    missQueueUrls: map('miss_queue_urls', 'Queue of misses by region name.'),
    deadLetterQueueUrls: map('dead_letter_queue_urls', 'Queue of failed fills by region name.'),
    largeObjectQueueUrls: map(
      'large_object_queue_urls',
      'Queue for "npx meridian fill-worker" by region name.',
    ),
    largeObjectDeadLetterQueueUrls: map(
      'large_object_dead_letter_queue_urls',
      'Queue of large objects that were given up, by region name.',
    ),
  },
} satisfies StackContract;
