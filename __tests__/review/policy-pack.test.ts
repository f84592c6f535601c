import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { production } from '../../config/deployments/production';
import { sourcesOf } from '../../review';
import { violationsOf } from '../../review/analysis/policy-pack';
import { synthesizedStacksOf } from '../support/platform';
import { created } from './support';

/** Blocks as a plan has them: a list each, also where there is one. */
function asPlanned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (isBlock(each) ? inside(each) : each));
  return isBlock(value) ? [inside(value)] : value;
}
const isBlock = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const inside = (block: object) =>
  Object.fromEntries(Object.entries(block).map(([name, each]) => [name, asPlanned(each)]));

test.each([
  ['production', production],
  ['demo', demo],
])('nothing that %s asks for breaks a rule', (_, document) => {
  const resources = sourcesOf(synthesizedStacksOf(validated(document))).flatMap(({ json }) =>
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => created(`${type}.${name}`, inside(block))),
    ),
  );

  expect(resources.length).toBeGreaterThan(300);
  expect(
    resources.flatMap((each) => violationsOf(each).map(({ rule }) => `${each.address} ${rule}`)),
  ).toEqual([]);
});
