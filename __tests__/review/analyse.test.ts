import { analyse } from '../../review/analysis/analyse';
import { judge } from '../../review/gates/judge';
import type { ResourceChange } from '../../review/plan-json';
import {
  changed,
  context,
  created,
  destroyed,
  onlyStack,
  outputChange,
  plan,
  planned,
  remoteState,
  replaced,
  reviewOf,
  source,
  updated,
} from './support';

const resources = (...changes: ResourceChange[]) => onlyStack(reviewOf(changes)).resources;

describe('one stack', () => {
  test('counts every kind of change once, and what does not change not at all', () => {
    const { counts } = onlyStack(
      reviewOf(
        [
          created('aws_route.a', { id: 'a' }),
          updated('aws_route.b', { id: 'a' }, { id: 'b' }),
          replaced('aws_route.c', { id: 'a' }, { id: 'b' }),
          changed('aws_route.d', { actions: ['create', 'delete'], before: {}, after: {} }),
          destroyed('aws_route.e'),
          changed('aws_route.f', { actions: ['no-op'], also: { previous_address: 'aws_route.old' } }),
          changed('aws_route.g', { actions: ['no-op'], importing: { id: 'g' } }),
          changed('aws_route.h', ['forget']),
          changed('aws_route.i', ['no-op']),
          changed('aws_caller_identity.j', { actions: ['read'], also: { mode: 'data' } }),
        ],
        {
          more: {
            output_changes: {
              a: outputChange('x', 'y'),
              b: { ...outputChange('x', 'x'), actions: ['no-op'] },
            },
          },
        },
      ),
    );
    expect(counts).toEqual({
      create: 1,
      update: 1,
      replace: 2,
      destroy: 1,
      move: 1,
      import: 1,
      forget: 1,
      outputs: 1,
    });
  });

  test('tells why something is replaced, and by which attribute', () => {
    const change = {
      ...replaced(
        'aws_vpc.a',
        { cidr_block: 'a' },
        { cidr_block: 'b' },
        { replace_paths: [['cidr_block'], ['x', 0, 'y']] },
      ),
      action_reason: 'replace_because_cannot_update',
    };
    expect(resources(change)).toMatchObject([
      {
        action: 'replace',
        reason: 'replace_because_cannot_update',
        forcedBy: ['cidr_block', 'x[0].y'],
        kept: 'everything in a region is in it',
        attributes: [{ path: 'cidr_block', before: 'a', after: 'b' }],
      },
    ]);
  });

  test('finds the block of a set that changes, wherever it stands, and calls it by its name', () => {
    const rules = (...limits: number[]) => ({
      rule: limits.map((limit, index) => ({ name: `rule-${index}`, limit })),
    });
    const before = rules(1, 2, 3);
    const after = { rule: [...rules(1, 2, 9).rule].reverse() };
    expect(resources(updated('aws_wafv2_web_acl.a', before, after))[0]?.attributes).toEqual([
      { path: 'rule["rule-2"].limit', before: 3, after: 9 },
    ]);
  });

  test('says what only the apply will tell', () => {
    const change = updated(
      'aws_route.a',
      { id: 'a', b: { c: 1 } },
      { b: {} },
      { after_unknown: { id: true, b: { c: true } } },
    );
    expect(resources(change)[0]?.attributes).toEqual([
      { path: 'b.c', before: 1, after: '(known after apply)' },
      { path: 'id', before: 'a', after: '(known after apply)' },
    ]);
  });

  test('pairs what goes with what comes in its likeness, and writes the block that keeps it', () => {
    const attributes = {
      name: 'a',
      engine: 'b',
      size: 3,
      zone: 'c',
      class: 'd',
      tags: { x: 'y' },
      port: 1,
      user: 'u',
      group: 'g',
      mode: 'm',
    };
    const { renames } = onlyStack(
      reviewOf([
        destroyed('aws_rds_cluster.old', attributes),
        destroyed('aws_rds_cluster.other', { ...attributes, name: 'z', engine: 'z' }),
        created('aws_rds_cluster.new', { ...attributes, mode: 'n' }, { after_unknown: { arn: true } }),
      ]),
    );
    expect(renames).toEqual([
      {
        type: 'aws_rds_cluster',
        from: 'aws_rds_cluster.old',
        to: 'aws_rds_cluster.new',
        likeness: 90,
        moved: 'moved {\n  from = aws_rds_cluster.old\n  to   = aws_rds_cluster.new\n}',
      },
    ]);
  });

  describe('what a removed block forgets', () => {
    const attributes = { bucket: 'a', force_destroy: true, object_lock_enabled: true, tags: { x: 'y' } };
    const forgotten = (type: string) =>
      changed(`${type}.old`, { actions: ['forget'], before: attributes, after: null });
    const told = (type: string, after: typeof attributes) => {
      const review = judge(
        reviewOf([forgotten(type), created(`${type}.new`, after)]),
        [],
        new Date('2026-01-01'),
      );
      return review.findings
        .filter(({ gate }) => gate === 'G19')
        .map(({ severity, sentence }) => [severity, sentence]);
    };

    test.each([
      ['aws_s3_bucket', 'refuse'],
      ['aws_x', 'warn'],
    ])('and creates in its likeness is told: %s', (type, severity) => {
      expect(told(type, attributes)).toEqual([
        [
          severity,
          `"x-region-asia" forgets ${type}.old, which AWS keeps, and creates ${type}.new, which is 100 % alike: its name is taken, or there are two from then on. A moved block in the place of "removed" keeps the one.`,
        ],
      ]);
    });

    test('and creates as something else is no pair', () => {
      expect(told('aws_s3_bucket', { ...attributes, bucket: 'b', force_destroy: false })).toEqual([]);
    });

    test('and makes anew at the same address is told in words', () => {
      const change = { actions: ['create', 'forget'] as const, before: attributes, after: attributes };
      const [resource] = onlyStack(reviewOf([changed('aws_x.a', change)])).resources;
      expect([resource?.action, resource?.words]).toEqual([
        'create',
        [
          'aws_x.a: the one that is there is forgotten, not destroyed, and another one is made: AWS has two from then on, or refuses the second of one name',
        ],
      ]);
    });
  });

  test('reports drift of what is kept only', () => {
    const drifted = ['aws_s3_bucket.a', 'aws_route.b'].map((address) => updated(address, { x: 1 }, { x: 2 }));
    const { drift } = onlyStack(reviewOf([], { more: { resource_drift: drifted } }));
    expect(drift.map(({ address }) => address)).toEqual(['aws_s3_bucket.a']);
  });

  test('is protected by its base, by its head, by a block of either, or by what a resource says of itself', () => {
    const plain = source('x-data-asia');
    const kept = source('x-data-asia', {}, { deletionProtection: true });
    const guarded = source('x-data-asia', {
      resource: { aws_vpc: { a: { lifecycle: { prevent_destroy: true } } } },
    });
    const isProtected = (...args: Parameters<typeof reviewOf>) => onlyStack(reviewOf(...args)).isProtected;
    expect(isProtected([], { head: plain })).toBe(false);
    expect(isProtected([], { head: plain, base: kept })).toBe(true);
    expect(isProtected([], { head: kept, base: plain })).toBe(true);
    expect(isProtected([], { head: plain, base: guarded })).toBe(true);
    expect(
      isProtected([destroyed('aws_rds_cluster.a', { deletion_protection: true })], { head: plain }),
    ).toBe(true);
  });
});

describe('several stacks', () => {
  const global = source('x-global', { output: { zone: { value: 'a' }, unread: { value: 'a' } } });
  const reader = (name: string, awsRegion: string) =>
    source(
      `x-region-${name}`,
      {
        data: { terraform_remote_state: remoteState('x-global') },
        resource: {
          aws_route53_record: { r: { zone_id: '${data.terraform_remote_state.x-global.outputs.zone}' } },
        },
        output: { domain: { value: '${data.terraform_remote_state.x-global.outputs["zone"]}' } },
      },
      { awsRegions: [awsRegion], team: 'regions' },
    );
  const [asia, europe] = [reader('asia', 'ap-southeast-1'), reader('europe', 'eu-central-1')];
  const further = source(
    'x-data-asia',
    {
      data: { terraform_remote_state: remoteState('x-region-asia') },
      resource: {
        aws_rds_cluster: { c: { name: '${data.terraform_remote_state.x-region-asia.outputs.domain}' } },
      },
    },
    { team: 'data' },
  );
  const all = [global, asia, europe, further];

  test('reach as far as the outputs that change are read, and on from there', () => {
    const outputs = (name: string) => ({ output_changes: { [name]: outputChange('a', 'b') } });
    const { blastRadius } = analyse(
      [
        planned(global, plan([created('aws_route.a', {})], outputs('zone'))),
        planned(asia, plan([], outputs('domain')), { reason: 'reader' }),
      ],
      context(all),
    );
    expect(blastRadius[0]).toEqual({
      stack: 'x-global',
      outputs: ['zone'],
      readers: [
        { stack: 'x-data-asia', addresses: ['aws_rds_cluster.c'] },
        { stack: 'x-region-asia', addresses: ['aws_route53_record.r', 'output.domain'] },
        { stack: 'x-region-europe', addresses: ['aws_route53_record.r', 'output.domain'] },
      ],
      resources: 1,
      awsRegions: ['ap-southeast-1', 'eu-central-1', 'eu-west-1'],
      teams: ['data', 'edge', 'regions'],
    });
    expect(blastRadius[1]?.readers.map(({ stack }) => stack)).toEqual(['x-data-asia']);
  });

  test('of one kind are told apart where one changes alone', () => {
    const change = updated('aws_route.a', { x: 1 }, { x: 2 });
    const both = analyse(
      [asia, europe].map((each) => planned(each, plan([change]))),
      context(all),
    );
    expect(both.asymmetries).toEqual([]);
    const alone = analyse([planned(asia, plan([change]))], context(all));
    expect(alone.asymmetries).toEqual([
      {
        kind: 'region',
        address: 'aws_route.a',
        action: 'update',
        attributes: ['x'],
        changedIn: ['x-region-asia'],
        absentIn: ['x-region-europe'],
      },
    ]);
    const added = analyse([planned(asia, plan([change]), { reason: 'added' })], context(all));
    expect(added.asymmetries).toEqual([]);
  });

  test('give a document that is the same each time', () => {
    const make = () =>
      JSON.stringify(
        analyse(
          all.map((each) => planned(each, plan([created('aws_route.a', { b: 1, a: 2 })]))),
          context(all),
        ),
      );
    expect(make()).toBe(make());
  });
});
