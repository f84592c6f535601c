import { LoadBalancers } from '../../../review/traffic/load-balancers';
import { trafficInWords } from '../../../review/traffic/words';
import { DEMO, edited, effectOf, sceneOf } from './scene';

const scene = sceneOf(DEMO);
const withCode = (code: string) =>
  edited(scene, {
    'x-global aws_cloudfront_function.router': (values) => ({ ...values, code }),
  });

const ENDLESS = 'function handler(event) { for (;;) {} }';

afterEach(() => jest.restoreAllMocks());

test.each([
  ['in its handler', ENDLESS],
  ['before it has one', 'for (;;) {}'],
])('a function that does not end %s is stopped once, and nobody is said to be lost', async (_, code) => {
  const started = performance.now();
  const effect = await effectOf({ before: scene, after: withCode(code) });
  expect(trafficInWords(effect).join()).toContain(
    'the function router did not end within 2 s, and was not asked again',
  );
  expect(effect.losses).toEqual([]);
  // For each of 249 countries it would be eight minutes.
  expect(performance.now() - started).toBeLessThan(60_000);
});

test('what a function reads and only the apply tells is told as that, whatever the function makes of it', async () => {
  const store = 'arn:store';
  const reading = edited(scene, {
    'x-global aws_cloudfront_function.router': (values) => ({
      ...values,
      key_value_store_associations: [store],
      code: `import cf from 'cloudfront';
async function handler(event) {
  try { await cf.kvs().get('drained'); } catch (error) {}
  return event.request;
}`,
    }),
    'x-global aws_cloudfrontkeyvaluestore_key.drained': {
      key_value_store_arn: store,
      key: 'drained',
      value: 'a',
    },
  });
  const effect = await effectOf({
    before: reading,
    after: edited(reading, {
      'x-global aws_cloudfrontkeyvaluestore_key.drained': (values) => ({ ...values, value: 'b' }),
    }),
    told: { unknown: { 'x-global aws_cloudfrontkeyvaluestore_key.drained': { value: true } } },
  });
  expect(trafficInWords(effect).join()).toContain('its value is not known');
  expect(effect.losses).toEqual([]);
});

test('a signal reaches it between two viewers, and ends it', async () => {
  const ending = new AbortController();
  const asked = effectOf({
    before: scene,
    after: edited(scene, { 'x-global aws_route53_record.api': undefined }),
    signal: ending.signal,
  });
  setImmediate(() => ending.abort(new Error('stopped')));
  await expect(asked).rejects.toThrow('stopped');
});

test('a model that fails is one sentence of a review', async () => {
  jest.spyOn(LoadBalancers.prototype, 'named').mockImplementation(() => {
    throw new TypeError('not a name');
  });
  const effect = await effectOf({
    before: scene,
    after: edited(scene, { 'x-global aws_route53_record.api': undefined }),
  });
  expect(trafficInWords(effect)[0]).toBe(
    'It cannot be told before the apply what viewers notice of the change, because the model of who answers fails: not a name.',
  );
});
