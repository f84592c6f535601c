import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { localAws } from 'local-aws/world/aws-api';
import { Alarm } from '../modules/observability/alarm';
import { surround } from '../modules/surroundings';
import { isNothing, NOTHING } from '../terraform/json-output';
import { Workspace } from '../terraform/workspace';
import { OwnLocalAws } from './support/own-local-aws';
import { storeObject } from './support/store-object';

// What docs/operate/moving-resources.md shows, with two teams' stacks: "reports" of the one become the other's.

const BUCKET = 'moving-reports';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:moving';
const outdir = mkdtempSync(join(tmpdir(), 'meridian-moving-'));
const ownAws = new OwnLocalAws(join(outdir, '.local-aws'));

/** Blocks of Terraform that change what a state says, not what there is. */
type Blocks = Readonly<Partial<Record<'removed' | 'import' | 'moved', readonly object[]>>>;

interface Team {
  /** Construct id of the reports, where the stack has them. */
  readonly reports?: string;
  readonly blocks?: Blocks;
  /** @default true */
  readonly deletionProtection?: boolean;
}

class TeamStack extends TerraformStack {
  constructor(scope: Construct, id: string, { reports, blocks = {}, deletionProtection = true }: Team) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1', defaultTags: [{ tags: { stack: id } }] });
    new LocalBackend(this, { path: 'terraform.tfstate' });
    surround(this, { awsRegion: 'us-east-1', alarmTopicArn: TOPIC });
    addAlarm(this, 'own', `${id}-own`);
    if (reports !== undefined) {
      new Reports(this, reports, deletionProtection);
      addAlarm(this, `${reports}-quiet`, 'moving-quiet');
    }
    for (const [type, ofType] of Object.entries(blocks)) this.addOverride(type, ofType);
  }
}

/** A construct with children. `PrivateBucket` has lifecycle rules as well, whose creation takes the provider a minute. */
class Reports extends Construct {
  constructor(scope: Construct, id: string, deletionProtection: boolean) {
    super(scope, id);
    const { bucket } = new S3Bucket(this, 'bucket', {
      bucket: BUCKET,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new S3BucketPublicAccessBlock(this, 'public-access-block', { bucket, blockPublicPolicy: true });
    new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
  }
}

function addAlarm(scope: Construct, id: string, name: string): void {
  new Alarm(scope, id, {
    name,
    description: 'Nothing has been read for a day.',
    metric: {
      namespace: 'AWS/S3',
      name: 'GetRequests',
      dimensions: { BucketName: BUCKET },
      statistic: 'Sum',
    },
    raisedWhen: 'below',
    threshold: 1,
    periodSeconds: 86_400,
  });
}

function synthesize(teams: Readonly<Record<string, Team>>): void {
  const app = new App({ outdir });
  for (const [id, team] of Object.entries(teams)) new TeamStack(app, id, team);
  app.synth();
}

/** Reports that the last test may destroy. */
const unguarded = (reports: string): Team => ({ reports, deletionProtection: false });

const folder = (id: string) => join(outdir, 'stacks', id);

const workspace = (id: string) => new Workspace({ directory: folder(id), environment: ownAws.environment });

/** What comes of the same in both stacks at once. */
const both = <T>(work: (terraform: Workspace) => Promise<T>) =>
  Promise.all([work(workspace('products')), work(workspace('sales'))]);

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: { readonly id: string } }[];
}

/** The reports' resources by their address, with the id that an import takes. */
function reportsIn(id: string): { address: string; id: string }[] {
  const { resources } = JSON.parse(readFileSync(join(folder(id), 'terraform.tfstate'), 'utf8'));
  return (resources as StateResource[])
    .filter(({ mode, name }) => mode === 'managed' && name.startsWith('reports'))
    .map(({ type, name, instances: [instance] }) => ({
      address: `${type}.${name}`,
      id: instance?.attributes.id ?? '',
    }));
}

before(async () => {
  assert.equal((await ownAws.start()).exitCode, 0);
});
after(async () => {
  await ownAws.command('stop');
  rmSync(outdir, { recursive: true });
});

let reports: { address: string; id: string }[];

test('a bucket with an object and an alarm are one team’s', async () => {
  synthesize({ products: { reports: 'reports' }, sales: {} });
  await both(async (terraform) => {
    await terraform.init();
    await terraform.apply();
  });
  await storeObject(ownAws.endpoint, BUCKET, 'us-east-1', 'july.csv');
  reports = reportsIn('products');
  assert.equal(reports.length, 4);
});

test('without a word about it, the one would destroy them, guarded or not, and the other create them', async () => {
  synthesize({ products: {}, sales: { reports: 'reports' } });
  assert.deepEqual(await both((terraform) => terraform.plan()), [
    { ...NOTHING, remove: reports.length },
    { ...NOTHING, add: reports.length },
  ]);
});

test('with blocks, the other team takes them over and the first lets go: nothing is created or destroyed', async () => {
  synthesize({
    products: {
      blocks: { removed: reports.map(({ address }) => ({ from: address, lifecycle: { destroy: false } })) },
    },
    sales: {
      ...unguarded('reports'),
      blocks: { import: reports.map(({ address, id }) => ({ to: address, id })) },
    },
  });

  const taken = await workspace('sales').apply();
  assert.deepEqual({ ...taken, change: 0 }, { ...NOTHING, imported: reports.length });
  assert.deepEqual(await workspace('products').apply(), { ...NOTHING, forgotten: reports.length });
});

test('both stacks plan nothing when the blocks have gone', async () => {
  synthesize({ products: {}, sales: unguarded('reports') });
  assert.deepEqual(await both((terraform) => terraform.plan()), [NOTHING, NOTHING]);
  assert.deepEqual(reportsIn('products'), []);
  assert.deepEqual(reportsIn('sales'), reports);
});

test('inside a stack a moved block says what an address was called', async () => {
  synthesize({ products: {}, sales: unguarded('reports-archive') });
  const created = JSON.parse(readFileSync(join(folder('sales'), 'cdk.tf.json'), 'utf8')).resource;
  const moved = Object.entries<object>(created).flatMap(([type, byName]) =>
    Object.keys(byName)
      .filter((name) => name.startsWith('reports'))
      .map((name) => ({ from: oldAddress(type, name), to: `${type}.${name}` })),
  );

  synthesize({ products: {}, sales: { ...unguarded('reports-archive'), blocks: { moved } } });
  assert.deepEqual(await workspace('sales').apply(), { ...NOTHING, moved: reports.length });

  synthesize({ products: {}, sales: unguarded('reports-archive') });
  assert.ok(isNothing(await workspace('sales').plan()));
});

/** The address of the same construct below `reports`, which ends in another hash. */
function oldAddress(type: string, name: string): string {
  const start = `${type}.${name.replace('reports-archive', 'reports').replace(/_[0-9A-F]{8}$/, '')}_`;
  const found = reports.find(
    ({ address }) => address.startsWith(start) && !address.slice(start.length).includes('_'),
  );
  assert.ok(found, `no ${start}`);
  return found.address;
}

test('the object has been there all the time', async () => {
  const call = { service: 's3', region: 'us-east-1', method: 'GET', path: `/${BUCKET}/july.csv` };
  const { status, body } = await localAws(ownAws.endpoint)(call);
  assert.deepEqual([status, body], [200, 'july.csv']);
});

test('nothing is left behind', async () => {
  const [, { remove }] = await both((terraform) => terraform.destroy());
  assert.equal(remove, reports.length + 1);
});
