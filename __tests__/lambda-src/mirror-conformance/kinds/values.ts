import { TransientError } from '../../../../lambda-src/backfill/outcome';
import { retryDelaySeconds } from '../../../../lambda-src/backfill/queue/retry';
import { inTurn, NEW, OLD, status, whole } from '../answers';
import { type ConformanceCase, copied, type FillCase, GET, HELLO, KEY } from '../conformance-case';

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const PAST = 'Thu, 01 Jan 1970 00:00:00 GMT';

const retryAfter = (value: string, ours: string, seconds: number | undefined): ConformanceCase => ({
  behaviour: `503 with \`Retry-After: ${value}\`, at ${DATE}.`,
  ours,
  sources: ['rfc-9110'],
  answer: status(503, { 'retry-after': value, date: DATE }),
  expected: { fate: 'retried', retryAfterSeconds: seconds },
});
const delays = (wanted: number) =>
  [1, 2, 3, 4, 5].map((attempt) => retryDelaySeconds(attempt, new TransientError('', wanted)));

const expires = (value: string, ours: string, kept: string): ConformanceCase => ({
  behaviour: `\`Expires: ${value}\`.`,
  ours,
  sources: ['rfc-9110', 'rfc-9111'],
  answer: whole(HELLO, { expires: value }),
  expected: { fate: 'stored', body: HELLO, headers: { expires: kept } },
});

const location = (sent: string, ours: string, path: string): ConformanceCase => ({
  behaviour: `\`Location\` ${ours.startsWith('The bytes') ? 'in raw UTF-8' : ours.startsWith('Left') ? 'with escapes' : 'in raw Latin-1'}, to a host that the deployment names.`,
  ours,
  sources: ['rfc-9110'],
  job: { redirectHost: true },
  answer: inTurn(
    (asked, socket) => status(302, { location: asked.path.replace(KEY, sent) })(asked, socket),
    whole(HELLO),
  ),
  expected: { fate: 'stored', body: HELLO, asked: [GET, `GET /${path}`] },
});

const refreshOf = (lastModified: string): Pick<FillCase, 'job' | 'before' | 'answer'> => ({
  job: { refresh: true },
  before: copied(),
  answer: whole(HELLO, { etag: '"v2"', 'last-modified': lastModified }),
});

export const values: readonly ConformanceCase[] = [
  retryAfter('0', 'At once, but for what the queue adds.', 0),
  retryAfter('3600', 'In an hour.', 3600),
  retryAfter('99999999999', 'As late as the queue can.', 99_999_999_999),
  retryAfter('Sun, 06 Nov 1994 08:51:37 GMT', 'In two minutes, by the clock of the source.', 120),
  retryAfter('Sunday, 06-Nov-94 08:51:37 GMT', 'In two minutes.', 120),
  retryAfter('Sun Nov  6 08:51:37 1994', 'In two minutes, in any time zone.', 120),
  retryAfter(OLD.replace('2015', '1990'), 'At once, but for what the queue adds: that time is over.', 0),
  retryAfter('soon', 'Growing delays, as if it were not there.', undefined),
  retryAfter('-1', 'Growing delays, as if it were not there.', undefined),
  {
    behaviour: 'The source wants to be asked again at once, each time.',
    ours: 'Never sooner than a delay that grows.',
    happens: () => delays(0),
    expected: [5, 20, 80, 320, 900],
  },
  {
    behaviour: 'The source wants to be asked again in an hour, or in a year.',
    ours: 'In an hour, or after the longest time that SQS hides a message.',
    happens: () => [delays(3600)[0], delays(31_536_000)[0]],
    expected: [3600, 42_300],
  },
  expires(DATE, 'Kept.', DATE),
  expires('Sunday, 06-Nov-94 08:49:37 GMT', 'The same moment.', DATE),
  expires('Sun Nov  6 08:49:37 1994', 'The same moment, in any time zone.', DATE),
  expires(
    'Thu, 31-Dec-37 23:55:55 GMT',
    'Two digits are a year of this century, unless that is over fifty years ahead.',
    'Thu, 31 Dec 2037 23:55:55 GMT',
  ),
  expires('Thu, 31 Feb 2037 00:00:00 GMT', 'No date, so in the past.', PAST),
  expires('Sun, 06 Nov 1994 08:49:37 EST', 'No date of HTTP, so in the past.', PAST),
  expires('2037-01-01', 'No date of HTTP, so in the past.', PAST),
  location('images/caf\xc3\xa9.jpg', 'The bytes are escaped once.', 'images/caf%C3%A9.jpg'),
  location('images/caf%C3%A9.jpg', 'Left as they are.', 'images/caf%C3%A9.jpg'),
  location('images/caf\xe9.jpg', 'Escaped byte for byte.', 'images/caf%E9.jpg'),
  {
    behaviour: 'Refresh: `Last-Modified` is later, in the format of asctime.',
    ours: 'Refreshed, in any time zone.',
    sources: ['rfc-9110'],
    ...refreshOf('Thu Oct 22 07:28:00 2015'),
    expected: { fate: 'refreshed', body: HELLO },
  },
  {
    behaviour: 'Refresh: `Last-Modified` is the same moment in another format.',
    ours: 'The copy stays.',
    sources: ['rfc-9110'],
    ...refreshOf('Wednesday, 21-Oct-15 07:28:00 GMT'),
    expected: { fate: 'already-present', body: 'a copy' },
  },
  {
    behaviour: 'Refresh: `Last-Modified` is no date of HTTP.',
    ours: 'The copy stays: nobody knows what is newer.',
    ...refreshOf(NEW.replace('GMT', 'PST')),
    expected: { fate: 'already-present', body: 'a copy' },
  },
];
