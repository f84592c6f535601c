import { analyse } from '../../review/analysis/analyse';
import { type AllowEntry, parseAllowFile } from '../../review/gates/allow-file';
import { gatesOf, judge } from '../../review/gates/judge';
import {
  context,
  destroyed,
  outputChange,
  plan,
  planned,
  remoteState,
  reviewOf,
  source,
  updated,
} from './support';

const today = new Date('2026-01-10T15:00:00Z');
const entry: AllowEntry = {
  gate: 'G01',
  stack: 'x-region-asia',
  address: 'aws_vpc.a',
  reason: 'the region is moved',
  owner: 'region',
  ticket: 'OPS-1',
  expires: '2026-01-17',
};
const head = source('x-region-asia', {}, { deletionProtection: true });
const reading = (output: string) =>
  source('x-region-asia', {
    data: { terraform_remote_state: remoteState('x-global') },
    locals: { read: `\${data.terraform_remote_state.x-global.outputs.${output}}` },
  });
const judged = (...allow: AllowEntry[]) => judge(reviewOf([destroyed('aws_vpc.a')], { head }), allow, today);
const file = (...allow: unknown[]) => JSON.stringify({ version: 1, allow });

test('what nobody answers for is refused; what somebody does is told with his name', () => {
  expect(judged().outcome).toBe('refused');
  const { outcome, findings } = judged(entry);
  expect(outcome).toBe('clear');
  expect(findings).toMatchObject([{ gate: 'G01', allowedBy: { owner: 'region', ticket: 'OPS-1' } }]);
});

test('a type stands for all resources of it', () => {
  expect(judged({ ...entry, address: 'aws_vpc' }).outcome).toBe('clear');
});

test.each([
  ['another address', { address: 'aws_vpc.b' }],
  ['another stack', { stack: 'x-region-europe' }],
  ['another gate', { gate: 'G02' }],
])('%s is not answered for', (_, other) => {
  expect(judged({ ...entry, ...other }).outcome).toBe('refused');
});

test('an entry that has expired refuses with a sentence, and so does one for a loss that holds too long', () => {
  const sentences = (expires: string) =>
    judged({ ...entry, expires }).findings.flatMap(({ gate, sentence }) =>
      gate === 'allow-file' ? [sentence] : [],
    );
  expect(sentences('2026-01-10')).toEqual([]);
  expect(sentences('2026-01-09')).toEqual([
    'What region allows, G01 for aws_vpc.a of "x-region-asia", has expired on 2026-01-09.',
  ]);
  expect(sentences('2026-01-18')).toEqual([
    'What region allows, G01 for aws_vpc.a of "x-region-asia", holds until 2026-01-18: for a loss, 7 days are the most.',
  ]);
  expect(judged({ ...entry, expires: '2026-01-09' }).outcome).toBe('refused');
});

test('what holds is taken beside what has expired, which is refused all the same', () => {
  const { findings } = judged({ ...entry, expires: '2026-01-09' }, entry);
  expect(findings.map(({ gate, severity, allowedBy }) => [gate, severity, allowedBy?.expires])).toEqual([
    ['allow-file', 'refuse', undefined],
    ['G01', 'refuse', '2026-01-17'],
  ]);
});

test('nobody answers for longer than a year', () => {
  const { findings } = judged({ ...entry, gate: 'G10', expires: '2027-01-12' });
  expect(findings).toContainEqual(
    expect.objectContaining({
      gate: 'allow-file',
      sentence: expect.stringContaining('366 days are the most'),
    }),
  );
});

test('no entry answers for every output at once', () => {
  const [producer, reader] = [source('x-global', { output: { zone: { value: 'a' } } }), reading('zone')];
  const review = analyse([planned(source('x-global'), plan([]))], {
    base: [producer, reader],
    head: [source('x-global'), reader],
  });
  const refusedWith = (address: string) =>
    gatesOf(judge(review, [{ ...entry, gate: 'G03', stack: 'x-global', address }], today), 'x-global')
      .refused;
  expect(refusedWith('output')).toEqual(['G03']);
  expect(refusedWith('output.zone')).toEqual([]);
});

test('an entry of another stack is left alone, and one of a stack that nobody has is told', () => {
  const elsewhere = { ...entry, expires: '2020-01-01', stack: 'y-global' };
  const told = (known: string[]) =>
    judge(reviewOf([], { head }), [elsewhere], today, known).findings.map(({ sentence }) => sentence);
  expect(told(['x-region-asia', 'y-global'])).toEqual([]);
  expect(told(['x-region-asia'])).toEqual([
    'There is no stack "y-global": nobody needs G01 for aws_vpc.a of "y-global".',
  ]);
});

test('a plan that somebody answers for may be applied until the first of the days that were said', () => {
  const review = reviewOf([destroyed('aws_vpc.a'), destroyed('aws_vpc.b')], { head });
  const other = { ...entry, address: 'aws_vpc.b', expires: '2026-01-12' };
  expect(gatesOf(judge(review, [entry, other], today), 'x-region-asia')).toMatchObject({
    refused: [],
    holdsUntil: '2026-01-12',
  });
  expect(gatesOf(judged(), 'x-region-asia').holdsUntil).toBeUndefined();
});

test('an entry that nothing needs is told', () => {
  const { findings } = judged(entry, { ...entry, address: 'aws_vpc.b' });
  expect(findings).toContainEqual(
    expect.objectContaining({ gate: 'allow-file', severity: 'warn', address: 'aws_vpc.b' }),
  );
});

test('nobody answers for a plan that is made with values that nobody has applied', () => {
  const inputs = [{ producer: 'x-global', output: 'zone', source: 'planned' as const }];
  const review = reviewOf([], { head, options: { inputs } });
  expect(judge(review, [{ ...entry, gate: 'G05', address: 'x-region-asia' }], today).outcome).toBe('held');
});

test('a file is read, or every line of it that is wrong is told', () => {
  expect(parseAllowFile(file(entry))).toEqual([entry]);
  expect(() => parseAllowFile('{')).toThrow('allow file: expected JSON, got something else');
  expect(() => parseAllowFile('[]')).toThrow('allow file: expected an object, got []');
  expect(() =>
    parseAllowFile(
      file(
        { ...entry, gate: 'G05', reason: 'because', expires: '2026-02-30', more: 1 },
        { ...entry, owner: undefined },
      ),
    ),
  ).toThrow(
    [
      'allow[0].gate: expected one of G01, G02, G03, G06, G07, G08, G09, G10, G11, G13, G15, G16, G17, G18, G19, G21, G22, G23, G24, G25, got "G05"',
      'allow[0].reason: expected a reason of three words or more, got "because"',
      'allow[0].expires: expected a day such as 2026-01-31, got "2026-02-30"',
      'allow[0].more: expected no such field, got 1',
      'allow[1].owner: expected who answers for it, got nothing',
    ].join('\n'),
  );
});

test.each(['x-region-asia', 'region', 'destroy', 'update', 'aws_db_instance', 'deletion_protection'])(
  'a stack hides nothing from a gate by calling "%s" a secret',
  (value) => {
    const output_changes = { hidden: { ...outputChange(null, value), after_sensitive: true } };
    const changes = [
      destroyed('aws_vpc.a'),
      updated('aws_db_instance.a', { deletion_protection: true }, { deletion_protection: false }),
    ];
    const review = judge(reviewOf(changes, { head, more: { output_changes } }), [], today);
    expect(gatesOf(review, 'x-region-asia').refused).toEqual(['G01', 'G02']);
  },
);

test('a plan may be applied where one was kept and no gate has anything against it', () => {
  const appliable = (isKept: boolean, ...allow: AllowEntry[]) =>
    judge(reviewOf([destroyed('aws_vpc.a')], { head, options: { isKept } }), allow, today).appliable;
  expect(appliable(true, entry)).toEqual(['x-region-asia']);
  expect(appliable(true)).toEqual([]);
  expect(appliable(false, entry)).toEqual([]);
});

test('no stack is cleared that the review does not have', () => {
  expect(() => gatesOf(judged(), 'x-region-europe')).toThrow('The review has no stack "x-region-europe".');
});

test('of two stacks on one state neither may be applied', () => {
  const both = ['x-region-asia', 'x-region-europe'].map((id) => source(id, {}, { key: 'same.tfstate' }));
  const review = judge(
    analyse(
      both.map((each) => planned(each, plan([]))),
      context(both),
    ),
    [],
    today,
  );
  expect(both.map(({ stack }) => gatesOf(review, stack.id).refused)).toEqual([['G15'], ['G15']]);
});
