import type { CacheBehavior } from '../../../emulators/cloudfront/distribution-config';
import { cacheBehavior, type Reply, type TestWorld } from '../support/world';

export function behaviorsFor(
  ...targets: readonly [pathPattern: string, targetOriginId: string][]
): CacheBehavior[] {
  return targets.map(([pathPattern, targetOriginId]) => cacheBehavior({ pathPattern, targetOriginId }));
}

/** `Hit`, `Miss`, `RefreshHit`, `Error` …: what `X-Cache` says. */
export function result(reply: Reply): string {
  return String(reply.headers['x-cache']).replace(' from cloudfront', '');
}

/** Results of the same request again and again. */
export async function results(
  world: TestWorld,
  times: number,
  ...asking: Parameters<TestWorld['get']>
): Promise<string[]> {
  const all: string[] = [];
  for (let time = 0; time < times; time++) all.push(result(await world.get(...asking)));
  return all;
}

/** Seconds for which a first answer serves, tried at the given ages. */
export async function servesAt(world: TestWorld, path: string, ...ages: number[]): Promise<boolean[]> {
  await world.get(path);
  let age = 0;
  const served: boolean[] = [];
  for (const next of ages) {
    world.clock.advance(next - age);
    age = next;
    served.push(result(await world.get(path)) === 'Hit');
  }
  return served;
}
