import type { StateLock } from '../terraform/state-store';
import { StateStore } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';

export interface DeadLocksProps {
  readonly stacks: readonly SynthesizedStack[];
  /** What reaches the local AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** When the local AWS was started last. */
  readonly startedAt: Date;
}

/**
 * Releases locks that are older than the last start of the local AWS: whoever took them has lost it in the middle, and has been
 * ended or has given up since. Returns the ids of their stacks.
 */
export async function releaseDeadLocks({
  stacks,
  environment,
  startedAt,
}: DeadLocksProps): Promise<string[]> {
  const isDead = (lock: StateLock | undefined) => lock !== undefined && lock.created < startedAt;
  const released = await Promise.all(
    stacks.map(async ({ id, backend, deployment }) => {
      const store = new StateStore(backend, deployment, environment);
      try {
        if (!(await store.hasBucket()) || !isDead(await store.lock(backend.key))) return [];
        await store.release(backend.key);
        return [id];
      } finally {
        store.close();
      }
    }),
  );
  return released.flat();
}
