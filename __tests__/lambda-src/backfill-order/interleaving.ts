import type { Fill, fill as fillFunction } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import { BucketModel, KEY, sourceVersion, type Weakness } from './bucket-model';
import { SourceModel } from './source-model';
import { Steps } from './steps';

type Random = (below: number) => number;

export interface Run {
  readonly violations: readonly string[];
  /** A deleted object could be seen for a moment before the worker took it back. */
  readonly wasBack: boolean;
  readonly sourceRequests: number;
}

/** Which source answers the worker's requests now: only one interleaving runs at a time. */
export let sourceOfRun: SourceModel | undefined;

/** Small, in parts, in ranges: with parts of two bytes. */
const LENGTHS = [2, 5, 18];
const MAXIMUM_DELIVERIES = 6;

/** Some fills, refreshes, changes at the source, and users who write and delete, in one random order of their calls. */
export async function interleaving(
  random: Random,
  fill: typeof fillFunction,
  weakness: Weakness = {},
): Promise<Run> {
  const steps = new Steps(random);
  const bucket = new BucketModel(steps, random, weakness);
  const length = LENGTHS[random(8) % LENGTHS.length] ?? 2;
  const source = new SourceModel(steps, length);
  sourceOfRun = source;
  const violations: string[] = [];

  const job: Fill = {
    destination: { s3: bucket.client(), bucketName: 'near' },
    source: { url: 'http://source', mayBePrivate: true },
    allowedPrefixes: ['images/'],
    maximumObjectBytes: 100,
    partBytes: 2,
  };
  const message = async (id: string, refresh: boolean) => {
    for (let delivery = 1; delivery <= MAXIMUM_DELIVERIES; delivery += 1) {
      try {
        await fill({ ...job, refresh }, missMessage(KEY), new AbortController().signal, id);
        return;
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'TransientError') violations.push(`threw ${error}`);
      }
    }
  };
  const user = async (actions: number) => {
    for (let action = 0; action < actions; action += 1) {
      const body = `u${bucket.newId()}`;
      const puts = random(2) === 0;
      await steps.take(() => (puts ? bucket.put('user', body) : bucket.delete()));
    }
  };

  begin(bucket, source, random);
  bucket.faultsLeft = random(3);
  const fills = 1 + random(3);
  for (let index = 0; index < fills; index += 1) steps.start(() => message(`fill-${index}`, false));
  if (random(2) === 0) steps.start(() => message('refresh-0', true));
  if (random(3) === 0) steps.start(() => message('refresh-1', true));
  if (random(4) > 0) steps.start(() => user(1 + random(3)));
  const changes = random(3);
  const change = async () => {
    for (let index = 0; index < changes; index += 1) {
      await steps.take(() => {
        source.version += 1;
      });
    }
  };
  steps.start(change);
  await steps.run();

  violations.push(...bucket.violations);
  for (const { by, body, isDeleteMarker } of bucket.versions) {
    if (by === 'worker' && !isDeleteMarker && body !== source.bodyOf(sourceVersion(body))) {
      violations.push(`a worker stored ${body}`);
    }
  }
  if (bucket.isResurrected) violations.push(`a deleted object is back: ${described(bucket)}`);
  return { violations, wasBack: bucket.wasBack, sourceRequests: source.requests };
}

/** What happened before: nothing, an earlier fill, a user's object, or one that was deleted. */
function begin(bucket: BucketModel, source: SourceModel, random: Random): void {
  const copy = () => {
    const lastModified = new Date(Date.UTC(2025, 0, 1, 0, 0, source.version)).toUTCString();
    bucket.put('worker', source.bodyOf(source.version), {
      'src-etag': `"v${source.version}"`,
      'src-last-modified': lastModified,
    });
    source.version += random(2);
  };
  const state = random(6);
  if (state === 3) copy();
  if (state === 4) bucket.put('user', 'u0');
  if (state === 5) {
    copy();
    bucket.delete();
  }
}

const described = ({ versions }: BucketModel) =>
  versions.map(({ by, body, isDeleteMarker }) => (isDeleteMarker ? 'deleted' : `${by} ${body}`)).join(', ');
