import { allOf, ofRegions } from '../../world/by-region';

const failing = new Error('down');

test('regions that cannot be read are as they were known', async () => {
  const reader = {
    read: async (awsRegion: string) => {
      if (awsRegion === 'asia') throw failing;
      return [`${awsRegion} now`];
    },
    known: (awsRegion: string) => [`${awsRegion} before`],
  };
  expect(await ofRegions(['asia', 'europe'], reader)).toEqual({
    found: ['asia before', 'europe now'],
    failure: failing,
  });
  expect(await ofRegions(['europe'], reader)).toEqual({ found: ['europe now'] });
});

test('what fails does not keep the rest from being done', async () => {
  const done: string[] = [];
  const slow = new Promise<void>((resolve) => setTimeout(resolve, 10)).then(() => done.push('slow'));
  await expect(allOf([Promise.reject(failing), slow])).rejects.toThrow(failing);
  expect(done).toEqual(['slow']);
  expect(await allOf([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});
