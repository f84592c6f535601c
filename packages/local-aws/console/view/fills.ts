import type { ShownTrace, ShownWorld } from './contract';
import { regionIn } from './regions';
import { numeric } from './requests';

/** What became of an object that a viewer asked a bucket for. */
export interface FillStory {
  readonly id: string;
  readonly key: string;
  /** Region that the bucket is near. */
  readonly near: string;
  /** The bucket had it: there was nothing to fill. */
  readonly foundAt?: number;
  readonly missedAt?: number;
  readonly sentAt?: number;
  readonly filledAt?: number;
  /** Of the last attempt that failed; another one follows. */
  readonly failedAt?: number;
  readonly error?: string;
  /** What the origin that was asked instead answered, where that is not the object. */
  readonly sourceStatus?: number;
  /** When the edge answered from its own copy since then. */
  readonly cachedAt?: number;
  /** Of what happened last. */
  readonly at: number;
}

type Sighting = { readonly at: number; readonly id: string } & (
  | { readonly kind: 'missed'; readonly sourceStatus?: number }
  | { readonly kind: 'found' | 'cached' | 'sent' | 'filled' }
  | { readonly kind: 'failed'; readonly error?: string }
);

const SEPARATOR = ' ';

/** The objects that buckets were asked for, the latest first. */
export function fillStories(world: ShownWorld, traces: readonly ShownTrace[]): FillStory[] {
  const sightings = [...fromTraces(world, traces), ...fromEvents(world)].sort((a, b) => a.at - b.at);
  const stories = new Map<string, FillStory>();
  for (const sighting of sightings) {
    const next = told(world, stories.get(sighting.id), sighting);
    if (next !== undefined) stories.set(sighting.id, next);
  }
  return [...stories.values()].sort((a, b) => b.at - a.at);
}

function told(world: ShownWorld, before: FillStory | undefined, sighting: Sighting): FillStory | undefined {
  const { at, id, kind } = sighting;
  const fresh: FillStory = { ...named(world, id), at };
  const isOver = before === undefined || before.filledAt !== undefined || before.foundAt !== undefined;
  const going: FillStory = isOver ? fresh : { ...before, at };
  switch (kind) {
    case 'missed':
      if (!isOver && before.missedAt !== undefined) return going;
      return { ...going, missedAt: at, sourceStatus: sighting.sourceStatus };
    case 'found':
      return before?.filledAt === undefined ? { ...fresh, foundAt: at } : before;
    case 'cached':
      return before && { ...before, cachedAt: at };
    case 'sent':
      return { ...going, sentAt: going.sentAt ?? at };
    case 'filled':
      return isOver ? before : { ...going, filledAt: at, failedAt: undefined, error: undefined };
    case 'failed':
      return { ...going, failedAt: at, error: sighting.error };
  }
}

function named(world: ShownWorld, id: string) {
  const [awsRegion = '', ...key] = id.split(SEPARATOR);
  return { id, key: key.join(SEPARATOR), near: regionIn(world, awsRegion) };
}

function fromTraces({ buckets = [] }: ShownWorld, traces: readonly ShownTrace[]): Sighting[] {
  const bucketOf = (originId: unknown) => buckets.find((one) => one.originId === originId);
  return traces.flatMap(({ steps }): Sighting[] => {
    const key = keyOf(steps.find(({ step }) => step === 'viewer')?.detail.uri);
    const asked = steps.find(
      ({ step, detail }) => step === 'origin' && bucketOf(detail.origin) !== undefined,
    );
    if (key === undefined) return [];
    if (asked === undefined) {
      const hit = steps.find(({ step, detail }) => step === 'cache' && detail.result === 'hit');
      const awsRegion = bucketOf(chosen(steps))?.awsRegion;
      return hit && awsRegion ? [{ kind: 'cached', at: hit.at, id: awsRegion + SEPARATOR + key }] : [];
    }
    const id = bucketOf(asked.detail.origin)?.awsRegion + SEPARATOR + key;
    const status = numeric(asked.detail.status);
    if (status === undefined || status >= 500) return [];
    if (status < 400) return [{ kind: 'found', at: asked.at, id }];
    const source = steps.filter(({ step }) => step === 'origin').at(-1);
    const sourceStatus = source === asked ? undefined : numeric(source?.detail.status);
    return [{ kind: 'missed', at: asked.at, id, ...((sourceStatus ?? 0) >= 400 ? { sourceStatus } : {}) }];
  });
}

/** The origin that the function tries first. */
function chosen(steps: ShownTrace['steps']): unknown {
  const decision = steps.find(({ step, detail }) => step === 'function' && detail.decision !== undefined)
    ?.detail.decision as { readonly originIds?: readonly unknown[] } | undefined;
  return decision?.originIds?.[0];
}

function fromEvents({ events, queues }: ShownWorld): Sighting[] {
  const awsRegionOf = (arn: string) => queues.find(({ queueArn }) => queueArn === arn)?.awsRegion;
  return events.flatMap((event): Sighting[] => {
    if (event.event === 'health' || event.event === 'switch') return [];
    const { at, queueArn } = event;
    const awsRegion = awsRegionOf(queueArn);
    if (awsRegion === undefined) return [];
    if (event.event === 'message') {
      return event.key === undefined ? [] : [{ kind: 'sent', at, id: awsRegion + SEPARATOR + event.key }];
    }
    return event.messages.flatMap(({ key, done }): Sighting[] => {
      if (key === undefined) return [];
      const id = awsRegion + SEPARATOR + key;
      return [done ? { kind: 'filled', at, id } : { kind: 'failed', at, id, error: event.error }];
    });
  });
}

function keyOf(uri: unknown): string | undefined {
  try {
    return typeof uri === 'string' ? decodeURIComponent(uri.slice(1)) : undefined;
  } catch {
    return undefined;
  }
}
