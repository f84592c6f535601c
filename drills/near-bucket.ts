import { randomUUID } from 'node:crypto';
import type { DrillContext } from './drill';
import { COUNTRIES } from './local-world';
import type { Answer, Bucket, DrillWorld } from './world';

/** A bucket near some viewers, with the queue of what it lacks. */
export interface NearBucket extends Bucket {
  /** Region of ours. */
  readonly region: string;
  /** Of viewers whose near bucket it is. */
  readonly country: string;
  readonly queueArn: string;
  /** Fill workers that may run at once. */
  readonly workers: number;
}

/** The buckets that the drill is about; rejects where there is none. */
export async function nearBuckets({
  world,
  region: only,
}: Omit<DrillContext, 'timeline'>): Promise<NearBucket[]> {
  const { buckets, queues } = await world.describe();
  const found: NearBucket[] = [];
  for (const bucket of buckets) {
    const region = bucket.originId.replace(/^bucket-/, '');
    if (only !== undefined && only !== region) continue;
    const queue = queues.find(({ awsRegion }) => awsRegion === bucket.awsRegion);
    const country = await countryNear(world, bucket);
    if (queue === undefined) throw new Error(`${region}: nothing fills its bucket`);
    if (country === undefined) throw new Error(`${region}: no viewer is near its bucket`);
    found.push({ ...bucket, region, country, queueArn: queue.queueArn, workers: queue.maximumConcurrency });
  }
  if (found.length === 0) throw new Error(`${only ?? 'the deployment'}: there is no near bucket`);
  return found;
}

async function countryNear(world: DrillWorld, { originId }: Bucket): Promise<string | undefined> {
  for (const country of COUNTRIES) {
    // An object that does not exist anywhere: the bucket is asked, and does not get it.
    const answer = await world.ask({ host: world.mediaHost, path: `/${newKey('missing')}`, country });
    if ((await routeOf(world, answer)).startsWith(`${originId} `)) return country;
  }
  return undefined;
}

/** A key that nobody has asked for, below a prefix that is served; docs/reference/local-aws.md says what its name stands for. */
export function newKey(name: 'drill' | 'missing' | 'broken' = 'drill'): string {
  return `images/${name}-${randomUUID()}.png`;
}

export function newKeys(count: number): string[] {
  return Array.from({ length: count }, () => newKey());
}

/** Asks as a viewer near the bucket. */
export function askFor(
  world: DrillWorld,
  { country }: NearBucket,
  key: string,
  location?: string,
): Promise<Answer> {
  return world.ask({ host: world.mediaHost, path: `/${key}`, country, ...(location && { location }) });
}

/** Asks for one after the other. */
export async function askForAll(
  world: DrillWorld,
  near: NearBucket,
  keys: readonly string[],
  location?: string,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const key of keys) answers.push(await askFor(world, near, key, location));
  return answers;
}

/** What the full origin has, as fill workers get it. */
export function askFullOrigin(world: DrillWorld, near: NearBucket, key: string): Promise<Answer> {
  return askFor(world, near, `.full/${key}`);
}

/** Origins that were asked for an answer, such as `bucket-europe 404, full 200`; empty where the cache had it. */
export async function routeOf(world: DrillWorld, answer: Answer): Promise<string> {
  return (await world.steps(answer))
    .filter(({ step }) => step === 'origin')
    .map(({ detail }) => `${detail.origin} ${detail.status ?? 'failed'}`)
    .join(', ');
}

/** Whether S3 answered, now or when the answer was cached. */
export function isFromBucket({ headers }: Answer): boolean {
  return headers.server === 'AmazonS3';
}

/** Answers without the object: part of a figure. */
export function failed(answers: readonly Answer[]): { readonly value: number; readonly of: number } {
  return { value: answers.filter(({ status }) => status !== 200).length, of: answers.length };
}
