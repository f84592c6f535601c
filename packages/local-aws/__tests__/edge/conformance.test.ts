import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuickJsEngine } from '../../edge/functions/quickjs';
import { CASES, casesTable } from './conformance';
import { FUNCTION_CASES } from './conformance/edge-functions';
import { TestWorld } from './support/world';

const world = new TestWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(() => world.reset());

test.each(CASES.map((one) => [`${one.id}: ${one.behaviour}`, one] as const))('%s', async (_, { holds }) => {
  await holds(world);
});

describe('where njs is not installed', () => {
  const withoutNjs = new TestWorld((readKeyValue) => new QuickJsEngine(readKeyValue));
  beforeAll(() => withoutNjs.start());
  afterAll(() => withoutNjs.stop());
  beforeEach(() => withoutNjs.reset());

  test.each(FUNCTION_CASES.map((one) => [one.id, one] as const))('%s', async (_, { holds }) => {
    await holds(withoutNjs);
  });
});

const DOCUMENT = join(__dirname, '../../docs/edge.md');
const MARKS = ['<!-- generated from __tests__/edge/conformance -->', '<!-- end -->'] as const;

function withTable(text: string): string {
  const [start, end] = MARKS;
  const [before = '', after = ''] = [text.split(start)[0], text.split(end)[1]];
  return `${before}${start}\n${casesTable()}\n${end}${after}`;
}

test('each case has its own name', () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(80);
});

test('the cases stand in the documentation; UPDATE_DOCUMENTS=1 writes them', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  if (process.env.UPDATE_DOCUMENTS === '1') {
    writeFileSync(DOCUMENT, withTable(text));
    return;
  }
  expect(text).toBe(withTable(text));
});
