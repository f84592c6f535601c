import { cdktf, changedStacks, mayChange } from '../../cli/cdktf';

const ids = ['demo-global', 'demo-mesh', 'production-global', 'production-mesh'];
const stacks = ids.map((id) => ({ id }));
const changed = (words: string, environment = {}) =>
  changedStacks(words.split(' '), stacks, environment).map(({ id }) => id);

test.each([
  'deploy demo-global',
  'apply demo-global',
  'destroy demo-global --auto-approve',
  'watch demo-global',
  '--log-level info deploy demo-global',
  '--no-color destroy demo-global',
  'deploy demo-global --help false',
  'deploy demo-global --help=false',
  '--help false deploy demo-global',
  'deploy demo-global --no-help',
  'deploy demo-global -- --help',
  'a-command-of-tomorrow demo-global',
  '',
])('"cdktf %s" is checked', (words) => {
  expect(mayChange(words.split(' '))).toBe(true);
});

test.each([
  'synth',
  'diff demo-global',
  'output demo-global',
  'get',
  'provider list',
  'deploy demo-global --help',
  'deploy -h',
  '--help',
  '--version',
])('"cdktf %s" changes nothing, and needs no credentials', (words) => {
  expect(mayChange(words.split(' '))).toBe(false);
});

test('the stacks that are checked are at least those that cdktf takes its words for', () => {
  const all = ids;
  const [demo, production] = [ids.slice(0, 2), ids.slice(2)];

  expect(changed('deploy demo-global')).toEqual(['demo-global']);
  expect(changed('deploy demo-*')).toEqual(demo);
  expect(changed('deploy production-global demo-*')).toEqual([...demo, 'production-global']);
  expect(changed('deploy {demo,production}-mesh')).toEqual(['demo-mesh', 'production-mesh']);
  expect(changed('deploy !demo-*')).toEqual(production);
  expect(changed('deploy *')).toEqual(all);
  expect(changed('deploy --stacks=demo-mesh production-mesh')).toEqual(['demo-mesh', 'production-mesh']);
  expect(changed('deploy --stacks demo-mesh')).toEqual(['demo-mesh']);
  expect(changed('deploy -- production-mesh')).toEqual(['production-mesh']);
  expect(changed('deploy --auto-approve')).toEqual(all);
  expect(changed('deploy demo-mesh', { CDKTF_STACKS: 'production-*' })).toEqual(['demo-mesh', ...production]);
});

test.each(['--local=true', '--local=false', '--no-local'])(
  '%s is refused, and nothing is run',
  async (flag) => {
    await expect(cdktf(['deploy', flag, 'demo-global'], new AbortController().signal)).rejects.toThrow(
      `expected --local, or nothing for AWS, got "${flag}"`,
    );
  },
);
