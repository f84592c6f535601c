import { documents, validated } from '../../config';
import { CONTINENT_BY_COUNTRY, CONTINENTS } from '../../config/countries';
import { demo } from '../../config/deployments/demo';
import { countryTable } from '../../config/routing';

describe('the list of countries', () => {
  it('has the 249 codes of ISO 3166-1, each once', () => {
    expect(CONTINENT_BY_COUNTRY.size).toBe(249);
    expect([...CONTINENT_BY_COUNTRY.keys()].every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  });

  it('has as many countries on each continent as were counted', () => {
    const counted = CONTINENTS.map((continent) => [
      continent,
      [...CONTINENT_BY_COUNTRY.values()].filter((other) => other === continent).length,
    ]);

    expect(Object.fromEntries(counted)).toEqual({ AF: 58, AN: 5, AS: 53, EU: 52, NA: 41, OC: 26, SA: 14 });
  });

  it('names every code that this runtime knows a country for, and no other', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const pairs = letters.flatMap((first) => letters.map((second) => first + second));
    // Codes that Unicode names, and that are reserved by ISO, withdrawn, left to users, or aliases.
    const notCountries = /^(AC|CP|CQ|DG|EA|EU|EZ|IC|TA|UN|UK|XA|XB|XK|ZZ|QO)$/;
    const known = pairs.filter((pair) => names.of(pair) !== undefined && !notCountries.test(pair));
    const canonical = known.filter((pair) => new Intl.Locale(`und-${pair}`).region === pair);

    expect(canonical.filter((code) => !CONTINENT_BY_COUNTRY.has(code))).toEqual([]);
    expect([...CONTINENT_BY_COUNTRY.keys()].filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe.each(documents)('the country table of $deployment', (input) => {
  const table = countryTable(validated(input));

  it('has a region of the document for every country', () => {
    const regions = input.regions.map(({ name }) => name);

    expect(Object.keys(table).sort()).toEqual([...CONTINENT_BY_COUNTRY.keys()].sort());
    expect(Object.values(table).filter((region) => !regions.includes(region))).toEqual([]);
  });

  it('serves nobody from another side of the world', () => {
    const served = (codes: string) => [...new Set(codes.split(' ').map((code) => table[code]))];

    // South America has no region of its own, and Singapore is the farthest of the three.
    expect(served('AR BO BR CL CO EC FK GF GY PE PY SR UY VE')).toEqual(['america']);
    expect(served('US CA MX CU PF')).toEqual(['america']);
    expect(served('DE FR GB PL RU UA TR IL AE SA YE EG MA NG KE ZA AM AZ GE KZ')).toEqual(['europe']);
    expect(served('CN JP KR KP TW HK SG IN PK LK VN ID PH MN AU NZ FJ MU')).toEqual(['asia']);
  });
});

describe('a country table', () => {
  it("prefers the country's own entry to its continent, and has nothing but regions of the document", () => {
    const table = countryTable(
      validated({ ...demo, routing: { ...demo.routing, countries: { america: ['DE'] } } }),
    );

    expect(table).toMatchObject({ DE: 'america', FR: 'europe', AE: 'asia' });
  });
});
