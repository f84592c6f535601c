import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NOTHING } from '../../terraform/json-output';
import { applyAlone, planAlone } from '../../terraform/plan-alone';
import { fakeTerraform } from '../support/fake-terraform';

const id = 'demo-global';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  for (const path of ['cdk.tf.json', 'assets/function.zip', '.terraform/terraform.tfstate']) {
    mkdirSync(dirname(join(root, id, path)), { recursive: true });
    writeFileSync(join(root, id, path), '{}');
  }
});

/** `script` writes down where it works and what lies there. */
async function plan(script: string) {
  const seen = join(root, 'seen');
  const binary = fakeTerraform(
    join(root, 'terraform'),
    `pwd > ${seen}; find . -type f >> ${seen}\n${script}`,
  );
  const changes = await planAlone({ id, directory: join(root, id) }, { binary }).catch(String);
  const [folder = '', ...files] = readFileSync(seen, 'utf8').trim().split('\n');
  return { changes, folder, files: files.sort() };
}

test('a stack is planned in a copy of its folder without what earlier runs left there', async () => {
  const summary = { type: 'change_summary', changes: { add: 1, change: 2, remove: 0, operation: 'plan' } };
  const { changes, folder, files } = await plan(`echo '${JSON.stringify(summary)}'`);

  expect(changes).toEqual({ ...NOTHING, add: 1, change: 2 });
  expect(folder).not.toBe(join(root, id));
  expect(folder).toMatch(/\/demo-global$/);
  // The last one is empty: none but its owner may read what Terraform writes into it.
  expect(files).toEqual(['./assets/function.zip', './cdk.tf.json', './meridian.tfplan']);
  expect(existsSync(dirname(folder))).toBe(false);
});

test('nothing is left behind where the plan fails', async () => {
  const { changes, folder } = await plan('[ "$1" = init ] || exit 1');

  expect(changes).toMatch(/demo-global/);
  expect(existsSync(dirname(folder))).toBe(false);
});

describe('a stack that is applied alone', () => {
  const summary = { type: 'change_summary', changes: { add: 0, change: 1, remove: 0, operation: 'apply' } };
  const apply = (alter?: (json: string) => string | undefined) => {
    const binary = fakeTerraform(
      join(root, 'terraform'),
      `cat cdk.tf.json > ${join(root, 'seen')}; echo '${JSON.stringify(summary)}'`,
    );
    return applyAlone({ id, directory: join(root, id) }, { binary }, alter);
  };

  it('is applied as it is, or as it was altered, and its own folder stays as it was', async () => {
    expect(await apply()).toMatchObject({ change: 1 });
    expect(readFileSync(join(root, 'seen'), 'utf8')).toBe('{}');

    expect(await apply(() => '{"altered":true}')).toMatchObject({ change: 1 });
    expect(readFileSync(join(root, 'seen'), 'utf8')).toBe('{"altered":true}');
    expect(readFileSync(join(root, id, 'cdk.tf.json'), 'utf8')).toBe('{}');
  });

  it('is left alone where there is nothing to alter', async () => {
    expect(await apply(() => undefined)).toBeUndefined();
    expect(existsSync(join(root, 'seen'))).toBe(false);
  });
});
