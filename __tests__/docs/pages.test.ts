import { readFileSync } from 'node:fs';
import { documents } from '../../config';
import { documentSchema } from '../../config/document';
import { pages } from '../../docs/pages';
import { documentPage } from '../../docs/reference/document';

test.each(Object.entries(pages))('%s is what `npm run docs` writes', (path, content) => {
  expect(readFileSync(path, 'utf8')).toBe(content());
});

describe('the page of the document', () => {
  it.each(documents)('has a line for every field of $deployment', (document) => {
    const page = documentPage();
    const paths = pathsOf(document).filter((path) => !isFree(path));

    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !page.includes(`\n| \`${path}\` | `))).toEqual([]);
  });

  it('is not written while a field lacks its comment', () => {
    expect(() => documentPage(new Map())).toThrow(
      'deployment: expected a comment above the field, which is its manual',
    );
  });
});

/** Whether the document names the field: tags, the countries' regions, and teams that a kind of stack brings. */
function isFree(path: string): boolean {
  const [section = '', name = ''] = path.split('.');
  return (
    /^(tags|routing\.countries)\./.test(path) ||
    (section === 'teams' && name !== '' && !(name in documentSchema.shape.teams.shape))
  );
}

/** Paths of all fields, such as `regions[].name`. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => pathsOf(item, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, child]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [field, ...pathsOf(child, field)];
  });
}
