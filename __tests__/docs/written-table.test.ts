import { stackRows } from '../../docs/reference/stack-rows';
import { withTable } from '../../docs/written-table';
import { kinds } from '../../stacks/registry';

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

it('of stacks has a line for each kind', () => {
  expect(stackRows()).toHaveLength(kinds.length + 1);
});
