import type * as Http from 'node:http';
import { fill } from '../../../lambda-src/backfill/fill/fill';
import { randomSequence } from '../../../walk/random-sequence';
import { cases } from '../../support/full-run';
import type { Weakness } from './bucket-model';
import { interleaving } from './interleaving';

jest.mock('node:http', () => ({
  ...jest.requireActual<typeof Http>('node:http'),
  request: (_: URL, options: Http.RequestOptions, answered: (response: never) => void) =>
    jest
      .requireActual<typeof import('./interleaving')>('./interleaving')
      .sourceOfRun?.request(options, answered as never),
}));

const COUNT = cases(200, 100_000, 25_000);
const SEED = Number(process.env.MERIDIAN_SEED ?? 1);

async function run(count: number, weakness?: Weakness) {
  const violations: string[] = [];
  let wasBack = 0;
  for (let index = 0; index < count; index += 1) {
    const one = await interleaving(randomSequence(SEED + index * 7919), fill, weakness);
    violations.push(...one.violations.map((violation) => `${index}: ${violation}`));
    if (one.wasBack) wasBack += 1;
  }
  return { violations, wasBack };
}

describe(`fills, refreshes, puts and deletes of one key in ${COUNT} random orders`, () => {
  it('never replace newer data, and bring back nothing that was deleted', async () => {
    const { violations, wasBack } = await run(COUNT);

    expect(violations.slice(0, 10)).toEqual([]);
    expect(violations).toHaveLength(0);
    // The race that S3's conditions do not see did happen, or this proves less than it says.
    expect(wasBack).toBeGreaterThan(0);
  }, 600_000);

  it('would be found to replace newer data if the bucket ignored conditions', async () => {
    const { violations } = await run(200, { ignoresConditions: true });

    expect(violations).toContainEqual(expect.stringContaining('a worker replaced'));
  });

  it('would be found to bring back what was deleted if the bucket hid its delete markers', async () => {
    const { violations } = await run(200, { hidesDeleteMarkers: true });

    expect(violations).toContainEqual(expect.stringContaining('a deleted object is back'));
  });
});
