import { withStackTable } from '../../docs/stack-table';
import { kinds } from '../../stacks/registry';

describe('the table of stacks', () => {
  it('has a line for each kind, and leaves what stands around it', () => {
    const text = withStackTable('before\n<!-- stacks: npm run docs -->\nstale\n<!-- /stacks -->\nafter');

    expect(text.split('\n')).toHaveLength(kinds.length + 8);
    expect(text).toMatch(/^before\n.*\| `region-<r>` \| region \|.*\nafter$/s);
    expect(text).not.toContain('stale');
  });

  it('is not written into a text without its markers', () => {
    expect(() => withStackTable('| stack |')).toThrow(
      'expected the markers of the table of stacks, got none',
    );
  });
});
