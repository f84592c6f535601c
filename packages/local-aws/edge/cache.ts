import type { Fields } from './fields';
import type { Freshness } from './freshness';
import type { Answer } from './message';
import type { Clock } from './types';

/** An answer of the origin that may serve again. */
export interface Copy {
  readonly key: string;
  readonly distributionId: string;
  /** With the viewer's query as far as it is in the key: what invalidations are matched with. */
  readonly target: string;
  /** A copy of an answer to HEAD has no body to answer a GET with. */
  readonly headOnly: boolean;
  readonly answer: Answer;
  /** Where it came from, for traces. */
  readonly originId: string;
  /** Who stood behind the origin's name. */
  readonly answeredBy?: string;
  readonly storedAt: number;
  /** Of the origin's own `Age`. */
  readonly ageAtOriginSeconds: number;
  readonly freshness: Freshness;
  /** Where the origin failed to confirm an expired copy: until when it stands in. */
  readonly extendedUntil?: number;
}

const MAXIMUM_BYTES = 256 * 1024 * 1024;
const OVERHEAD_BYTES = 1024;

/** What edge locations keep, each under keys of its own: least recently used goes first. */
export class Cache {
  private readonly copies = new Map<string, Copy>();
  private bytes = 0;
  /** Requests on their way to an origin, by key. */
  private readonly inFlight = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: Clock) {}

  find(key: string, method: string): Copy | undefined {
    const copies = [key, ...(method === 'HEAD' ? [`HEAD ${key}`] : [])].map((name) => this.copies.get(name));
    const copy = copies.find((one) => one && this.isFresh(one)) ?? copies.find((one) => one !== undefined);
    if (copy === undefined) return undefined;
    this.copies.delete(nameOf(copy));
    this.copies.set(nameOf(copy), copy);
    return copy;
  }

  isFresh(copy: Copy): boolean {
    const now = this.clock.now();
    return now < copy.storedAt + copy.freshness.ttlSeconds * 1000 || now < (copy.extendedUntil ?? 0);
  }

  ageSeconds(copy: Copy): number {
    return Math.floor((this.clock.now() - copy.storedAt) / 1000) + copy.ageAtOriginSeconds;
  }

  store(copy: Copy): void {
    this.remove(nameOf(copy));
    if (!copy.headOnly) this.remove(`HEAD ${copy.key}`);
    this.copies.set(nameOf(copy), copy);
    this.bytes += sizeOf(copy);
    for (const oldest of this.copies.keys()) {
      if (this.bytes <= MAXIMUM_BYTES) break;
      this.remove(oldest);
    }
  }

  /** The origin says that an expired copy still holds; its new headers replace the old ones. */
  confirm(copy: Copy, headers: Fields, freshness: Freshness): Copy {
    const merged = new Map([...copy.answer.headers, ...headers]);
    for (const name of ['content-length', 'content-encoding']) {
      const old = copy.answer.headers.get(name);
      if (old !== undefined) merged.set(name, old);
    }
    const confirmed: Copy = {
      ...copy,
      answer: { ...copy.answer, headers: merged },
      storedAt: this.clock.now(),
      ageAtOriginSeconds: 0,
      freshness,
      extendedUntil: undefined,
    };
    this.store(confirmed);
    return confirmed;
  }

  extend(copy: Copy, seconds: number): void {
    this.store({ ...copy, extendedUntil: this.clock.now() + seconds * 1000 });
  }

  /** Drops the copies whose path an invalidation names. */
  invalidate(distributionId: string, paths: readonly string[]): void {
    for (const [name, copy] of [...this.copies]) {
      const [path = ''] = copy.target.split('?', 1);
      const named = paths.some((pattern) =>
        // Only a last `*` is a wildcard here.
        pattern.endsWith('*')
          ? copy.target.startsWith(pattern.slice(0, -1))
          : pattern === path || pattern === copy.target,
      );
      if (copy.distributionId === distributionId && named) this.remove(name);
    }
  }

  clear(): void {
    this.copies.clear();
    this.bytes = 0;
  }

  get size(): number {
    return this.copies.size;
  }

  /** The request of this key that is on its way, if there is one. */
  pending(key: string): Promise<unknown> | undefined {
    return this.inFlight.get(key);
  }

  /** Lets later requests of the same key wait for this one. */
  async leading<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = work();
    const settled = running.catch(() => undefined);
    this.inFlight.set(key, settled);
    try {
      return await running;
    } finally {
      if (this.inFlight.get(key) === settled) this.inFlight.delete(key);
    }
  }

  async settled(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight.values());
  }

  private remove(name: string): void {
    const copy = this.copies.get(name);
    if (copy === undefined) return;
    this.copies.delete(name);
    this.bytes -= sizeOf(copy);
  }
}

const nameOf = (copy: Copy) => (copy.headOnly ? `HEAD ${copy.key}` : copy.key);
const sizeOf = (copy: Copy) => copy.answer.body.length + OVERHEAD_BYTES;
