import { fill } from '../../../lambda-src/backfill/fill/fill';
import { missMessage } from '../../../lambda-src/backfill/message';
import { timeWithoutEnd } from '../../support/fill-world';
import { RawSource } from '../../support/raw-source';
import { StrictS3 } from '../../support/strict-s3';
import { whole } from './answers';
import { CASES } from './cases';
import { KEY, MAXIMUM_BYTES, PART_BYTES } from './conformance-case';

describe('the fill worker as a mirror', () => {
  const source = new RawSource();
  const s3 = new StrictS3(PART_BYTES);
  beforeAll(() => Promise.all([source.start(), s3.start()]));
  afterAll(() => {
    source.stop();
    s3.stop();
  });

  it.each(CASES.map((each) => [each.id, each.behaviour, each] as const))('%i: %s', async (id, _, each) => {
    const name = `case-${id}`;
    const bucket = s3.bucket(name);
    each.before?.(bucket);
    const url = source.serve(name, each.answer ?? whole('hello'));
    const { job, expected } = each;
    const handedOn: string[] = [];
    const filled = fill(
      {
        destination: { s3: s3.client, bucketName: name },
        source: {
          url,
          mayBePrivate: job?.mayBePrivate ?? true,
          redirectHosts: job?.redirectHost === true ? [new URL(url).host] : [],
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
    const fate = await filled.catch((error: Error) => (error.name === 'TransientError' ? 'retried' : error));

    expect(fate).toBe(expected.fate);
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
  });

  it('has at least sixty situations, numbered and each described once', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
    const texts = CASES.map(({ group, behaviour }) => `${group}: ${behaviour}`);
    expect(new Set(texts).size).toBe(CASES.length);
  });
});
