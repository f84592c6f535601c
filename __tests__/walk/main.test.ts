import { walk } from '../../walk/main';

const args = {
  deployment: 'demo',
  edits: '20',
  together: '1',
  seed: undefined,
  only: [],
  list: false,
  predict: false,
};

it.each([
  [{ deployment: 'dmo' }, 'expected a deployment (demo, production), got "dmo" — did you mean "demo"?'],
  [{ only: ['contry'] }, /^expected a kind \(.*\), got "contry" — did you mean "country"\?$/],
  [{ edits: 'abc' }, 'expected a whole number from 1, got "abc"'],
  [{ together: '0' }, 'expected a whole number from 1, got "0"'],
  [{ seed: '0' }, 'expected a whole number from 1, got "0"'],
])('%j is refused before anything is done', async (wrong, sentence) => {
  const listeners = process.listenerCount('SIGINT');

  await expect(walk({ ...args, ...wrong })).rejects.toThrow(sentence);

  expect(process.listenerCount('SIGINT')).toBe(listeners);
  expect(process.exitCode).toBeUndefined();
});
