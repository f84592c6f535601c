import { applyAll, inOrder } from '../../cli/apply-all';
import type { StackArguments } from '../../cli/stack';
import { declaredStacks } from '../../terraform/declared-stacks';

const stacks = ['x-state', 'x-global', 'x-region-a', 'x-backfill'].map((id) => ({ id }));

async function applied(outcome: Readonly<Record<string, boolean | Error>>) {
  const asked: string[] = [];
  const printed: string[] = [];
  const apply = async ({ id }: { readonly id: string }) => {
    asked.push(id);
    const end = outcome[id] ?? false;
    if (end instanceof Error) throw end;
    return end;
  };
  const options = { apply, goOn: 'npx meridian apply x --all', print: (line: string) => printed.push(line) };
  const error = await inOrder(stacks, options).then(
    () => undefined,
    (reason: Error) => reason.message,
  );
  return { asked, printed, error };
}

test('stacks are applied one after the other, in their order', async () => {
  expect(await applied({ 'x-global': true, 'x-backfill': true })).toEqual({
    asked: ['x-state', 'x-global', 'x-region-a', 'x-backfill'],
    printed: ['All of it is applied: x-global, x-backfill. Nothing to change: x-state, x-region-a.'],
    error: undefined,
  });
});

test('the first failure ends it, and says what is applied, what is not, and how to go on', async () => {
  const { asked, printed, error } = await applied({
    'x-global': true,
    'x-region-a': new Error('"x-region-a" would destroy aws_vpc.a'),
  });

  expect(asked).toEqual(['x-state', 'x-global', 'x-region-a']);
  expect(printed).toEqual([]);
  expect(error?.split('\n')).toEqual([
    '"x-region-a" would destroy aws_vpc.a',
    'Applied: x-global. Nothing to change: x-state. Not applied: x-region-a, x-backfill.',
    '"x-region-a" stopped it. Once that is mended, go on with "npx meridian apply x --all": what is applied has nothing to change then.',
  ]);
});

describe('applying all of a deployment', () => {
  const { signal } = new AbortController();
  const all = { stack: 'demo', local: false, yes: true, destroys: [], skipSynth: true };

  beforeEach(() => jest.spyOn(console, 'log').mockReturnValue());
  afterEach(() => jest.restoreAllMocks());

  /** What each stack is applied with. */
  async function changes(args: StackArguments): Promise<(readonly [string, StackArguments])[]> {
    const asked: (readonly [string, StackArguments])[] = [];
    await applyAll(args, signal, async (action, each) => asked.push([action, each]) > 0);
    return asked;
  }

  test('applies its stacks and no others, in the order of the document, with what was given', async () => {
    const expected = (await declaredStacks()).filter(({ deployment }) => deployment === 'demo');
    const { stack: _, ...given } = { ...all, account: '111122223333' };

    expect(expected.length).toBeGreaterThan(8);
    expect(await changes({ ...all, account: '111122223333' })).toEqual(
      expected.map(({ id }) => ['apply', { ...given, stack: id }]),
    );
  });

  test.each([
    [{}, 'npx meridian apply demo --all --yes --skip-synth'],
    [
      { local: true, account: '111122223333' },
      'npx meridian apply demo --all --local --account 111122223333 --yes --skip-synth',
    ],
  ])('goes on with the flags that it was given: %j', async (args, command) => {
    const failing = () => Promise.reject(new Error('No.'));

    await expect(applyAll({ ...all, ...args }, signal, failing)).rejects.toThrow(`go on with "${command}":`);
  });

  test.each([
    [{ destroys: ['aws_vpc.a'] }, '--destroys: expected none beside --all, because regions have the same'],
    [{ stack: 'demo-global' }, '--all: expected a deployment, got the stack "demo-global": leave --all out'],
    [{ stack: undefined }, 'expected a deployment (demo, production), got nothing'],
  ])('changes nothing with %j', async (args, sentence) => {
    const change = jest.fn();

    await expect(applyAll({ ...all, ...args }, signal, change)).rejects.toThrow(sentence);
    expect(change).not.toHaveBeenCalled();
  });
});
