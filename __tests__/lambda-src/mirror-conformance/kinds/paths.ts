import { parsedMessage } from '../../../../lambda-src/backfill/message';
import { requestedKey } from '../../../../lambda-src/backfill/signal/miss';
import { mediaRoutes } from '../../../../modules/edge/edge-constants';
import { handledTogether } from '../../../support/edge';
import type { ConformanceCase } from '../conformance-case';

const ROUTES = mediaRoutes({
  regions: [{ name: 'europe' }],
  countries: {},
  defaultRegion: 'europe',
  bucketRegions: ['europe'],
  missOrigins: false,
});

const handled = handledTogether('media-router.mts', { ROUTES });

/** Who is asked for a path, in order, and which key is reported where the bucket lacks it. */
const asked = (uri: string) => {
  const got = handled({ uri, headers: { 'x-meridian-bucket': 'bucket-of-the-viewer' } });
  return {
    happens: async () => {
      const { headers, origins } = await got();
      const isReported = headers['x-meridian-bucket'] !== undefined;
      return [...origins, isReported ? requestedKey('GET', uri, ['images/']) : undefined];
    },
  };
};
const near = (behaviour: string, uri: string, key: string): ConformanceCase => ({
  ...asked(uri),
  behaviour,
  ours: `The bucket is asked first; the key is \`${key}\`.`,
  expected: ['bucket-europe', 'full', key],
});
const fullOnly = (behaviour: string, uri: string): ConformanceCase => ({
  ...asked(uri),
  behaviour,
  ours: 'The full origin alone is asked, and nothing is reported.',
  expected: ['full', undefined],
});

export const paths: readonly ConformanceCase[] = [
  near('`/images/a.jpg`.', '/images/a.jpg', 'images/a.jpg'),
  near('A space as `%20`.', '/images/a%20b.jpg', 'images/a b.jpg'),
  near('A plus as `%2B`.', '/images/a%2Bb.jpg', 'images/a+b.jpg'),
  near('A percent sign as `%25`.', '/images/100%25.jpg', 'images/100%.jpg'),
  near('UTF-8 with escapes.', '/images/caf%C3%A9.jpg', 'images/café.jpg'),
  near('A letter with an escape that it does not need.', '/images/%61.jpg', 'images/a.jpg'),
  fullOnly('A bare plus, which S3 reads as a space and others do not.', '/images/a+b.jpg'),
  fullOnly('An escaped slash (`%2F`).', '/images/a%2Fb.jpg'),
  fullOnly('An escaped backslash (`%5C`).', '/images/a%5Cb.jpg'),
  fullOnly('A second escape behind `%25`.', '/images/a%2541.jpg'),
  fullOnly('An escape that is there after decoding once (`%50%25ab`).', '/images/%50%25ab'),
  fullOnly('Dot segments.', '/images/../images/a.jpg'),
  fullOnly('Dot segments with escapes.', '/images/%2e%2e/private'),
  fullOnly('An empty segment.', '/images//a.jpg'),
  fullOnly('A folder.', '/images/'),
  fullOnly('A control character.', '/images/a%00.jpg'),
  fullOnly('U+FFFE, which SQS refuses.', '/images/%EF%BF%BE.jpg'),
  fullOnly('U+FFFF, which SQS refuses.', '/images/%EF%BF%BF.jpg'),
  fullOnly('Bytes that are no UTF-8.', '/images/caf%E9.jpg'),
  fullOnly('A broken escape.', '/images/a%zz.jpg'),
  fullOnly('A key of more than 1,024 bytes.', `/images/${'a'.repeat(1018)}`),
  {
    behaviour: 'A message with a key that SQS would not have taken.',
    ours: 'Refused: the edge never sends it.',
    happens: () =>
      ['\ufffe', '\uffff', '\ud800'].map((sign) =>
        parsedMessage(JSON.stringify({ version: 1, key: `images/${sign}.jpg` }), ['images/']),
      ),
    expected: [undefined, undefined, undefined],
  },
];
