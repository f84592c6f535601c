import type { Document } from '../config/schema';
import { stackIds } from './stack-ids';

/**
 * Who reads whom, declared once: stack id to the stacks whose outputs it reads, in the order of first application.
 *
 * A region reads the regions before it: a peering belongs to the later of its two regions, and the first region
 * founds the database that the others join.
 */
export function readGraph(document: Document): ReadonlyMap<string, readonly string[]> {
  const global = stackIds.global(document);
  const regions = document.regions.map(({ name }) => stackIds.region(document, name));
  const { fullOrigin } = document.backfill;
  return new Map([
    [stackIds.state(document), []],
    [global, []],
    ...regions.map((region, index): [string, string[]] => [region, [global, ...regions.slice(0, index)]]),
    [
      stackIds.backfill(document),
      'region' in fullOrigin ? [global, stackIds.region(document, fullOrigin.region)] : [global],
    ],
  ]);
}
