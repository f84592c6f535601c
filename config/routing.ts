import { CONTINENT_BY_COUNTRY } from './countries';
import type { Document } from './document';

/**
 * Region that serves each of the 249 ISO 3166-1 countries, by country code: the one that names the country, else that of
 * its continent.
 */
export function countryTable({
  routing: { continents, countries, defaultRegion },
}: Document): Readonly<Record<string, string>> {
  const overrides = new Map(
    Object.entries(countries).flatMap(([region, codes]) => codes.map((code) => [code, region])),
  );
  return Object.fromEntries(
    [...CONTINENT_BY_COUNTRY].map(([country, continent]) => [
      country,
      overrides.get(country) ?? continents[continent] ?? defaultRegion,
    ]),
  );
}
