import { Testing } from 'cdktf';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { createPlatform } from '../../stacks/platform';
import { NAME_LIMITS, OTHER_ATTRIBUTES } from '../support/name-limits';
import { Synthesized } from '../support/synthesize';

/** The demo with the longest names that a document may have. */
function longestDocument(): DocumentInput {
  const longest = { asia: 'southeastasi', europe: 'centraleurop', america: 'westamericas' };
  const json = JSON.stringify(demo).replace(/"(asia|europe|america)"/g, (_, name: keyof typeof longest) =>
    JSON.stringify(longest[name]),
  );
  return { ...JSON.parse(json), deployment: 'demonstratio' };
}

const isName = (attribute: string) => /(^|_)(name|prefix|identifier)$|^bucket$/.test(attribute);

describe('names in the longest document', () => {
  const names = createPlatform(Testing.app(), validated(longestDocument()))
    .flatMap((stack) => Object.entries(Synthesized.stack(stack).document.resource ?? {}))
    .flatMap(([type, resources]) =>
      Object.values(resources).flatMap((block) =>
        Object.entries(block)
          .filter(
            ([attribute, value]) => isName(attribute) && typeof value === 'string' && !value.includes('${'),
          )
          .map(([attribute, value]) => [`${type}.${attribute}`, String(value)] as const),
      ),
    )
    .filter(([attribute]) => !OTHER_ATTRIBUTES.has(attribute));

  it('are many, and the limit of each is known', () => {
    expect(names.length).toBeGreaterThan(100);
    expect(names.map(([attribute]) => attribute).filter((attribute) => !(attribute in NAME_LIMITS))).toEqual(
      [],
    );
  });

  it('are not longer than AWS takes', () => {
    const tooLong = names
      .map(([attribute, name]) => ({ attribute, name, limit: NAME_LIMITS[attribute]?.[0] ?? 0 }))
      .filter(({ name, limit }) => name.length > limit);

    expect(tooLong).toEqual([]);
  });
});
