import { documents } from '../config';
import { nearest } from './find-stack';

/** Where a region with a bucket is; otherwise what there is instead. */
export function backfillRegion(
  deployment: string | undefined,
  region: string | undefined,
): { awsRegion: string } {
  const deployments = documents.map((each) => each.deployment);
  const document = documents.find((each) => each.deployment === deployment);
  if (document === undefined) throw new Error(unknown('deployment', deployment, deployments));
  const found = document.regions.find(({ name }) => name === region);
  if (found === undefined || !document.backfill.regions.includes(found.name)) {
    throw new Error(unknown('region with a bucket', region, document.backfill.regions));
  }
  return { awsRegion: found.awsRegion };
}

function unknown(what: string, got: string | undefined, known: readonly string[]): string {
  const near = got === undefined ? undefined : nearest(got, known);
  const hint = near === undefined ? '' : ` — did you mean "${near}"?`;
  return `expected a ${what} (${known.join(', ')}), got ${got === undefined ? 'nothing' : `"${got}"`}${hint}`;
}
