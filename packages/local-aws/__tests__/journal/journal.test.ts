import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Changes } from '../../journal/changes';
import { type Change, type Found, forget, Journal, noteEmptied } from '../../journal/journal';
import { readHead } from '../../router/request';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-aws-journal-'));
  file = join(directory, 'journal');
});
afterEach(() => rmSync(directory, { recursive: true }));

const change = (target: string): Omit<Change, 'n' | 'bytes' | 'body'> => ({
  at: 1767225600000,
  by: 'moto',
  method: 'PUT',
  target,
  headers: { 'content-type': 'text/plain' },
  status: 200,
  answer: '0123456789abcdef',
});

/** A journal of three changes; one body has several lines, one is empty, one is no text. */
const BODIES = [Buffer.from('first\nline\n'), Buffer.alloc(0), Buffer.from([0, 255, 10, 13])];

function written(): Journal {
  const journal = Journal.begin(file, 4566);
  for (const [index, body] of BODIES.entries()) journal.append(change(`/bucket/${index}`), body);
  journal.close();
  return journal;
}

async function changesOf(found: Found): Promise<{ target: string; body: Buffer }[]> {
  if (found.kind !== 'kept') throw new Error(`it is ${found.kind}`);
  const all = [];
  for await (const {
    change: { target },
    body,
  } of found.journal.read())
    all.push({ target, body: Buffer.from(body) });
  found.journal.close();
  return all;
}

const ALL = BODIES.map((body, index) => ({ target: `/bucket/${index}`, body }));

test('a journal that was written is found, with every change in its order', async () => {
  const { head } = written();

  const found = await Journal.find(file);

  expect(found).toMatchObject({ kind: 'kept', changes: 3, journal: { head } });
  expect(await changesOf(found)).toEqual(ALL);
});

test('a journal that is found is gone on with', async () => {
  written();
  const found = await Journal.find(file);
  if (found.kind !== 'kept') throw new Error(found.kind);
  found.journal.append(change('/bucket/later'), Buffer.from('later'));
  found.journal.close();

  const again = await Journal.find(file);

  expect(again).toMatchObject({ kind: 'kept', changes: 4 });
  expect(await changesOf(again)).toEqual([...ALL, { target: '/bucket/later', body: Buffer.from('later') }]);
});

test('nobody else may read it, as bodies hold secrets', () => {
  written();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('there is none where nothing was written', async () => {
  expect(await Journal.find(file)).toEqual({ kind: 'none' });
});

test('two worlds have different names, and draw different chances', () => {
  const one = Journal.begin(join(directory, 'one'), 4566);
  const other = Journal.begin(join(directory, 'other'), 4566);
  expect(one.head.world).not.toBe(other.head.world);
  expect(one.seedOf(1)).not.toBe(other.seedOf(1));
  expect(one.seedOf(1)).not.toBe(one.seedOf(2));
});

test('wherever a crash cuts the last record short, it is dropped, and the others stay', async () => {
  written();
  const whole = readFileSync(file);
  const before = (await endOfTwo()) as number;
  for (let length = before; length < whole.length; length += 7) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    const found = await Journal.find(file);
    expect(found).toMatchObject({ kind: 'kept', changes: 2 });
    expect(await changesOf(found)).toEqual(ALL.slice(0, 2));
    expect(statSync(file).size).toBe(before);
  }
});

/** Length of a journal of the first two changes. */
async function endOfTwo() {
  const found = await Journal.find(file);
  if (found.kind !== 'kept') return undefined;
  found.journal.close();
  const last = readFileSync(file).lastIndexOf(Buffer.from('{"n":3'));
  return last - 17;
}

test('what a machine that went down left unwritten at the end is dropped', async () => {
  written();
  appendFileSync(file, Buffer.alloc(4096));
  const found = await Journal.find(file);
  expect(await changesOf(found)).toEqual(ALL);
});

test('where a byte of the middle is another one, the journal is damaged', async () => {
  written();
  const whole = readFileSync(file);
  const end = (await endOfTwo()) as number;
  for (let at = 0; at < end; at += 7) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    const { kind } = await Journal.find(file);
    expect([at, kind]).toEqual([at, 'damaged']);
  }
});

test('a change that is missing in the middle is damage as well', async () => {
  written();
  const text = readFileSync(file).toString('latin1');
  const second = text.indexOf('{"n":2') - 17;
  const third = text.indexOf('{"n":3') - 17;
  writeFileSync(file, Buffer.from(text.slice(0, second) + text.slice(third), 'latin1'));
  expect(await Journal.find(file)).toEqual({ kind: 'damaged', reason: 'is damaged behind change 1' });
});

test('a file that is no journal is damaged, and put aside under a name that says so', async () => {
  writeFileSync(file, 'something else\n');
  expect(await Journal.find(file)).toMatchObject({ kind: 'damaged' });

  const aside = Journal.setAside(file, 'damaged');

  expect(existsSync(file)).toBe(false);
  expect(aside).toMatch(/journal\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  expect(readFileSync(aside, 'utf8')).toBe('something else\n');
});

test('where a record cannot be written, nothing more is made', async () => {
  const journal = written();
  expect(() => journal.append(change('/bucket/later'), Buffer.alloc(0))).toThrow(
    `${file} cannot be written: `,
  );

  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request';
  const handle = jest.fn();
  const emulators = [{ services: ['s3'], handle }];
  const asked = {
    ...readHead({ method: 'PUT', url: '/bucket/key', headers: { authorization } }),
    body: Buffer.alloc(0),
  };
  await expect(new Changes({ journal, motoPort: 0, emulators }).make(asked)).rejects.toThrow(
    'cannot be written',
  );
  expect(handle).not.toHaveBeenCalled();
});

test('after everything was destroyed, a journal begins anew', async () => {
  written();
  noteEmptied(file, 3);
  expect(await Journal.find(file)).toEqual({ kind: 'none' });
  expect(readdirSync(directory)).toEqual([]);
});

test('a change after everything was destroyed keeps the journal', async () => {
  written();
  noteEmptied(file, 2);
  expect(await Journal.find(file)).toMatchObject({ kind: 'kept', changes: 3 });
});

test('what is forgotten are journals, those that were put aside as well, and nothing else', () => {
  written();
  Journal.setAside(file, 'damaged');
  written();
  noteEmptied(file, 3);
  writeFileSync(join(directory, 'journal-of-somebody-else'), '');

  expect(forget(directory).map((name) => name.replace(/\d.*/, ''))).toEqual([
    'journal',
    'journal.damaged-',
    'journal.emptied',
  ]);

  expect(readdirSync(directory)).toEqual(['journal-of-somebody-else']);
  expect(forget(directory)).toEqual([]);
});
