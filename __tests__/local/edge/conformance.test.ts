import { CACHING_CASES } from './conformance/caching';
import { FUNCTION_CASES } from './conformance/edge-functions';
import { ORIGIN_CASES } from './conformance/origins';
import { REQUEST_CASES } from './conformance/requests';
import { RESPONSE_HEADERS_CASES } from './conformance/response-headers';
import { TestWorld } from './support/world';

const CASES = [
  ...REQUEST_CASES,
  ...CACHING_CASES,
  ...ORIGIN_CASES,
  ...FUNCTION_CASES,
  ...RESPONSE_HEADERS_CASES,
];

const world = new TestWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(() => world.reset());

test.each(CASES.map((one) => [`${one.id}: ${one.behaviour}`, one] as const))('%s', async (_, { holds }) => {
  await holds(world);
});
