import { type AllowEntry, parseAllowFile } from '../../review/gates/allow-file';
import { judge } from '../../review/gates/judge';
import { destroyed, reviewOf, source } from './support';

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
      'allow[0].gate: expected one of G01, G02, G03, G06, G07, G08, G09, G10, G13, G15, G16, G18, G19, G21, got "G05"',
      'allow[0].reason: expected a reason of three words or more, got "because"',
      'allow[0].expires: expected a day such as 2026-01-31, got "2026-02-30"',
      'allow[0].more: expected no such field, got 1',
      'allow[1].owner: expected who answers for it, got nothing',
    ].join('\n'),
  );
});
