import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../stacks/registry';
import { withStackTable } from './stack-table';

it('the table of stacks in the README is that of the registry: "npm run docs" writes it', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

  expect(readme).toBe(withStackTable(readme));
});

it('a kind is a line, and what stands around the table stays', () => {
  const text = withStackTable('before\n<!-- stacks: npm run docs -->\nstale\n<!-- /stacks -->\nafter');

  expect(text.split('\n')).toHaveLength(kinds.length + 8);
  expect(text).toMatch(/^before\n.*\| `region-<r>` \| region \|.*\nafter$/s);
  expect(text).not.toContain('stale');
});

it('a text without the markers is refused', () => {
  expect(() => withStackTable('| stack |')).toThrow('expected the markers of the table of stacks, got none');
});
