import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BootstrapOptions, bootstrap, destroyBootstrap } from '../../terraform/bootstrap';
import { type FakeStateBucket, fakeStateBucket } from '../support/fake-state-bucket';
import { fakeTerraform } from '../support/fake-terraform';
import { synthesizedFolder } from '../support/synthesized-folder';

/**
 * Terraform as far as the bootstrap sees it: `apply` creates the bucket and a state, `destroy` removes both, and
 * `init -migrate-state` moves the state to where the configuration says. The bucket is a marker file beside the state.
 */
const terraform = `
echo "$*" >> "$WORLD/commands"
if [ -f "$WORLD/fail" ] && [ "$(cat "$WORLD/fail")" = "$1" ]; then echo "$1 crashed" >&2; exit 1; fi
case "$*" in
  *-migrate-state*) if [ -f backend_override.tf.json ]; then cp "$WORLD/remote" kept.tfstate; else cp kept.tfstate "$WORLD/remote"; fi ;;
  apply*)
    if [ ! -f "$WORLD/bucket" ]; then touch "$WORLD/bucket"; add=4; else add=0; fi
    if [ ! -f kept.tfstate ]; then echo '{"version":4,"serial":3,"lineage":"one","outputs":{},"resources":[{}]}' > kept.tfstate; fi
    echo "{\\"type\\":\\"change_summary\\",\\"changes\\":{\\"add\\":$add,\\"change\\":0,\\"remove\\":0,\\"operation\\":\\"apply\\"}}" ;;
  destroy*) rm -f "$WORLD/bucket" "$WORLD/remote" kept.tfstate ;;
esac
`;

const stateWith = (serial: number, lineage = 'one') =>
  JSON.stringify({ version: 4, serial, lineage, outputs: {}, resources: [{}] });

let world: string;
let bucket: FakeStateBucket;
let options: BootstrapOptions;
const work = () => join(world, 'work', 'demo-state');
const commands = () =>
  existsSync(join(world, 'commands'))
    ? readFileSync(join(world, 'commands'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/ -(json|no-color|input=false|auto-approve|force-copy)/g, ''))
    : [];

beforeEach(async () => {
  world = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  bucket = await fakeStateBucket();
  bucket.beforeAnswer = followTerraform;
  options = {
    deployment: 'demo',
    environment: { ...bucket.environment, WORLD: world },
    outputDirectory: synthesizedFolder({
      'demo-state': [],
      'demo-global': [],
      'demo-region-a': ['demo-global'],
      'other-global': [],
    }),
    workDirectory: join(world, 'work'),
    binary: fakeTerraform(join(world, 'terraform'), terraform),
  };
});
afterEach(() => bucket.close());

/** What Terraform has done to the bucket since the last look. */
function followTerraform(): void {
  if (!existsSync(join(world, 'bucket'))) bucket.objects = undefined;
  else bucket.objects ??= new Map();
  if (existsSync(join(world, 'remote')))
    bucket.objects?.set('demo-state.tfstate', readFileSync(join(world, 'remote'), 'utf8').trim());
}

/** Bucket and state as an earlier bootstrap left them. */
function bootstrapped(serial = 3): void {
  writeFileSync(join(world, 'bucket'), '');
  writeFileSync(join(world, 'remote'), stateWith(serial));
  followTerraform();
}

function kept(state: string): void {
  mkdirSync(work(), { recursive: true });
  writeFileSync(join(work(), 'kept.tfstate'), state);
}

async function run<T>(what: (options: BootstrapOptions) => Promise<T>): Promise<T> {
  try {
    return await what(options);
  } finally {
    followTerraform();
  }
}

test('the first run creates the bucket, moves its own state into it and registers every other stack of the deployment', async () => {
  await expect(run(bootstrap)).resolves.toEqual({
    stateStack: 'created',
    registered: ['demo-global', 'demo-region-a'],
  });
  expect(commands()).toEqual(['init -reconfigure', 'apply', 'init -migrate-state']);
  expect([...(bucket.objects?.keys() ?? [])]).toEqual([
    'demo-state.tfstate',
    'demo-global.tfstate',
    'demo-region-a.tfstate',
  ]);
  const registered = JSON.parse(bucket.objects?.get('demo-global.tfstate') ?? '{}');
  expect(registered).toMatchObject({ version: 4, serial: 1, outputs: {}, resources: [] });
  expect(readdirSync(join(world, 'work'))).toEqual([]);
});

test('the second run changes nothing and does not even start Terraform', async () => {
  await run(bootstrap);
  const before = new Map(bucket.objects);
  const ran = commands().length;
  await expect(run(bootstrap)).resolves.toEqual({ stateStack: 'unchanged', registered: [] });
  expect(commands()).toHaveLength(ran);
  expect(bucket.objects).toEqual(before);
});

test('a state that a stack has written is never replaced by an empty one', async () => {
  bootstrapped();
  bucket.objects?.set('demo-global.tfstate', stateWith(9));
  await expect(run(bootstrap)).resolves.toEqual({ stateStack: 'unchanged', registered: ['demo-region-a'] });
  expect(bucket.objects?.get('demo-global.tfstate')).toBe(stateWith(9));
});

test.each([
  ['before anything is created', 'apply', { stateStack: 'created' }],
  ['after the bucket is there and before the state is in it', 'init', { stateStack: 'created' }],
])('a crash %s is repaired by running it again', async (_, command, expected) => {
  writeFileSync(join(world, 'fail'), command);
  await expect(run(bootstrap)).rejects.toThrow(`${command} crashed`);
  writeFileSync(join(world, 'fail'), '');
  await expect(run(bootstrap)).resolves.toMatchObject(expected);
  expect(existsSync(work())).toBe(false);
});

test('a state left on this machine by a crash before the move is moved', async () => {
  writeFileSync(join(world, 'bucket'), '');
  followTerraform();
  kept(stateWith(3));
  await expect(run(bootstrap)).resolves.toMatchObject({ stateStack: 'moved' });
  expect(bucket.objects?.get('demo-state.tfstate')).toBe(stateWith(3));
});

test('a copy left on this machine by a crash after the move is dropped', async () => {
  bootstrapped(3);
  kept(stateWith(3));
  await expect(run(bootstrap)).resolves.toMatchObject({ stateStack: 'unchanged' });
  expect(existsSync(work())).toBe(false);
});

test('a bucket whose state nobody holds is not touched', async () => {
  writeFileSync(join(world, 'bucket'), '');
  followTerraform();
  await expect(run(bootstrap)).rejects.toThrow(
    /^The bucket "states" exists, and neither it nor .* holds the state of "demo-state"/,
  );
  expect(commands()).toEqual([]);
});

test('two states of different origin are for a person to settle', async () => {
  bootstrapped(3);
  kept(stateWith(4, 'two'));
  await expect(run(bootstrap)).rejects.toThrow('come from two different creations');
});

test('an unknown deployment is answered with those there are', async () => {
  options = { ...options, deployment: 'dmo' };
  await expect(run(bootstrap)).rejects.toThrow('There is no deployment "dmo": expected one of demo');
});

describe('the way back', () => {
  test('moves the state here, then destroys the stack', async () => {
    bootstrapped();
    await expect(run(destroyBootstrap)).resolves.toBe('destroyed');
    expect(commands()).toEqual(['init -reconfigure', 'init -migrate-state', 'destroy']);
    expect(bucket.objects).toBeUndefined();
    await expect(run(destroyBootstrap)).resolves.toBe('unchanged');
  });

  test('is refused while another stack owns anything', async () => {
    bootstrapped();
    bucket.objects?.set('demo-region-a.tfstate', stateWith(2));
    await expect(run(destroyBootstrap)).rejects.toThrow(
      'The bucket holds the state of "demo-region-a": destroy what they own first',
    );
    expect(commands()).toEqual([]);
  });

  test('is refused while the document protects the bucket, before the state leaves it', async () => {
    bootstrapped();
    const file = join(options.outputDirectory ?? '', 'stacks', 'demo-state', 'cdk.tf.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    json.resource = { aws_s3_bucket: { state: { lifecycle: { prevent_destroy: true } } } };
    writeFileSync(file, JSON.stringify(json));
    await expect(run(destroyBootstrap)).rejects.toThrow('"demo-state" is protected against deletion: set');
    expect(commands()).toEqual([]);
  });

  test('continues from the state kept here after a crash, even when the bucket is gone', async () => {
    bootstrapped();
    writeFileSync(join(world, 'fail'), 'destroy');
    await expect(run(destroyBootstrap)).rejects.toThrow('destroy crashed');
    writeFileSync(join(world, 'fail'), '');
    rmSync(join(world, 'bucket'));
    await expect(run(destroyBootstrap)).resolves.toBe('destroyed');
    expect(commands().slice(-2)).toEqual(['init -reconfigure', 'destroy']);
  });
});
