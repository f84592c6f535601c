import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import { refuseWhileRead, requireUpstreams } from '../../terraform/upstreams';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { synthesizedFolder } from '../support/synthesized-folder';

const stacks = synthesizedStacks(
  synthesizedFolder({
    'demo-state': [],
    'demo-global': [],
    'demo-region-a': ['demo-global'],
    'demo-backfill': ['demo-global', 'demo-region-a'],
  }),
);
const stack = (id: string): SynthesizedStack =>
  stacks.find((found) => found.id === id) ?? (stacks[0] as SynthesizedStack);

describe('before a plan', () => {
  let bucket: FakeStateBucket;
  beforeEach(async () => {
    bucket = await fakeStateBucket();
  });
  afterEach(() => bucket.close());

  const check = (id: string, options = {}) =>
    requireUpstreams(stack(id), { environment: bucket.environment, ...options });
  const applied = JSON.stringify({
    version: 4,
    outputs: { contract_version: { value: 1 } },
    resources: [{}],
  });
  const empty = JSON.stringify({ version: 4, outputs: {}, resources: [] });

  test('a stack whose upstreams are applied may go on', async () => {
    bucket.objects = new Map([['demo-global.tfstate', applied]]);
    await expect(check('demo-region-a')).resolves.toBeUndefined();
    await expect(check('demo-global')).resolves.toBeUndefined();
  });

  test.each([
    ['never registered', []],
    ['only registered, or destroyed', [['demo-global.tfstate', empty]]],
  ] as const)('an upstream that was %s is named, with the command', async (_, objects) => {
    bucket.objects = new Map(objects);
    await expect(check('demo-region-a')).rejects.toThrow(
      'Stack "demo-region-a" reads "demo-global", which has not been applied: run "npx meridian apply demo-global" first',
    );
  });

  test('several are named at once, each with the command of this environment', async () => {
    bucket.objects = new Map();
    await expect(
      check('demo-backfill', { applyCommand: (id: string) => `npx meridian apply ${id} --local` }),
    ).rejects.toThrow(
      'Stack "demo-backfill" reads "demo-global" and "demo-region-a", which have not been applied: run "npx meridian apply demo-global --local" and "npx meridian apply demo-region-a --local" first',
    );
  });

  test.each(['demo-global', 'demo-region-a'])(
    '%s: without the state bucket, the message says how to get it',
    async (id) => {
      await expect(check(id)).rejects.toThrow(
        'The state bucket "states" does not exist: run "npx meridian bootstrap demo --local" first',
      );
    },
  );

  test('a stack is not destroyed while another is applied as its reader', async () => {
    const check = () => refuseWhileRead(stack('demo-global'), stacks, { environment: bucket.environment });
    const reading = (...ids: string[]) =>
      JSON.stringify({
        version: 4,
        outputs: {},
        resources: [
          { mode: 'managed', type: 'aws_sqs_queue', name: 'demo-global' },
          ...ids.map((name) => ({ mode: 'data', type: 'terraform_remote_state', name })),
        ],
      });
    bucket.objects = new Map([
      ['demo-backfill.tfstate', empty],
      ['demo-state.tfstate', reading()],
    ]);
    await expect(check()).resolves.toBeUndefined();
    bucket.objects.set('demo-backfill.tfstate', reading('demo-global', 'demo-region-a'));
    await expect(check()).rejects.toThrow(
      'Stack "demo-global" is read by "demo-backfill": destroy what reads it first',
    );
    // Applied from sources in which it no longer reads that stack, whatever today's sources say.
    bucket.objects.set('demo-backfill.tfstate', reading('demo-region-a'));
    await expect(check()).resolves.toBeUndefined();
  });

  test('when nothing answers, the message names the bucket and the local AWS', async () => {
    await bucket.close();
    await expect(check('demo-region-a')).rejects.toThrow(
      /Nothing answers for the state bucket "states" .*"npm start"/,
    );
    bucket = await fakeStateBucket();
  });
});
