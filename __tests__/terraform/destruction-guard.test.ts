import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_TYPES, liftGuards, refuseDestruction } from '../../terraform/destruction-guard';
import { synthesizedFolder } from '../support/synthesized-folder';

const applyCommand = (id: string) => `apply ${id}`;

function refused(
  resources: Readonly<Record<string, readonly string[]>>,
  { deletionProtection = true, remove = 1, destroys = [] as string[] } = {},
): Promise<void> {
  const plannedResources = async () =>
    Object.entries(resources).map(([address, actions]) => ({
      address,
      type: address.split('.')[0] ?? '',
      change: { actions },
    }));
  const stack = { id: 'x-data', deletionProtection };
  return refuseDestruction({ plannedResources }, { remove }, stack, { destroys, applyCommand });
}

describe('the plan of a protected stack', () => {
  test.each([...KEPT_TYPES])('that destroys or replaces %s is refused', async (type) => {
    const address = `${type}.main`;
    for (const actions of [['delete'], ['delete', 'create'], ['create', 'delete']]) {
      await expect(refused({ [address]: actions })).rejects.toThrow(
        `"x-data" would destroy ${address}, which`,
      );
    }
  });

  test('may create, change and forget what is kept, and destroy the rest', async () => {
    const others = {
      'aws_vpc.new': ['create'],
      'aws_vpc.changed': ['update'],
      'aws_s3_bucket.moved': ['forget'],
      'aws_route.old': ['delete'],
    };
    await expect(refused(others)).resolves.toBeUndefined();
  });

  test('names every resource in a sentence, and the command that agrees to lose them all', async () => {
    const plan = { 'aws_vpc.a': ['delete'], 'aws_subnet.b': ['delete'], 'aws_kms_key.c': ['delete'] };
    await expect(refused(plan, { destroys: ['aws_kms_key.c'] })).rejects.toThrow(
      [
        '"x-data" would destroy aws_vpc.a, which holds data or a name, while its deletionProtection is on.',
        '"x-data" would destroy aws_subnet.b, which holds data or a name, while its deletionProtection is on.',
        'Nothing was changed. If it is to be lost: apply x-data --destroys aws_vpc.a --destroys aws_subnet.b',
      ].join('\n'),
    );
    await expect(refused(plan, { destroys: Object.keys(plan) })).resolves.toBeUndefined();
  });

  test('is not looked into where the stack is unprotected or nothing is removed', async () => {
    const plan = { 'aws_vpc.a': ['delete'] };
    await expect(refused(plan, { deletionProtection: false })).resolves.toBeUndefined();
    await expect(refused(plan, { remove: 0 })).resolves.toBeUndefined();
  });
});

test("who agrees to lose a resource takes Terraform's guard from it, and from no other", () => {
  const directory = join(synthesizedFolder({ 'demo-global': [] }), 'stacks', 'demo-global');
  const guarded = () => ({ lifecycle: { prevent_destroy: true, ignore_changes: ['vpc'] } });
  const file = join(directory, 'cdk.tf.json');
  writeFileSync(file, JSON.stringify({ resource: { aws_vpc: { a: guarded(), b: guarded() } } }));
  liftGuards({ directory }, ['aws_vpc.a', 'aws_vpc.gone']);
  expect(JSON.parse(readFileSync(file, 'utf8')).resource.aws_vpc).toEqual({
    a: { lifecycle: { prevent_destroy: false, ignore_changes: ['vpc'] } },
    b: guarded(),
  });
});
