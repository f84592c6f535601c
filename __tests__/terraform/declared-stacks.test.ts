import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documents, validated } from '../../config';
import { declaredStacks as declaredOf } from '../../stacks/declared-stacks';
import { declaredStacks } from '../../terraform/declared-stacks';

const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
const source = join(folder, 'demo.ts');
writeFileSync(source, 'before');

test('the documents are asked once, and again when a source has changed', async () => {
  const list = jest.fn(async () => '[{"id":"demo-global"}]');
  const options = { file: join(folder, 'kept', 'stacks.json'), sources: [source], list };
  expect(await declaredStacks(options)).toEqual([{ id: 'demo-global' }]);
  expect(await declaredStacks(options)).toEqual([{ id: 'demo-global' }]);
  expect(list).toHaveBeenCalledTimes(1);
  utimesSync(source, new Date(0), new Date(0));
  await declaredStacks(options);
  expect(list).toHaveBeenCalledTimes(2);
});

test('a list that was cut short is asked for again', async () => {
  const file = join(folder, 'cut.json');
  writeFileSync(file, '{"finger');
  const list = async () => '[{"id":"demo-state"}]';
  expect(await declaredStacks({ file, sources: [source], list })).toEqual([{ id: 'demo-state' }]);
});

test('a document that is wrong is no list', async () => {
  const list = async () => {
    throw new Error('the document "demo" has 1 problem');
  };
  const options = { file: join(folder, 'wrong.json'), sources: [source], list };
  await expect(declaredStacks(options)).rejects.toThrow('the document "demo" has 1 problem');
});

test('every stack of every document is declared with its place, its state and whom it reads', () => {
  const stacks = documents.map(validated).flatMap(declaredOf);
  expect(stacks.map(({ id }) => id)).toEqual(expect.arrayContaining(['demo-state', 'production-backfill']));
  for (const { id, deployment, kind, name, backend, upstreams } of stacks) {
    expect([deployment, kind, name].filter(Boolean).join('-')).toBe(id);
    expect(backend.key).toBe(`${id}.tfstate`);
    for (const upstream of upstreams) expect(stacks.map((stack) => stack.id)).toContain(upstream);
  }
});
