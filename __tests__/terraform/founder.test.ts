import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseAnotherFounder } from '../../terraform/founder';
import { type SynthesizedStack, synthesizedStacks } from '../../terraform/synthesized';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { synthesizedFolder } from '../support/synthesized-folder';

/** A document whose first region is `india`, which was inserted in front of `asia`. */
const folder = synthesizedFolder({
  'demo-data-india': [],
  'demo-data-asia': ['demo-data-india'],
  'demo-global': [],
});
const file = join(folder, 'stacks', 'demo-data-india', 'cdk.tf.json');
const json = JSON.parse(readFileSync(file, 'utf8'));
writeFileSync(file, JSON.stringify({ ...json, resource: { aws_rds_global_cluster: { one: {} } } }));
const stacks = synthesizedStacks(folder);
const stack = (id: string) => stacks.find((found) => found.id === id) as SynthesizedStack;

const founding = JSON.stringify({ version: 4, outputs: {}, resources: [{ type: 'aws_rds_global_cluster' }] });
let bucket: FakeStateBucket;
beforeEach(async () => {
  bucket = await fakeStateBucket();
});
afterEach(() => bucket.close());
const check = (id: string) => refuseAnotherFounder(stack(id), stacks, { environment: bucket.environment });

test.each(['demo-data-asia', 'demo-data-india'])(
  'a region that was put in front of the founder is refused where %s is planned',
  async (id) => {
    bucket.objects = new Map([['demo-data-asia.tfstate', founding]]);
    await expect(check(id)).rejects.toThrow(
      '"demo-data-asia" has founded the database, and the document\'s first region is "india": put "asia" first again, and new regions behind it',
    );
  },
);

test('the founder itself, a database that nobody has founded yet, and other kinds of stacks may go on', async () => {
  bucket.objects = new Map([['demo-data-india.tfstate', founding]]);
  await expect(check('demo-data-asia')).resolves.toBeUndefined();
  bucket.objects = new Map();
  await expect(check('demo-data-india')).resolves.toBeUndefined();
  bucket.objects = new Map([['demo-data-asia.tfstate', founding]]);
  await expect(check('demo-global')).resolves.toBeUndefined();
});
