import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liftGuards, refuseDestruction } from '../../terraform/destruction-guard';
import { KEPT_TYPES } from '../../terraform/kept-types';
import type { PlannedResource } from '../../terraform/workspace';
import { synthesizedFolder } from '../support/synthesized-folder';

const applyCommand = (id: string) => `apply ${id}`;

type Change = PlannedResource['change'];

function refused(
  resources: Readonly<Record<string, readonly string[] | Change>>,
  { deletionProtection = true, add = 0, change = 1, remove = 1, destroys = [] as string[] } = {},
): Promise<void> {
  // As a workspace does: everything, where the plan touches one of the types.
  const plannedResources = async (types: ReadonlySet<string>) => {
    const planned = Object.entries(resources).map(([address, done]) => ({
      address,
      type: address.split('.')[0] ?? '',
      change: 'actions' in done ? done : { actions: done },
    }));
    return planned.some(({ type }) => types.has(type)) ? planned : [];
  };
  const stack = { id: 'x-data', deletionProtection };
  return refuseDestruction({ plannedResources }, { add, change, remove }, stack, { destroys, applyCommand });
}

const refusal = (resources: Parameters<typeof refused>[0]) =>
  refused(resources).then(
    () => 'not refused',
    (error: Error) => error.message,
  );

const updated = (before: Change['before'], after: Change['after']): Change => ({
  actions: ['update'],
  before: before ?? {},
  after: after ?? {},
});

describe('the plan of a protected stack', () => {
  test.each(Object.keys(KEPT_TYPES))('that destroys or replaces %s is refused', async (type) => {
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

  test('asks for a type where there are more of it than a person compares', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const groups = Object.fromEntries(names.map((name) => [`aws_cloudwatch_log_group.${name}`, ['delete']]));
    const plan = { ...groups, 'aws_eip.one': ['delete'] };
    await expect(refused(plan)).rejects.toThrow(
      'If it is to be lost: apply x-data --destroys aws_cloudwatch_log_group --destroys aws_eip.one',
    );
    await expect(refused(plan, { destroys: ['aws_cloudwatch_log_group'] })).rejects.toThrow(
      /^"x-data" would destroy aws_eip/,
    );
    const destroys = ['aws_cloudwatch_log_group', 'aws_eip.one'];
    await expect(refused(plan, { destroys })).resolves.toBeUndefined();
  });

  test('asks apart for what a replacement has left behind, in words that a shell takes as they are', async () => {
    const left = { address: 'aws_eip.a["k"]', type: 'aws_eip', change: { actions: ['delete'] } };
    const plannedResources = async () => [left, { ...left, deposed: '1a2b' }];
    const of = (...destroys: string[]) =>
      refuseDestruction(
        { plannedResources },
        { add: 0, change: 0, remove: 2 },
        { id: 'x-data', deletionProtection: true },
        { destroys, applyCommand },
      );
    await expect(of()).rejects.toThrow(
      `apply x-data --destroys 'aws_eip.a["k"]' --destroys 'aws_eip.a["k"]/deposed/1a2b'`,
    );
    await expect(of(`${left.address}/deposed/1a2b`)).rejects.toThrow(`would destroy ${left.address}, which`);
    await expect(of(left.address, `${left.address}/deposed/1a2b`)).resolves.toBeUndefined();
  });

  test('loses the versioning of a bucket with the bucket, and of one that stays not', async () => {
    const gone = (bucket: string): Change => ({ actions: ['delete'], before: { bucket }, after: null });
    const [bucket, own, other] = [
      'aws_s3_bucket.a',
      'aws_s3_bucket_versioning.a',
      'aws_s3_bucket_versioning.b',
    ];
    const plan = { [bucket]: gone('a'), [own]: gone('a') };
    await expect(refused(plan, { destroys: [bucket] })).resolves.toBeUndefined();
    await expect(refused({ ...plan, [other]: gone('b') }, { destroys: [bucket] })).rejects.toThrow(
      new RegExp(`^"x-data" would destroy ${other}`),
    );
  });

  const lifecycle = (...rule: object[]) => ({ rule });
  const rule = (days: { objects?: number; versions?: number }, also: object = {}) => ({
    id: 'expire',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    expiration: days.objects === undefined ? [] : [{ days: days.objects, date: null }],
    noncurrent_version_expiration: days.versions === undefined ? [] : [{ noncurrent_days: days.versions }],
    ...also,
  });
  const expires = 'aws_s3_bucket_lifecycle_configuration.a';
  const versioning = (status: string) => ({ versioning_configuration: [{ status }] });
  test.each([
    [
      'aws_rds_cluster.a',
      { backup_retention_period: 35 },
      { backup_retention_period: 1 },
      'lower backup_retention_period of aws_rds_cluster.a from 35 to 1',
    ],
    [
      'aws_rds_cluster.a',
      { backup_retention_period: 7 },
      { backup_retention_period: 0 },
      'lower backup_retention_period of aws_rds_cluster.a from 7 to 0',
    ],
    [
      'aws_cloudwatch_log_group.a',
      { retention_in_days: 0 },
      { retention_in_days: 365 },
      'lower retention_in_days of aws_cloudwatch_log_group.a from 0 to 365',
    ],
    [
      'aws_s3_bucket_versioning.a',
      versioning('Enabled'),
      versioning('Suspended'),
      'suspend aws_s3_bucket_versioning.a',
    ],
    ['aws_kms_key.a', { is_enabled: true }, { is_enabled: false }, 'disable aws_kms_key.a'],
    [
      expires,
      lifecycle(rule({ versions: 90 })),
      lifecycle(rule({ versions: 7 })),
      `make old versions expire after 7 days instead of 90 days by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({ versions: 90 })),
      lifecycle(rule({ versions: 90, objects: 30 })),
      `make objects expire after 30 days instead of never by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({ objects: 30 }, { status: 'Disabled' })),
      lifecycle(rule({ objects: 30 })),
      `make objects expire after 30 days instead of never by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({ objects: 30 }, { filter: [{ prefix: 'logs/' }] })),
      lifecycle(rule({ objects: 30 })),
      `make objects expire after 30 days instead of never by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({}, { expiration: [{ date: '2999-06-01T00:00:00Z' }] })),
      lifecycle(rule({}, { expiration: [{ date: '2999-01-01T00:00:00Z' }] })),
      `make objects expire on 2999-01-01 instead of on 2999-06-01 by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({}, { expiration: [{ date: '2999-06-01T00:00:00Z' }] })),
      lifecycle(rule({ objects: 30 })),
      `make objects expire after 30 days instead of on 2999-06-01 by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({ objects: 30 })),
      lifecycle(rule({}, { expiration: [{ date: '2020-01-01T00:00:00Z' }] })),
      `make objects expire on 2020-01-01 instead of 30 days by ${expires}`,
    ],
    [
      expires,
      lifecycle(
        rule({}, { noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 5 }] }),
      ),
      lifecycle(
        rule({}, { noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 2 }] }),
      ),
      `make old versions expire after 30 days beyond the newest 2 instead of 30 days beyond the newest 5 by ${expires}`,
    ],
    [
      expires,
      lifecycle(rule({ objects: 30 }, { filter: [], prefix: 'logs/' })),
      lifecycle(
        rule({ objects: 30 }, { filter: [], prefix: 'data/' }),
        rule({ objects: 30 }, { prefix: 'logs/' }),
      ),
      `make objects expire after 30 days instead of never by ${expires}`,
    ],
    ['aws_kms_key.a', { is_enabled: true }, {}, 'leave it to AWS to disable aws_kms_key.a'],
    [
      'aws_lb.a',
      { enable_deletion_protection: true },
      {},
      'no longer say what enable_deletion_protection of aws_lb.a is',
    ],
    [
      'aws_rds_cluster.a',
      { deletion_protection: true },
      { deletion_protection: null },
      'no longer say what deletion_protection of aws_rds_cluster.a is',
    ],
    [
      'aws_secretsmanager_secret.a',
      { recovery_window_in_days: 30 },
      { recovery_window_in_days: 7 },
      'lower recovery_window_in_days of aws_secretsmanager_secret.a from 30 to 7',
    ],
    [
      'aws_s3_bucket.a',
      { force_destroy: false },
      { force_destroy: true },
      'set force_destroy of aws_s3_bucket.a to true',
    ],
    [
      'aws_rds_cluster.a',
      { skip_final_snapshot: false },
      { skip_final_snapshot: true },
      'set skip_final_snapshot of aws_rds_cluster.a to true',
    ],
    [
      'aws_lb.a',
      { enable_deletion_protection: true },
      { enable_deletion_protection: false },
      'set enable_deletion_protection of aws_lb.a to false',
    ],
    [
      'aws_secretsmanager_secret.a',
      { recovery_window_in_days: 30 },
      { recovery_window_in_days: 0 },
      'set recovery_window_in_days of aws_secretsmanager_secret.a to 0',
    ],
  ])('is refused where %s would lose something in its place', async (address, before, after, what) => {
    const plan = { [address]: updated(before, after) };
    await expect(refused(plan, { remove: 0 })).rejects.toThrow(`"x-data" would ${what}`);
    await expect(refused(plan, { remove: 0, destroys: [address] })).rejects.toThrow(what);
    const [agreement = ''] = (await refusal(plan)).match(/(?<=--destroys )\S+$/) ?? [];
    expect(agreement).toMatch(new RegExp(`^${address}:[a-z_]+$`));
    await expect(refused(plan, { remove: 0, destroys: [agreement] })).resolves.toBeUndefined();
    await expect(refused({ [address]: updated(after, before) }, { remove: 0 })).resolves.toBeUndefined();
    await expect(refused({ [address]: updated(before, before) }, { remove: 0 })).resolves.toBeUndefined();
  });

  test('agrees by type to what many lose in their place, and to no destruction', async () => {
    const fewer = updated({ retention_in_days: 365 }, { retention_in_days: 7 });
    const names = ['a', 'b', 'c', 'd'].map((name) => `aws_cloudwatch_log_group.${name}`);
    const plan = Object.fromEntries(names.map((name) => [name, fewer]));
    const destroys = ['aws_cloudwatch_log_group:retention_in_days'];
    expect(await refusal(plan)).toMatch(new RegExp(`apply x-data --destroys ${destroys}$`));
    await expect(refused(plan, { destroys })).resolves.toBeUndefined();
    await expect(
      refused({ ...plan, 'aws_cloudwatch_log_group.e': ['delete'] }, { destroys }),
    ).rejects.toThrow(/^"x-data" would destroy aws_cloudwatch_log_group\.e, /);
    await expect(refused(plan, { destroys: ['aws_cloudwatch_log_group'] })).rejects.toThrow('would lower');
  });

  const made = (after: object, actions = ['create'], before: object | null = null) =>
    ({ actions, before, after }) as Change;
  const expiring = { bucket: 'a', ...lifecycle(rule({ objects: 30 })) };
  const keeping = { bucket: 'a', ...lifecycle(rule({ objects: 90 })) };
  const alone = { change: 0, remove: 0, add: 1 };

  test('is refused where a lifecycle that is made, or made again, expires what a bucket that stays has', async () => {
    await expect(refused({ [expires]: made(expiring) }, alone)).rejects.toThrow(
      `would make objects expire after 30 days instead of never by ${expires}`,
    );
    const again = made(expiring, ['delete', 'create'], keeping);
    await expect(refused({ [expires]: again })).rejects.toThrow('after 30 days instead of 90 days');
    const elsewhere = made(expiring, ['delete', 'create'], { ...expiring, bucket: 'b' });
    await expect(refused({ [expires]: elsewhere })).rejects.toThrow('after 30 days instead of never');
  });

  test('may make a lifecycle with its bucket, of its name or of one that the apply tells, and under another address', async () => {
    const bucket = { 'aws_s3_bucket.a': made({ bucket: 'a' }) };
    await expect(refused({ ...bucket, [expires]: made(expiring) }, alone)).resolves.toBeUndefined();
    const later = made(lifecycle(rule({ objects: 30 })));
    await expect(refused({ ...bucket, [expires]: later }, alone)).resolves.toBeUndefined();
    const other = { 'aws_s3_bucket.b': made({ bucket: 'b' }) };
    await expect(refused({ ...other, [expires]: made(expiring) }, alone)).rejects.toThrow('instead of never');
    const gone: Change = { actions: ['delete'], before: expiring, after: null };
    const moved = { 'aws_s3_bucket_lifecycle_configuration.b': gone, [expires]: made(expiring) };
    await expect(refused(moved)).resolves.toBeUndefined();
    await expect(
      refused({ [expires]: made(expiring, ['delete', 'create'], expiring) }),
    ).resolves.toBeUndefined();
  });

  test('may expire what lies under a prefix as its whole bucket did', async () => {
    const before = lifecycle(rule({ objects: 30 }, { filter: [{ prefix: 'logs/' }] }));
    const after = lifecycle(rule({ objects: 30 }, { filter: [], prefix: 'logs/old/' }));
    await expect(refused({ [expires]: updated(before, after) })).resolves.toBeUndefined();
  });

  test('may give a rule of a lifecycle another id', async () => {
    const renamed = updated(
      lifecycle(rule({ objects: 30 })),
      lifecycle(rule({ objects: 30 }, { id: 'other' })),
    );
    await expect(refused({ [expires]: renamed }, { remove: 0 })).resolves.toBeUndefined();
  });

  test.each([
    ['aws_s3_bucket.a', { force_destroy: false }, { force_destroy: true }],
    ['aws_secretsmanager_secret.a', { recovery_window_in_days: 30 }, { recovery_window_in_days: 0 }],
    ['aws_lb.a', { enable_deletion_protection: true }, { enable_deletion_protection: false }],
  ])(
    'is refused where it takes the guard from %s as its protection goes off, and loses in place',
    async (address, on, off) => {
      const group = 'aws_cloudwatch_log_group.b';
      const plan = {
        [address]: updated(on, off),
        [group]: updated({ retention_in_days: 365 }, { retention_in_days: 7 }),
      };
      const unprotected = { deletionProtection: false, remove: 0 };
      await expect(refused(plan, unprotected)).rejects.toThrow(
        `"x-data" would lower retention_in_days of ${group} from 365 to 7, and AWS would delete what is older, in the apply that switches its protection off.\nNothing was changed. If it is to be lost: apply x-data --destroys ${group}:retention_in_days`,
      );
      const { [group]: lower = [], ...switchedOff } = plan;
      await expect(refused(switchedOff, unprotected)).resolves.toBeUndefined();
      await expect(refused({ [group]: lower }, unprotected)).resolves.toBeUndefined();
    },
  );

  test('is refused where the same apply switches the protection off and destroys', async () => {
    const off = updated({ deletion_protection: true }, { deletion_protection: false });
    const plan = { 'aws_rds_cluster.a': off, 'aws_kms_key.b': ['delete'] };
    await expect(refused(plan, { deletionProtection: false })).rejects.toThrow(
      '"x-data" would destroy aws_kms_key.b, which holds data or a name, in the apply that switches its protection off.',
    );
    const { 'aws_rds_cluster.a': first, ...second } = plan;
    await expect(
      refused({ 'aws_rds_cluster.a': first }, { deletionProtection: false }),
    ).resolves.toBeUndefined();
    await expect(refused(second, { deletionProtection: false })).resolves.toBeUndefined();
  });

  test.each([
    ['destroys', ['delete'], null],
    ['replaces', ['delete', 'create'], { deletion_protection: false }],
  ])(
    'is refused where the apply that switches the protection off %s what has the guard',
    async (_, actions, after) => {
      const cluster: Change = { actions, before: { deletion_protection: true }, after };
      const plan = { 'aws_rds_cluster.a': cluster, 'aws_eip.b': ['delete'] };
      const unprotected = { deletionProtection: false, change: 0 };
      await expect(refused(plan, unprotected)).rejects.toThrow(
        /^"x-data" would destroy aws_rds_cluster\.a, .*in the apply that switches its protection off\.\n"x-data" would destroy aws_eip\.b/,
      );
      await expect(refused(plan, { ...unprotected, destroys: Object.keys(plan) })).resolves.toBeUndefined();
      const unguarded = {
        ...plan,
        'aws_rds_cluster.a': { ...cluster, before: { deletion_protection: false } },
      };
      await expect(refused(unguarded, unprotected)).resolves.toBeUndefined();
    },
  );

  test('of an unprotected stack may destroy what a replacement has left behind, whose guard no apply takes', async () => {
    const change = { actions: ['delete'], before: { recovery_window_in_days: 30 }, after: null };
    const address = 'aws_secretsmanager_secret.a';
    const left = { address, type: 'aws_secretsmanager_secret', deposed: '1a2b', change };
    const stack = { id: 'x-data', deletionProtection: false };
    const planned = { add: 0, change: 0, remove: 1 };
    const refusing = (resource: PlannedResource) =>
      refuseDestruction({ plannedResources: async () => [resource] }, planned, stack, { applyCommand });
    await expect(refusing(left)).resolves.toBeUndefined();
    await expect(refusing({ ...left, deposed: undefined })).rejects.toThrow(`would destroy ${address}`);
  });

  test('is not looked into where the stack is unprotected or nothing is changed or removed', async () => {
    const plan = { 'aws_vpc.a': ['delete'] };
    await expect(refused(plan, { deletionProtection: false })).resolves.toBeUndefined();
    await expect(refused(plan, { change: 0, remove: 0 })).resolves.toBeUndefined();
  });
});

test('guards are not set again in a stack that somebody has synthesized meanwhile', () => {
  const directory = join(synthesizedFolder({ 'demo-global': [] }), 'stacks', 'demo-global');
  const file = join(directory, 'cdk.tf.json');
  writeFileSync(
    file,
    JSON.stringify({ resource: { aws_vpc: { a: { lifecycle: { prevent_destroy: true } } } } }),
  );
  const restore = liftGuards({ directory }, ['aws_vpc.a']);
  writeFileSync(file, '{"newer":true}');
  restore();
  expect(readFileSync(file, 'utf8')).toBe('{"newer":true}');
});

test("who agrees to lose a resource takes Terraform's guard from it, and from no other", () => {
  const directory = join(synthesizedFolder({ 'demo-global': [] }), 'stacks', 'demo-global');
  const guarded = () => ({ lifecycle: { prevent_destroy: true, ignore_changes: ['vpc'] } });
  const file = join(directory, 'cdk.tf.json');
  writeFileSync(
    file,
    JSON.stringify({ resource: { aws_vpc: { a: guarded(), b: guarded() }, aws_eip: { c: guarded() } } }),
  );
  const asSynthesized = readFileSync(file, 'utf8');
  const restore = liftGuards({ directory }, ['aws_vpc.a', 'aws_vpc.b:tags', 'aws_vpc.gone', 'aws_eip']);
  expect(JSON.parse(readFileSync(file, 'utf8')).resource.aws_vpc).toEqual({
    a: { lifecycle: { prevent_destroy: false, ignore_changes: ['vpc'] } },
    b: guarded(),
  });
  expect(JSON.parse(readFileSync(file, 'utf8')).resource.aws_eip.c.lifecycle.prevent_destroy).toBe(false);
  restore();
  expect(readFileSync(file, 'utf8')).toBe(asSynthesized);
});
