import { allowOnly } from '../../terraform/allowed-account';
import { stackJson, synthesizedStacks } from '../../terraform/synthesized';
import { synthesizedFolder } from '../support/synthesized-folder';

const ID = 'demo-global';

test('every provider of the stack refuses another account than the one that was agreed to', () => {
  const folder = synthesizedFolder({ [ID]: [], 'demo-mesh': [] });
  const [stack, other] = synthesizedStacks(folder);
  if (stack === undefined || other === undefined) throw new Error('expected two stacks');
  const before = stackJson(stack);
  const allowed = () => stackJson(stack).provider?.aws?.map((provider) => provider.allowed_account_ids);

  allowOnly(ID, '111122223333', folder);
  expect(allowed()).toEqual([['111122223333'], ['111122223333'], ['111122223333']]);
  expect(synthesizedStacks(folder).map(({ accountId }) => accountId)).toEqual(['111122223333', undefined]);

  allowOnly(ID, undefined, folder);
  expect(stackJson(stack)).toEqual(before);
});
