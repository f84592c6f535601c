import { demo } from '../../config/deployments/demo';
import { countryTable } from '../../config/routing';
import { validated } from '../../config/validate';
import { finerKinds } from '../../walk/finer-kinds';

it('every country but those that other kinds move goes to every other region, and nobody with it', () => {
  const before = countryTable(validated(demo));
  const kinds = Object.entries(finerKinds(demo));

  expect(kinds).toHaveLength(246);
  for (const [name, { variants }] of kinds) {
    expect(variants).toHaveLength(2);
    for (const { edit } of variants) {
      const after = countryTable(validated(edit(demo)));
      const moved = Object.keys(after).filter((country) => after[country] !== before[country]);
      expect(moved).toEqual([name.replace('country-', '')]);
    }
  }
});
