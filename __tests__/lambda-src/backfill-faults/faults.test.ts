import { randomSequence } from '../../../walk/random-sequence';
import { cases } from '../../support/full-run';
import { RawSource } from '../../support/raw-source';
import { StrictS3 } from '../../support/strict-s3';
import { faultCases, PART_BYTES } from './faults';
import { violationsOf } from './run-case';

const COUNT = cases(40, 10_000, 1500);
const SEED = Number(process.env.MERIDIAN_SEED ?? 20_251_107);
/** Messages in work at once: most of them wait for a fault to show. */
const AT_ONCE = 24;

describe(`the fill worker over ${COUNT} faults of source and bucket`, () => {
  const source = new RawSource();
  const s3 = new StrictS3(PART_BYTES);

  beforeAll(() => Promise.all([source.start(), s3.start()]));
  afterAll(() => {
    source.stop();
    s3.stop();
  });

  // An unhandled rejection or exception anywhere fails the test, too: jest sees to that.
  it('shows whole objects only, ends every message as documented, and leaves nothing behind', async () => {
    const all = faultCases(COUNT, randomSequence(SEED));
    const violations: string[] = [];
    const next = all[Symbol.iterator]();
    const work = async () => {
      for (const each of next) violations.push(...(await violationsOf(each, source, s3)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));

    expect(violations.slice(0, 20)).toEqual([]);
  }, 600_000);
});
