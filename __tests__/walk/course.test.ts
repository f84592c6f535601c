import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { Course, type Move } from '../../walk/course';
import { kindsOf } from '../../walk/kinds';
import { randomSequence, shuffled } from '../../walk/random-sequence';
import { refusedEdits } from '../../walk/refused-edits';

const kinds = kindsOf(demo);

/** So many moves that end where they began, as a walk makes them. */
function walked(seed: number, count: number, together = 1) {
  const course = new Course(demo, kinds, randomSequence(seed));
  const steps: { moves: readonly Move[]; document: DocumentInput }[] = [];
  for (let left = count; left > 0; left -= steps.at(-1)?.moves.length || 1) {
    const moves = course.advance(together, left);
    steps.push({ moves, document: course.document });
  }
  return { course, steps, moves: steps.flatMap(({ moves }) => moves) };
}

it('every document on the way is valid', () => {
  const { steps, moves } = walked(1, 300);

  for (const { document } of steps) expect(() => validated(document)).not.toThrow();
  expect(new Set(moves.map(({ kind }) => kind)).size).toBeGreaterThan(25);
});

it.each([1, 3])('in the end the document is as it was, also with %i edits at once', (together) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { course, moves } = walked(seed, 30, together);

    expect(moves.length).toBeGreaterThan(25);
    expect(course.distance).toBe(0);
    expect(course.document).toEqual(demo);
  }
});

it('edits at once are of different kinds, and one whose stacks have an order is alone', () => {
  const { steps } = walked(2, 300, 4);

  expect(steps.filter(({ moves }) => moves.length === 4).length).toBeGreaterThan(20);
  for (const { moves } of steps) expect(new Set(moves.map(({ kind }) => kind)).size).toBe(moves.length);
  const ordered = steps.filter(({ moves }) => moves.some(({ kind }) => kinds[kind]?.order !== undefined));
  expect(ordered.length).toBeGreaterThan(5);
  for (const { moves } of ordered) expect(moves).toHaveLength(1);
});

it('the same seed draws the same edits, and another one draws others', () => {
  expect(walked(7, 20).moves).toEqual(walked(7, 20).moves);
  expect(walked(8, 20).moves).not.toEqual(walked(7, 20).moves);
});

it('a rotation goes from version to version, and skips none', () => {
  const places = walked(3, 600).moves.flatMap(({ kind, from, to }) =>
    kind === 'origin-secret' ? [[from, to]] : [],
  );

  expect(places.length).toBeGreaterThan(10);
  for (const [from = 0, to = 0] of places) expect(Math.abs(to - from)).toBe(1);
});

it('the way back leads to the document, in as few moves as there are, the last kind first', () => {
  for (const seed of [1, 2, 3]) {
    const course = new Course(demo, kinds, randomSequence(seed));
    const made = Array.from({ length: 12 }, () => course.advance(1, 1000)).flat();
    const { distance } = course;

    const back = [...course.wayBack()];

    expect(back).toHaveLength(distance);
    expect(back.length).toBeGreaterThan(1);
    expect(course.document).toEqual(demo);
    const lastMoved = (kind: string) => made.map((move) => move.kind).lastIndexOf(kind);
    const places = back.map(({ kind }) => lastMoved(kind));
    expect(places).toEqual([...places].sort((a, b) => b - a));
  }
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
