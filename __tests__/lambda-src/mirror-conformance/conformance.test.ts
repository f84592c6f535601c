import dns from 'node:dns';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { fill } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import { ask } from '../../../lambda-src/backfill/source/request';
import { timeWithoutEnd } from '../../support/fill-world';
import { RawSource } from '../../support/raw-source';
import { StrictS3 } from '../../support/strict-s3';
import { whole } from './answers';
import { CASES, KINDS } from './cases';
import { type FillCase, HELLO, KEY, MAXIMUM_BYTES, PART_BYTES } from './conformance-case';

describe('the fill worker as a mirror', () => {
  const shared = new RawSource();
  const s3 = new StrictS3(PART_BYTES);
  beforeAll(() => Promise.all([shared.start(), s3.start()]));
  afterAll(() => {
    shared.stop();
    s3.stop();
  });

  it.each(CASES.map((each) => [each.id, each.behaviour, each] as const))('%i: %s', async (id, _, each) => {
    if ('happens' in each) return expect(await each.happens()).toEqual(each.expected);
    return fills(`case-${id}`, each);
  });

  async function fills(name: string, each: FillCase): Promise<void> {
    const bucket = s3.bucket(name);
    each.before?.(bucket);
    const { addresses, job, expected } = each;
    // Connections of one case must not serve another.
    const source = each.keptConnection === true ? new RawSource() : shared;
    if (source !== shared) await source.start();
    const served = source.serve(name, each.answer ?? whole(HELLO));
    if (source !== shared) await keepConnection(source);
    const url = addresses === undefined ? served : served.replace('127.0.0.1', 'source.example');
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((
      _: string,
      options: { all?: boolean },
      callback: (...found: unknown[]) => void,
    ) => {
      const found = (addresses ?? []).map((address) => ({ address, family: isIP(address) }));
      if (options.all === true) callback(null, found);
      else callback(null, found[0]?.address, found[0]?.family);
    }) as unknown as typeof dns.lookup);
    const handedOn: string[] = [];
    let ignoredDigests = 0;
    const filled = fill(
      {
        destination: { s3: s3.client, bucketName: name },
        source: {
          url,
          mayBePrivate: job?.mayBePrivate ?? true,
          redirectHosts: job?.redirectHost === true ? [new URL(url).host] : [],
        },
        onIgnoredDigest: () => {
          ignoredDigests += 1;
        },
        allowedPrefixes: ['images/'],
        maximumObjectBytes: MAXIMUM_BYTES,
        partBytes: PART_BYTES,
        refresh: job?.refresh ?? false,
        ...(job?.large !== undefined && {
          largeObjects: { overBytes: job.large, send: async (key: string) => void handedOn.push(key) },
        }),
      },
      each.message ?? missMessage(KEY),
      timeWithoutEnd(),
      'the-message',
    );
    let failure: Error | undefined;
    const fate = await filled.catch((error: Error) => {
      failure = error;
      return error.name === 'TransientError' ? 'retried' : error;
    });
    lookup.mockRestore();

    expect([fate, failure?.message]).toEqual([
      expected.fate,
      expected.fate === 'retried' ? expect.stringMatching(expected.reason ?? /./) : undefined,
    ]);
    if ('retryAfterSeconds' in expected) {
      expect(failure).toMatchObject({ retryAfterSeconds: expected.retryAfterSeconds });
    }
    expect(ignoredDigests).toBe(expected.ignoredDigests ?? 0);
    const requests = source.requests(name);
    const current = bucket.current(KEY);
    if (expected.body !== undefined || expected.fate !== 'stored') {
      expect(current?.body.toString('latin1')).toBe(
        expected.body === undefined ? undefined : Buffer.from(expected.body).toString('latin1'),
      );
    }
    for (const [header, value] of Object.entries(expected.headers ?? {})) {
      expect([header, current?.headers[header]]).toEqual([header, value]);
    }
    if (expected.asked !== undefined) {
      expect(requests.map(({ method, path }) => `${method} ${path.replace(`/${name}`, '')}`)).toEqual(
        expected.asked,
      );
    }
    for (const [header, value] of Object.entries(expected.askedWith ?? {})) {
      expect([header, requests[0]?.headers[header]]).toEqual([header, value]);
    }
    expect(handedOn).toEqual(expected.fate === 'handed-on' ? [KEY] : []);
    expect(bucket.uploads.size).toBe(0);
    expect(bucket.refusals).toEqual([]);
    if (source !== shared) source.stop();
  }

  async function keepConnection(source: RawSource): Promise<void> {
    const url = source.serve('kept', (_, socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n'),
    );
    const answer = await ask({ url, mayBePrivate: true }, new URL(url), {}, timeWithoutEnd());
    answer.resume();
    await once(answer, 'close');
    // The agent takes it back in the next turn.
    await new Promise(setImmediate);
  }

  it('has at least ten situations of each kind that the real web has', () => {
    const tooFew = Object.entries(KINDS).filter(([, cases]) => cases.length < 10);

    expect(Object.keys(KINDS)).toHaveLength(10);
    expect(tooFew).toEqual([]);
  });

  it('has at least sixty situations, numbered and each described once', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
    const texts = CASES.map(({ group, behaviour }) => `${group}: ${behaviour}`);
    expect(new Set(texts).size).toBe(CASES.length);
  });
});
