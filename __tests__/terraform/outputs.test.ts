import { list, map, text } from '../../modules/contract/contract';
import { appliedOutputs } from '../../terraform/outputs';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { synthesizedFolder } from '../support/synthesized-folder';

const contract = {
  version: 2,
  outputs: {
    storeArn: text('store_arn', 'The store.'),
    keyNames: list('key_names', 'Its keys.'),
    queueUrls: map('queue_urls', 'Queues by region.'),
  },
};
const [stack] = synthesizedStacks(synthesizedFolder({ 'demo-global': [] })) as [SynthesizedStack];

let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
});
afterEach(() => bucket.close());

const applied = (version: number) =>
  JSON.stringify({
    version: 4,
    outputs: {
      contract_version: { value: version, type: 'number' },
      store_arn: { value: 'arn:store', type: 'string' },
      key_names: { value: ['v1'], type: ['tuple', ['string']] },
      queue_urls: { value: { asia: 'https://q' }, type: ['object', { asia: 'string' }] },
      private: { value: 'not in the contract', type: 'string' },
    },
  });

test.each([2, 3])('outputs of version %i are read by a contract of version 2', async (version) => {
  bucket.objects = new Map([['demo-global.tfstate', applied(version)]]);

  await expect(appliedOutputs(stack, contract, bucket.environment)).resolves.toEqual({
    storeArn: 'arn:store',
    keyNames: ['v1'],
    queueUrls: { asia: 'https://q' },
  });
});

test.each([
  [
    'of an older version',
    'been applied with version 1 of its contract',
    [['demo-global.tfstate', applied(1)]],
  ],
  [
    'of a contract without a version',
    'been applied with version 0 of its contract',
    [['demo-global.tfstate', '{"version":4,"outputs":{"store_arn":{"value":"arn:store"}}}']],
  ],
  ['only registered', 'not been applied', [['demo-global.tfstate', '{"version":4,"outputs":{}}']]],
  ['absent', 'not been applied', []],
] as const)('a state that is %s is answered with the stack to apply', async (_, what, objects) => {
  bucket.objects = new Map(objects);

  await expect(appliedOutputs(stack, contract, bucket.environment)).rejects.toThrow(
    `Stack "demo-global" has ${what}, and version 2 is read here: apply "demo-global" first`,
  );
});
