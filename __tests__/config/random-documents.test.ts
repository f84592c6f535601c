import fc from 'fast-check';
import { validated } from '../../config';
import { CONTINENT_BY_COUNTRY } from '../../config/countries';
import { countryTable } from '../../config/routing';
import { randomDocument } from '../support/random-document';

describe('every valid document', () => {
  it('is accepted, and comes back with its defaults', () => {
    fc.assert(
      fc.property(randomDocument, (input) => {
        const document = validated(input);

        expect(document).toMatchObject(JSON.parse(JSON.stringify(input)));
        expect(document.domain.originLabel).toBe('origin');
      }),
      { numRuns: 200 },
    );
  });

  it('serves every country from one of its regions, its own entries first', () => {
    fc.assert(
      fc.property(randomDocument, (input) => {
        const document = validated(input);
        const table = countryTable(document);
        const names = document.regions.map(({ name }) => name);

        expect(Object.keys(table)).toHaveLength(CONTINENT_BY_COUNTRY.size);
        expect(Object.values(table).every((region) => names.includes(region))).toBe(true);
        for (const [region, codes] of Object.entries(document.routing.countries)) {
          expect(codes.every((code) => table[code] === region)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
