import { stderr } from 'node:process';
import { framed } from '../../cli/command';

/** What is said, and the exit code, where a command ends so. */
async function endOf(run: (signal: AbortSignal) => Promise<unknown>) {
  const said: string[] = [];
  const spy = jest.spyOn(stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const before = process.exitCode;
  await framed(run);
  const code = process.exitCode;
  process.exitCode = before;
  spy.mockRestore();
  return [said.join(''), code];
}

/** Ends as a child process of Node.js does when it is aborted. */
async function interrupted(signal: AbortSignal): Promise<never> {
  process.emit('SIGINT');
  expect(signal.aborted).toBe(true);
  throw Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });
}

test('a failure is its one message', async () => {
  expect(await endOf(() => Promise.reject(new Error('No.')))).toEqual(['No.\n', 1]);
});

test('an interrupt says that it stops, and nothing in the words of Node.js', async () => {
  expect(await endOf(interrupted)).toEqual(['\nStopping.\n', 130]);
});

test('what a command says of its interruption is kept', async () => {
  const words = async () => {
    process.emit('SIGINT');
    throw new Error('The state is saved.');
  };
  expect(await endOf(words)).toEqual(['\nStopping.\nThe state is saved.\n', 130]);
});
