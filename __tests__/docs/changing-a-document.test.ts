import { readFileSync } from 'node:fs';
import { documentPage } from '../../docs/reference/document';

const firstCells = (page: string) =>
  page.split('\n').flatMap((line) => /^\| (.+?) \| /.exec(line)?.[1] ?? []);
/** What stands in backquotes, with `.name` as another field of the section before it. */
function fieldsIn(cell: string): string[] {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, field = '']) => field);
  const section = (named[0] ?? '').replace(/[^.]*$/, '').replace(/\.$/, '');
  return named.map((field) => (field.startsWith('.') ? section + field : field));
}

const paths = firstCells(documentPage()).flatMap(fieldsIn);
const isWithin = (path: string, field: string) =>
  path === field || path.startsWith(field.endsWith('*') ? field.slice(0, -1) : `${field}.`);
const fields = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)));
const rows = firstCells(readFileSync('docs/operate/changing-a-document.md', 'utf8')).flatMap(fieldsIn);

describe('the page of edits', () => {
  it('has a row for every field of the document', () => {
    expect(fields.length).toBeGreaterThan(80);
    expect(fields.filter((path) => !rows.some((row) => isWithin(path, row)))).toEqual([]);
  });

  it('has rows for nothing else', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !paths.some((path) => isWithin(path, row)))).toEqual([]);
  });
});
