import { closingLine, exitCodeOf, refuseUnknown } from '../../cli/review';
import { problemLines } from '../../review/lines';
import { selectedStacks } from '../../review/select';
import { smallStacks } from '../support/terraform-stacks';

const base = smallStacks([
  { id: 'demo-global', input: 'x' },
  { id: 'demo-region', input: 'x' },
  { id: 'demo-old', input: 'x' },
]);
const head = smallStacks([
  { id: 'demo-global', input: 'y' },
  { id: 'demo-region', input: 'x' },
]);
const selected = (wanted: Partial<Parameters<typeof selectedStacks>[0]>) =>
  selectedStacks({ head, base, all: false, ids: [], ...wanted }).map(
    ({ stack, reason }) => `${stack.id} ${reason}`,
  );

test('what differs from the base is planned, and what somebody names although nothing of it does', () => {
  expect(selected({})).toEqual(['demo-global changed', 'demo-old removed']);
  expect(selected({ ids: ['demo-region'] })).toEqual(['demo-region asked']);
  expect(selected({ ids: ['demo-old'] })).toEqual(['demo-old removed']);
  expect(selected({ all: true })).toEqual(['demo-global changed', 'demo-old removed', 'demo-region asked']);
});

test('without a base nothing is called changed', () => {
  expect(selected({ base: undefined, all: true })).toEqual(['demo-global asked', 'demo-region asked']);
});

test('a stack of another deployment than the one that is reviewed is refused, and not passed over', () => {
  const known = [...base, ...smallStacks([{ id: 'other-global', input: 'x' }])].map(({ id }) => ({
    id,
    deployment: id.split('-')[0] ?? '',
  }));
  expect(() => refuseUnknown({ deployment: 'other', stack: ['demo-global'] }, known)).toThrow(
    '--stack: "demo-global" is of the deployment "demo", and "other" is reviewed',
  );
  expect(() => refuseUnknown({ deployment: 'other', stack: ['demo-globl'] }, known)).toThrow(
    'There is no stack "demo-globl"',
  );
  expect(() => refuseUnknown({ deployment: 'demo', stack: ['demo-old'] }, known)).not.toThrow();
  expect(() => refuseUnknown({ deployment: 'gone', stack: [] }, known)).toThrow('expected a deployment');
});

test('a review fails where a stack cannot be planned, and with another code where a plan is refused', () => {
  expect(exitCodeOf([{}], { outcome: 'clear' })).toBe(0);
  expect(exitCodeOf([{}], { outcome: 'held' })).toBe(0);
  expect(exitCodeOf([{}], { outcome: 'refused' })).toBe(2);
  expect(exitCodeOf([{}, { problem: 'No.' }], { outcome: 'refused' })).toBe(1);
});

test('why a stack could not be planned is told as the report has it, which holds no secret', () => {
  const stack = { problem: 'It says ‹secret 1›.\nAsk again.', id: 'demo-global' };
  const lines = problemLines({ stacks: [stack] } as unknown as Parameters<typeof problemLines>[0]);
  expect(lines).toEqual(['demo-global:', '  It says ‹secret 1›.', '  Ask again.']);
});

describe('the last line of a review', () => {
  const closing = (appliable: readonly string[], commits: Parameters<typeof closingLine>[1]['commits']) =>
    closingLine({ stacks: [{}, {}], outcome: 'clear', appliable }, { plansIn: 'here', seconds: 2, commits });

  it.each([
    ['without a base', undefined, 'No plan may be applied: without --base none is kept.'],
    [
      'of a head that is its own base',
      { commit: 'a', base: 'a' },
      'No plan may be applied: HEAD is its own base, and beside that none is kept.',
    ],
    ['where all are held', { commit: 'b', base: 'a' }, 'No plan may be applied as it is.'],
  ])('says why no plan may be applied %s', (_, commits, words) => {
    expect(closing([], commits)).toBe(`2 of 2 stacks planned in 2 s. ${words}`);
  });

  it('says how the others are applied', () => {
    expect(closing(['demo-global'], { commit: 'b', base: 'a' })).toContain(
      `by npx meridian apply <stack> --plan here/<stack>.tfplan: demo-global.`,
    );
  });
});
