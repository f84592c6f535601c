import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES, casesTable } from './conformance';
import { TestWorld } from './support/world';

const world = new TestWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(() => world.reset());

test.each(CASES.map((one) => [`${one.id}: ${one.behaviour}`, one] as const))('%s', async (_, { holds }) => {
  await holds(world);
});

test('each case has its own name, and stands in the documentation', () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'local-edge.md'), 'utf8');
  expect(page).toContain(casesTable());
});
