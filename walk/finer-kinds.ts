import type { DocumentInput } from '../config/document';
import { countryTable } from '../config/routing';
import { validated } from '../config/validate';
import { countryTo, type Kind } from './kinds';

/** What `country` and `region` move already. */
const MOVED: ReadonlySet<string> = new Set(['BH', 'IN', 'NZ']);

/** One kind for each country, to any region but its own: many can be applied at once, and viewers of each one notice it. */
export function finerKinds(document: DocumentInput): Readonly<Record<string, Kind>> {
  const names = document.regions.map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(countryTable(validated(document)))
      .filter(([country]) => !MOVED.has(country))
      .map(([country, home]) => [
        `country-${country}`,
        {
          summary: `${country} to another region`,
          variants: names.flatMap((name, at) => (name === home ? [] : [countryTo(country, at)])),
          stacks: ['global', 'backfill'],
          // There are hundreds of these.
          weight: 1,
        },
      ]),
  );
}
