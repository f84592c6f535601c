import { z } from 'zod';
import { CONTINENT_BY_COUNTRY } from '../countries';
import { dictionary, section } from '../fields';
import { regionName } from '../names';
import { oneOf, type Problem } from '../problem';
import type { Check, Document } from '.';

export const fields = {
  /** Which region serves whom. A country named in `countries` wins over its continent. */
  routing: section({
    /** Region name by continent. */
    continents: section({
      /** Africa */
      AF: regionName,
      /** Antarctica */
      AN: regionName,
      /** Asia with the Middle East, the Caucasus and Turkey */
      AS: regionName,
      /** Europe with Russia and Cyprus */
      EU: regionName,
      /** North and Central America with the Caribbean */
      NA: regionName,
      /** Oceania */
      OC: regionName,
      /** South America */
      SA: regionName,
    }),
    /** Region name to ISO 3166-1 alpha-2 codes that it serves instead of their continent's region. */
    countries: dictionary(
      z.array(z.string({ error: 'an ISO 3166-1 alpha-2 country code such as "DE"' }), {
        error: 'a list of country codes',
      }),
      'region names, each with its country codes',
    ).default({}),
    /** Serves viewers whose country is unknown, missing or no country. */
    defaultRegion: regionName,
  }),
};

export const checks: readonly Check[] = [
  { needs: ['routing', 'regions[].name'], problems: regionProblems },
  { needs: ['routing.countries'], problems: countryProblems },
];

function* regionProblems({ routing, regions }: Document): Iterable<Problem> {
  const names = regions.map(({ name }) => name);
  const choices = [
    ...Object.entries(routing.continents).map(([code, region]) => [`continents.${code}`, region] as const),
    ['defaultRegion', routing.defaultRegion] as const,
    ...Object.keys(routing.countries).map((region) => [`countries.${region}`, region] as const),
  ];
  for (const [field, region] of choices) {
    if (!names.includes(region)) {
      yield { path: `routing.${field}`, ...oneOf('a region', names), got: region };
    }
  }
}

const COUNTRIES = [...CONTINENT_BY_COUNTRY.keys()];
/** Codes that people write for countries whose ISO code is another. */
const MISTAKEN_COUNTRIES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

function* countryProblems({ routing: { countries } }: Document): Iterable<Problem> {
  const places = new Map<string, string>();
  for (const [region, codes] of Object.entries(countries)) {
    for (const [index, code] of codes.entries()) {
      const path = `routing.countries.${region}[${index}]`;
      const place = places.get(code);
      const meant = MISTAKEN_COUNTRIES[code.toUpperCase()];
      if (meant !== undefined) {
        yield { path, expected: `"${meant}", the ISO 3166-1 code of that country`, got: code };
      } else if (!CONTINENT_BY_COUNTRY.has(code)) {
        const expected = 'an ISO 3166-1 alpha-2 country code in upper case';
        yield { path, expected, got: code, candidates: COUNTRIES };
      } else if (place !== undefined) {
        yield { path, expected: `a country that is not listed yet (see "${place}")`, got: code };
      }
      places.set(code, place ?? path);
    }
  }
}
