import { membersOf } from '../../terraform/json-members';
import { randomSequence } from '../../walk/random-sequence';

const next = randomSequence(11);
const TEXTS = ['', 'a', '"', '\\', '\\"', '}', '{"a":1}', ',"b":', '[', '\n', '‹', '\u{1f600}', 'a,b', ':'];
const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;

function value(depth: number): unknown {
  const kind = next(depth > 3 ? 5 : 7);
  if (kind === 0) return null;
  if (kind === 1) return next(2) === 0;
  if (kind === 2) return (next(2000) - 1000) / 8;
  if (kind < 5) return pick(TEXTS) + pick(TEXTS);
  const items = Array.from({ length: next(4) }, () => value(depth + 1));
  if (kind === 5) return items;
  return Object.fromEntries(items.map((item) => [pick(TEXTS) + pick(TEXTS), item]));
}

const documents = Array.from({ length: 500 }, () =>
  Object.fromEntries(['a', 'b', '"', pick(TEXTS), 'last'].map((name) => [name, value(0)])),
);

test.each([undefined, 2])('are those that JSON.parse reads, with an indentation of %p', (indentation) => {
  expect(documents.length).toBe(500);
  for (const document of documents) {
    const text = JSON.stringify(document, undefined, indentation);
    const { a, last } = JSON.parse(text);
    expect(membersOf(text, ['a', 'last', 'none'])).toEqual({ a, last });
  }
});

test('a member of the same name within another one is none of them', () => {
  const inner = { a: 1, wanted: 'theirs', b: '","wanted":"theirs"' };
  expect(membersOf(JSON.stringify({ first: inner, wanted: 'ours', more: [inner] }), ['wanted'])).toEqual({
    wanted: 'ours',
  });
  expect(membersOf(JSON.stringify({ first: inner }), ['wanted'])).toEqual({});
});

test('an object without members has none', () => expect(membersOf(' { } ', ['a'])).toEqual({}));

test.each([
  '',
  '[]',
  '"a"',
  '{"a":1',
  '{"a":"b',
  '{"a":"b\\"}',
  '{"a":[1}',
  '{"b":[{}',
  '{"a":1,}',
  '{"a" 1}',
  '{"a":1}}',
  '{"a":1} {"b":2}',
  '{a:1}',
  '{"a":x}',
])('what is no whole object is refused: %s', (text) => {
  expect(() => membersOf(text, ['a'])).toThrow(SyntaxError);
});

test('every beginning of a document is refused', () => {
  const text = JSON.stringify({ a: { b: ['"', '}'] }, c: '\\' });
  const cut = Array.from({ length: text.length }, (_, length) => text.slice(0, length));
  expect(cut.length).toBeGreaterThan(20);
  for (const each of cut) expect(() => membersOf(each, [])).toThrow(SyntaxError);
});
