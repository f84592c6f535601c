import { releaseDeadLocks } from '../../local/dead-locks';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeStack } from '../support/stacks';

const STARTED = new Date('2026-01-01T10:00:00Z');

/** As Terraform writes it beside a state. */
const lock = (created: string) =>
  JSON.stringify({ ID: 'one', Operation: 'OperationTypeApply', Who: 'me@here', Created: created });

let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
});
afterEach(() => bucket.close());

const release = () =>
  releaseDeadLocks({
    stacks: ['global', 'region-asia', 'backfill'].map((name) => fakeStack(name)),
    environment: bucket.environment,
    startedAt: STARTED,
  });

test('a lock that is older than the start of the local AWS is released, and one that is younger stays', async () => {
  bucket.objects = new Map([
    ['demo-global.tfstate', '{}'],
    ['demo-global.tfstate.tflock', lock('2026-01-01T09:59:58.123Z')],
    ['demo-region-asia.tfstate.tflock', lock('2026-01-01T10:00:01.123Z')],
  ]);

  expect(await release()).toEqual(['demo-global']);

  expect([...bucket.objects.keys()]).toEqual(['demo-global.tfstate', 'demo-region-asia.tfstate.tflock']);
});

test('nothing is released where nothing is locked, or there is no bucket yet', async () => {
  expect(await release()).toEqual([]);
  bucket.objects = new Map([['demo-global.tfstate', '{}']]);
  expect(await release()).toEqual([]);
});
