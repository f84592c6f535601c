import { documents } from '../config';
import { probablyMeant } from './find-stack';

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
  const meant = got === undefined ? undefined : probablyMeant(got, known);
  const hint = meant === undefined ? '' : ` — did you mean "${meant}"?`;
  return `expected a ${what} (${known.join(', ')}), got ${got === undefined ? 'nothing' : `"${got}"`}${hint}`;
}
