import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { synthesizedDigest } from '../../local/applied';
import { isNamed } from '../../walk/apply-edit';
import { Course } from '../../walk/course';
import { type Kind, kindsOf } from '../../walk/kinds';
import { randomSequence } from '../../walk/random-sequence';
import { cases } from '../support/full-run';
import { ofSynthesizedStacks } from '../support/platform';

const kinds = kindsOf(demo);

/** What Terraform would make of each stack, by id. */
const synthesized = (document: DocumentInput): ReadonlyMap<string, string> =>
  ofSynthesizedStacks(
    validated(document),
    (stacks) => new Map(stacks.map((stack) => [stack.id, synthesizedDigest(stack)])),
  );

let unedited: ReadonlyMap<string, string>;
beforeAll(() => {
  unedited = synthesized(demo);
});

function kindOf(name: string): Kind {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`expected a kind ${name}`);
  return kind;
}

const names = (kind: string, id: string) =>
  kindOf(kind).stacks.some((pattern) => isNamed({ id, deployment: demo.deployment }, pattern));

const SEED = Number(process.env.MERIDIAN_SEED ?? 1);

it('after other edits, a kind changes no stack that it does not name', () => {
  const course = new Course(demo, kinds, randomSequence(SEED));
  const steps = cases(4, 200, 30);
  let before = unedited;
  let changes = 0;
  for (let step = 0; step < steps; step += 1) {
    const moves = course.advance(1, 2 * steps);
    const after = synthesized(course.document);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (id) => before.get(id) !== after.get(id),
    );
    const unnamed = changed.filter((id) => !moves.some(({ kind }) => names(kind, id)));
    expect([moves.map((move) => course.shown(move)), unnamed]).toEqual([expect.anything(), []]);
    changes += changed.length;
    before = after;
  }
  expect(changes).toBeGreaterThan(steps / 2);
}, 1_200_000);

it.each(cases(['cors-origin', 'full-origin'], Object.keys(kinds)))(
  'the stacks that "%s" names are those that it changes',
  (name) => {
    const { variants, inTurn = false } = kindOf(name);
    const places = variants.map(({ edit }) => synthesized(edit(demo)));
    const moves = places.map((after, index) => [(inTurn && places[index - 1]) || unedited, after] as const);
    const ids = new Set([unedited, ...places].flatMap((place) => [...place.keys()]));

    const changed = [...ids].filter((id) =>
      moves.some(([before, after]) => before.get(id) !== after.get(id)),
    );

    expect(changed.length).toBeGreaterThan(0);
    expect(changed.sort()).toEqual([...ids].filter((id) => names(name, id)).sort());
  },
);
