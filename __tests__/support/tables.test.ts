import { relative } from 'node:path';
import { kinds } from '../../stacks/registry';
import { stackRows } from '../stacks/stack-rows';
import { PAGES } from './tables';
import { withTable } from './written-table';

it.each(PAGES.map((page) => ({ ...page, page: relative('.', page.path) })))(
  'the table "$table" in $page is up to date: "npm run docs" writes it',
  ({ text, written }) => {
    expect(text).toBe(written());
  },
);

it('a kind of stack is a line of the README', () => {
  expect(stackRows()).toHaveLength(kinds.length + 1);
});

describe('a written table', () => {
  const rows = [
    ['a', 'b'],
    ['1', '$&'],
  ];

  it('replaces what was between its markers, and nothing else', () => {
    const text = 'before\n<!-- x: npm run docs -->\nstale\n<!-- /x -->\nafter';

    expect(withTable(text, 'x', rows)).toBe(
      'before\n<!-- x: npm run docs -->\n\n| a | b |\n| --- | --- |\n| 1 | $& |\n\n<!-- /x -->\nafter',
    );
    expect(withTable(withTable(text, 'x', rows), 'x', rows)).toBe(withTable(text, 'x', rows));
  });

  it('needs its markers', () => {
    expect(() => withTable('| a |', 'x', rows)).toThrow('expected the markers of the table "x", got none');
  });
});
