import { sideBySide } from '../../terraform/side-by-side';

const milliseconds = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

test('no more are worked on at once than allowed, and the results have the order of the items', async () => {
  let [now, most] = [0, 0];
  const doubled = await sideBySide([30, 1, 1, 10, 1], 2, async (time) => {
    most = Math.max(most, ++now);
    await milliseconds(time);
    now--;
    return time * 2;
  });
  expect(doubled).toEqual([60, 2, 2, 20, 2]);
  expect(most).toBe(2);
});

test('what goes wrong with one is thrown', async () => {
  const work = async (item: string) => {
    if (item === 'b') throw new Error('b is wrong');
    return item;
  };
  await expect(sideBySide(['a', 'b', 'c'], 2, work)).rejects.toThrow('b is wrong');
});

test('after a failure nothing further is begun, and what was under way has ended before it is thrown', async () => {
  const begun: string[] = [];
  const ended: string[] = [];
  const work = async (item: string) => {
    begun.push(item);
    if (item === 'b') throw new Error('b is wrong');
    await milliseconds(20);
    ended.push(item);
    throw new Error(`${item} is wrong, too`);
  };
  await expect(sideBySide(['a', 'b', 'c', 'd'], 2, work)).rejects.toThrow('b is wrong');
  expect(begun).toEqual(['a', 'b']);
  expect(ended).toEqual(['a']);
});

test('of nothing there are no results', async () => {
  await expect(sideBySide([], 2, async () => 'never')).resolves.toEqual([]);
});
