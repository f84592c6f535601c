import { createHash } from 'node:crypto';
import { isFromBucket, type NearBucket } from './near-bucket';
import type { Answer } from './world';

/** Viewers near one bucket who want one object, and how they were answered; bodies are not kept. */
export class Herd {
  answered = 0;
  failed = 0;
  /** That no edge location's cache answered. */
  misses = 0;
  /** Of these, the ones that the bucket did not answer either. */
  missesAtFullOrigin = 0;
  private readonly bodies = new Map<string, number>();

  constructor(readonly near: NearBucket) {}

  count(answer: Answer): void {
    const isMiss = answer.headers['x-cache']?.startsWith('Miss') === true;
    this.answered += 1;
    if (answer.status !== 200) this.failed += 1;
    if (isMiss) this.misses += 1;
    if (isMiss && !isFromBucket(answer)) this.missesAtFullOrigin += 1;
    const digest = digestOf(answer);
    this.bodies.set(digest, (this.bodies.get(digest) ?? 0) + 1);
  }

  /** How many got other bytes than this answer has. */
  differFrom(answer: Answer): number {
    return this.answered - (this.bodies.get(digestOf(answer)) ?? 0);
  }
}

const digestOf = ({ body }: Answer) => createHash('sha256').update(body).digest('hex');
