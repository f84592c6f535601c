import { inOrder } from '../../cli/apply-all';

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
