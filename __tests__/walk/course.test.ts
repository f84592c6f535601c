import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { Course, shuffled } from '../../walk/course';
import { kindsOf } from '../../walk/kinds';
import { randomSequence } from '../../walk/random-sequence';
import { refusedEdits } from '../../walk/refused-edits';

const kinds = kindsOf(demo);

/** A walk of so many moves that ends where it began, as `Walk` draws it. */
function moves(seed: number, count: number) {
  const course = new Course(demo, kinds, randomSequence(seed));
  return {
    course,
    made: Array.from({ length: count }, (_, index) => {
      const left = count - index - 1;
      const move = course.distance > left ? course.back() : course.next(left);
      if (move === undefined) return undefined;
      course.make(move);
      return { ...move, document: course.document() };
    }),
  };
}

it('every document on the way is valid', () => {
  const { made } = moves(1, 300);

  for (const move of made) expect(() => validated(move?.document ?? demo)).not.toThrow();
  expect(new Set(made.map((move) => move?.kind)).size).toBeGreaterThan(25);
});

it('in the end the document is as it was', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { course, made } = moves(seed, 30);

    expect(made.filter((move) => move === undefined)).toEqual([]);
    expect(course.distance).toBe(0);
    expect(course.document()).toEqual(demo);
  }
});

it('the same seed draws the same edits, and another one draws others', () => {
  expect(moves(7, 20).made).toEqual(moves(7, 20).made);
  expect(moves(8, 20).made).not.toEqual(moves(7, 20).made);
});

it('a rotation goes from version to version, and skips none', () => {
  const places = moves(3, 2000).made.flatMap((move) =>
    move?.kind === 'origin-secret' ? [[move.from, move.to]] : [],
  );

  expect(places.length).toBeGreaterThan(20);
  for (const [from = 0, to = 0] of places) expect(Math.abs(to - from)).toBe(1);
});

it('every variant changes the document', () => {
  for (const { variants } of Object.values(kinds)) {
    expect(variants.length).toBeGreaterThan(0);
    for (const { edit } of variants) expect(edit(demo)).not.toEqual(demo);
  }
});

it('every edit that synthesis refuses is refused with its sentence', () => {
  const early = Object.values(refusedEdits).filter(({ stacks }) => stacks === undefined);

  expect(early.length).toBeGreaterThan(3);
  for (const { edit, sentence } of early) expect(() => validated(edit(demo))).toThrow(sentence);
});

it('items are shuffled, and none is lost', () => {
  const items = [1, 2, 3, 4, 5, 6];
  const random = randomSequence(1);
  const orders = Array.from({ length: 20 }, () => shuffled(items, random));

  for (const order of orders) expect([...order].sort()).toEqual(items);
  expect(new Set(orders.map(String)).size).toBeGreaterThan(10);
});
