import { analyse } from '../../review/analysis/analyse';
import type { StackSource } from '../../review/analysis/stack-source';
import { judge } from '../../review/gates/judge';
import type { Change } from '../../review/plan-json';
import { context, outputChange, plan, planned, remoteState, source } from './support';

interface Output {
  readonly value?: unknown;
  readonly sensitive?: boolean;
  readonly description?: string;
}
type Outputs = Readonly<Record<string, Output>>;

/** How an output is written, by its type: literals, references, and functions. */
const WRITTEN: Readonly<Record<string, readonly unknown[]>> = {
  text: [
    'asia.origin.example',
    '${aws_vpc.a.id}',
    '${join(",", aws_x.a.b)}',
    'x-${aws_vpc.a.id}',
    '${jsonencode(aws_x.a)}',
  ],
  list: [
    ['a', 'b'],
    ['${aws_subnet.a.id}'],
    '${tolist(aws_x.a.b)}',
    '${aws_subnet.a[*].id}',
    '${concat(aws_x.a.b, aws_x.b.b)}',
  ],
  map: [
    { a: 'b' },
    { a: '${aws_vpc.a.id}' },
    '${merge(aws_x.a.b, {})}',
    '${tomap(aws_x.a.b)}',
    '${zipmap(aws_x.a.b, aws_x.a.c)}',
  ],
};
const TYPES = Object.keys(WRITTEN);
/** What the state holds of each type. */
const LIVE: Readonly<Record<string, unknown>> = { text: 'a', list: ['a'], map: { a: 'b' } };

/** How a reader asks for an output. */
const READS: readonly ((reference: string) => unknown)[] = [
  (reference) => ({ resource: { aws_x: { r: { id: `\${${reference}.it}` } } } }),
  (reference) => ({
    resource: { aws_x: { r: { list: [{ deep: `a-\${element(${reference}["it"], 0)}` }] } } },
  }),
  (reference) => ({ output: { again: { value: `\${${reference}.it}` } } }),
  (reference) => ({ data: { aws_x: { r: { policy: `\${jsonencode({a = ${reference}.it})}` } } } }),
  (reference) => ({ locals: { all: `\${keys(${reference})}` } }),
];
const POSTCONDITION: Readonly<Record<string, unknown>> = {
  lifecycle: {
    postcondition: [
      {
        condition:
          '${!(try(self.outputs.contract_version, 0) >= 1) || length(setsubtract(["it","other"], keys(self.outputs))) == 0}',
      },
    ],
  },
};

const producer = (output: Outputs) =>
  source('x-global', { output: { contract_version: { value: 2 }, ...output } });

/** A reader whose name of the remote state says nothing: it is found by where the state lies. */
function reader(read: ((reference: string) => unknown) | undefined): StackSource {
  const name = 'upstream';
  const state = {
    [name]: { ...remoteState('x-global')['x-global'], ...(read === undefined ? POSTCONDITION : {}) },
  };
  const json = (read?.(`data.terraform_remote_state.${name}.outputs`) ?? {}) as { data?: object };
  return source('x-region-asia', { ...json, data: { ...json.data, terraform_remote_state: state } });
}

function broken(
  before: Outputs,
  after: Outputs,
  asks: StackSource,
  changes: Record<string, Change> = {},
): string[] {
  const [base, head] = [producer(before), producer(after)];
  const review = analyse(
    [planned(head, plan([], { output_changes: changes }))],
    context([head, asks], [base, asks]),
  );
  return judge(review, [], new Date('2026-01-01'))
    .findings.filter(({ gate, severity }) => gate === 'G03' && severity === 'refuse')
    .map(({ sentence }) => sentence);
}

interface Case {
  readonly name: string;
  readonly before: Outputs;
  readonly after: Outputs;
  readonly reader: StackSource;
  readonly changes?: Record<string, Change>;
}

const readers = [...READS, undefined].map((read, index) => ({ index, reader: reader(read) }));
const outputs = TYPES.flatMap((type) =>
  (WRITTEN[type] ?? []).map((value, index) => ({ type, value, name: `${type} ${index}` })),
);

const mutations: Case[] = readers.flatMap(({ index, reader: asks }) =>
  outputs.flatMap(({ type, value, name }): Case[] => {
    const it = { it: { value } };
    const other = TYPES.filter((each) => each !== type).map(
      (each) => WRITTEN[each]?.[(index + name.length) % 5],
    );
    const label = (what: string) => `${name}, read in way ${index}: ${what}`;
    return [
      { name: label('removed'), before: it, after: {}, reader: asks },
      { name: label('renamed'), before: it, after: { it_new: { value } }, reader: asks },
      { name: label('renamed in letters'), before: it, after: { It: { value } }, reader: asks },
      { name: label('null'), before: it, after: { it: { value: null } }, reader: asks },
      {
        name: label('null by plan'),
        before: it,
        after: it,
        reader: asks,
        changes: { it: { ...outputChange(LIVE[type], null), actions: ['update'] } },
      },
      { name: label('sensitive'), before: it, after: { it: { value, sensitive: true } }, reader: asks },
      {
        name: label('no longer sensitive'),
        before: { it: { value, sensitive: true } },
        after: it,
        reader: asks,
      },
      {
        name: label('gone from the base, and still live'),
        before: {},
        after: {},
        reader: asks,
        changes: { it: outputChange(LIVE[type], null) },
      },
      ...other.map((retyped, way) => ({
        name: label(`retyped ${way}`),
        before: it,
        after: { it: { value: retyped } },
        reader: asks,
      })),
      {
        name: label('retyped behind an expression that tells nothing'),
        before: { it: { value: '${aws_x.a.b}' } },
        after: { it: { value: '${aws_x.a.c}' } },
        reader: asks,
        changes: { it: outputChange(LIVE[type], type === 'text' ? ['a'] : 'a') },
      },
    ];
  }),
);

const harmless: Case[] = readers.flatMap(({ index, reader: asks }) =>
  outputs.flatMap(({ type, value, name }): Case[] => {
    const it = { it: { value, description: 'a' } };
    const label = (what: string) => `${name}, read in way ${index}: ${what}`;
    const same = (WRITTEN[type] ?? []).filter((each) => each !== value);
    return [
      { name: label('nothing'), before: it, after: it, reader: asks },
      {
        name: label('another description'),
        before: it,
        after: { it: { value, description: 'b' } },
        reader: asks,
      },
      { name: label('one more output'), before: it, after: { ...it, more: { value } }, reader: asks },
      {
        name: label('another order'),
        before: { a: { value: 1 }, ...it },
        after: { ...it, a: { value: 1 } },
        reader: asks,
      },
      {
        name: label('sensitive: false written out'),
        before: it,
        after: { it: { value, sensitive: false } },
        reader: asks,
      },
      ...same.map((each, way) => ({
        name: label(`written differently ${way}`),
        before: it,
        after: { it: { value: each } },
        reader: asks,
      })),
      {
        name: label('another value'),
        before: it,
        after: it,
        reader: asks,
        changes: { it: outputChange(LIVE[type], LIVE[type]) },
      },
      {
        name: label('known after the apply'),
        before: it,
        after: it,
        reader: asks,
        changes: { it: { ...outputChange(LIVE[type], null), actions: ['update'], after_unknown: true } },
      },
      {
        name: label('first applied'),
        before: {},
        after: it,
        reader: asks,
        changes: { it: outputChange(null, LIVE[type]) },
      },
    ];
  }),
);

test('there are enough of both', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(300);
  expect(harmless.length).toBeGreaterThanOrEqual(300);
  expect(new Set([...mutations, ...harmless].map(({ name }) => name)).size).toBe(
    mutations.length + harmless.length,
  );
});

test('every mutation of what somebody reads is refused, with who reads it and where', () => {
  const missed = mutations.filter(({ before, after, reader: asks, changes }) => {
    const found = broken(before, after, asks, changes);
    return found.length !== 1 || !found[0]?.includes('"x-region-asia" reads (');
  });
  expect(missed.map(({ name }) => name)).toEqual([]);
});

test('no addition and no change that readers do not feel is refused', () => {
  const alarmed = harmless.filter(
    ({ before, after, reader: asks, changes }) => broken(before, after, asks, changes).length > 0,
  );
  expect(alarmed.map(({ name }) => name)).toEqual([]);
});

test('the same mutations of what nobody reads are no refusal', () => {
  const nobody = source('x-region-asia', {
    resource: { aws_x: { r: { id: '${data.other.upstream.outputs.it}' } } },
  });
  const alarmed = mutations.filter(
    ({ before, after, changes }) => broken(before, after, nobody, changes).length > 0,
  );
  expect(alarmed.map(({ name }) => name)).toEqual([]);
});

test('a contract that goes back a version is refused, and one that goes forward is not', () => {
  const asks = source('x-region-asia', {
    data: { terraform_remote_state: remoteState('x-global', POSTCONDITION) },
  });
  const version = (value: number) => ({ contract_version: { value } });
  expect(broken(version(3), version(2), asks)).toEqual([
    expect.stringContaining('"x-global" goes back from version 3 to 2 of its contract_version'),
  ]);
  expect(broken(version(2), version(3), asks)).toEqual([]);
});

test('a stack that goes breaks whoever reads it', () => {
  const stack = producer({ it: { value: 'a' } });
  const asks = reader(READS[0]);
  const review = analyse(
    [planned(stack, plan([]), { reason: 'removed' })],
    context([asks, stack], [stack, asks]),
  );
  expect(judge(review, [], new Date('2026-01-01')).findings).toContainEqual(
    expect.objectContaining({ gate: 'G03', severity: 'refuse', address: 'output.it' }),
  );
});

test('what the last reader gives up in the same change is told: it is applied first', () => {
  const [base, head] = [producer({ it: { value: 'a' } }), producer({})];
  const [asked, asks] = [reader(READS[0]), source('x-region-asia')];
  const review = analyse(
    [planned(head, plan([])), planned(asks, plan([]))],
    context([head, asks], [base, asked]),
  );
  expect(judge(review, [], new Date('2026-01-01')).findings).toMatchObject([
    {
      gate: 'G03',
      severity: 'warn',
      sentence:
        '"x-global" no longer publishes it, which no stack reads any more with this change: apply "x-region-asia" first.',
    },
  ]);
});
