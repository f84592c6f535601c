import { type Fill, fill } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import { randomSequence } from '../../../walk/random-sequence';
import { cases } from '../../support/full-run';
import { RawSource } from '../../support/raw-source';
import { StrictS3 } from '../../support/strict-s3';
import { COPY, copied, KEY } from '../mirror-conformance/conformance-case';
import { mayBeStored } from './model';
import { answerOf, isHonest, MAXIMUM_BYTES, PART_BYTES, type RandomServer, randomServer } from './server';

const COUNT = cases(200, 10_000);
const SEED = Number(process.env.MERIDIAN_SEED ?? 9110);
/** Fills at once: most of them wait for a server. */
const AT_ONCE = 24;
/** A run's time, and what it may take beyond it before it counts as hanging. */
const RUN_MILLISECONDS = 20_000;
const GRACE_MILLISECONDS = 15_000;
/** An honest server is slow for the machine's sake only: its fill is given up where it never ends. */
const HONEST_MILLISECONDS = 300_000;

describe(`the fill worker and ${COUNT} random servers`, () => {
  const source = new RawSource();
  const s3 = new StrictS3(PART_BYTES);
  beforeAll(() => Promise.all([source.start(), s3.start()]));
  afterAll(() => {
    source.stop();
    s3.stop();
  });

  /** Fills from the server once; what became of it, and what was wrong with that. */
  async function filledFrom(server: RandomServer): Promise<{ fate: string; violations: string[] }> {
    const bucket = s3.bucket(server.id);
    if (server.refresh) {
      copied('"v0"')(bucket);
    }
    const time = new AbortController();
    const end = isHonest(server) ? undefined : setTimeout(() => time.abort(), RUN_MILLISECONDS);
    // Nothing else happens after a silence: the time is up a little later.
    const url = source.serve(
      server.id,
      answerOf(server, () => setTimeout(() => time.abort(), 300)),
    );
    const job: Fill = {
      destination: { s3: s3.client, bucketName: server.id },
      source: { url, mayBePrivate: true, redirectHosts: [new URL(url).host] },
      allowedPrefixes: ['images/'],
      maximumObjectBytes: MAXIMUM_BYTES,
      partBytes: PART_BYTES,
      refresh: server.refresh,
    };
    const hang = new Promise<string>((resolve) => {
      const longest = isHonest(server) ? HONEST_MILLISECONDS : RUN_MILLISECONDS + GRACE_MILLISECONDS;
      setTimeout(resolve, longest, 'hangs').unref();
    });
    let reason = '';
    const fate = await Promise.race([
      hang,
      fill(job, missMessage(KEY), time.signal).catch((error: Error) => {
        reason = error.message;
        return error.name === 'TransientError' ? 'retried' : `crashed: ${error.stack}`;
      }),
    ]);
    clearTimeout(end);
    const current = bucket.current(KEY);
    const wrong = bucket.written.filter(
      ({ version }) => version.body !== COPY && !mayBeStored(server, version.body),
    );
    const violations = [
      ...(/^(hangs|crashed)/.test(fate) ? [fate] : []),
      ...wrong.map(({ version }) => `stored ${version.body.length} bytes that the server never stood for`),
      ...(isHonest(server) && fate !== 'stored'
        ? [`an honest server’s object is not stored: ${fate} ${reason}`]
        : []),
      // Where the time was up, the bucket may have taken the last request all the same; the next attempt finds that.
      ...(time.signal.aborted ||
      /^(stored|refreshed)$/.test(fate) === (current !== undefined && current.body !== COPY)
        ? []
        : [`says ${fate}, and the bucket says otherwise`]),
      // Nor does anybody know then of an upload whose beginning was not answered; the bucket's lifecycle removes it.
      ...(bucket.uploads.size > 0 && !time.signal.aborted ? ['left an upload open'] : []),
      ...bucket.refusals.map((refusal) => `S3 refused ${refusal}`),
    ];
    source.forget(server.id);
    s3.forget(server.id);
    return { fate, violations: violations.map((each) => `${each}: ${JSON.stringify(server.turns)}`) };
  }

  it('stores nothing that a server does not stand for, never crashes, and ends every fill', async () => {
    const random = randomSequence(SEED);
    const violations: string[] = [];
    const fates = new Map<string, number>();
    let honest = 0;
    let next = 0;
    const work = async () => {
      while (next < COUNT) {
        next += 1;
        const server = randomServer(random, `server-${next}`);
        if (isHonest(server)) honest += 1;
        const { fate, violations: found } = await filledFrom(server);
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
        violations.push(...found);
      }
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, work));

    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const counted = [...fates].sort(([, a], [, b]) => b - a).map(([fate, count]) => `${count} ${fate}`);
    process.stdout.write(
      `random servers: ${COUNT} in ${seconds} s, ${honest} of them honest; ${counted.join(', ')}\n`,
    );
    expect(violations.slice(0, 10)).toEqual([]);
    // Or this proves less than it says.
    expect(honest).toBeGreaterThan(COUNT / 50);
    expect(fates.get('stored')).toBeGreaterThan(COUNT / 10);
    expect(fates.get('retried')).toBeGreaterThan(COUNT / 50);
  }, 600_000);
});
