import { CACHING_CASES } from './conformance/caching';
import { REQUEST_CASES } from './conformance/requests';
import { TestWorld } from './support/world';

const CASES = [...REQUEST_CASES, ...CACHING_CASES];

const world = new TestWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(() => world.reset());

test.each(CASES.map((one) => [`${one.id}: ${one.behaviour}`, one] as const))('%s', async (_, { holds }) => {
  await holds(world);
});
