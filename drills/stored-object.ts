import { askFor, askFullOrigin, isFromBucket, type NearBucket } from './near-bucket';
import type { DrillWorld } from './world';

/** A location that asks for each object once: what is cached says nothing about the bucket. */
const AFTERWARDS = 'DRILL-AFTERWARDS';

/** How the bucket itself answers for a key. */
export function headStored(world: DrillWorld, { bucket, awsRegion }: NearBucket, key: string) {
  return world.aws({ service: 's3', region: awsRegion, method: 'HEAD', path: `/${bucket}/${key}` });
}

/** How often something was stored under keys. */
export async function storedVersions(
  world: DrillWorld,
  { bucket, awsRegion }: NearBucket,
  keys: readonly string[],
): Promise<number> {
  let versions = 0;
  for (const key of keys) {
    const path = `/${bucket}?versions&prefix=${encodeURIComponent(key)}`;
    const { status, body } = await world.aws({ service: 's3', region: awsRegion, path });
    if (status !== 200) throw new Error(`${bucket} answered ${status}: ${body.slice(0, 200)}`);
    versions += body.split('<Version>').length - 1;
  }
  return versions;
}

/** How many bytes of the copy are not the full origin's; `undefined` where viewers get no copy from the bucket. */
export async function bytesThatDiffer(
  world: DrillWorld,
  near: NearBucket,
  key: string,
): Promise<number | undefined> {
  const copy = await askFor(world, near, key, AFTERWARDS);
  if (copy.status !== 200 || !isFromBucket(copy)) return undefined;
  return differingBytes(copy.body, (await askFullOrigin(world, near, key)).body);
}

export function differingBytes(one: Buffer, other: Buffer): number {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return longer.filter((byte, index) => byte !== shorter[index]).length;
}
