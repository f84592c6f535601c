import { createHmac } from 'node:crypto';
import { signEdgeToken } from '../../../lambda-src/shared/edge-token';
import { REGION_HEADER, siteRoutes, tokenRules } from '../../../modules/edge/edge-constants';
import { randomSequence } from '../../../walk/random-sequence';
import { handleAtEdge } from '../../support/edge';
import { type EdgeWorld, type Handled, STORE_FAILURES, type Viewer } from '../../support/edge-engine';

const KEY = 'k'.repeat(40);
const NEXT_KEY = 'n'.repeat(40);
const store = { 'token-key:1': KEY, 'token-key:2': NEXT_KEY };
const HOUR = 3_600_000;

const constants = {
  ROUTES: siteRoutes({ regions: [{ name: 'europe' }], countries: {}, defaultRegion: 'europe' }),
  REGION_HEADER,
  CROSS_ORIGIN: null,
  TOKENS: tokenRules({ protectedPrefixes: ['/members/', '/files/private/', '/v1./'], keyVersions: [1, 2] }),
};

const at = (offset: number) => new Date(Date.now() + offset);
const token = (keyId = '1', key = KEY, expires = HOUR) =>
  signEdgeToken({ keyId, subject: 'someone', expiresAt: at(expires) }, key);
const bearing = (shown: string): Viewer => ({
  uri: '/members/a',
  headers: { authorization: `Bearer ${shown}` },
});
const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
const signed = (header: unknown, claims: unknown, key = KEY) => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

const handle = (viewers: readonly Viewer[], world: EdgeWorld = { store }) =>
  handleAtEdge('site-router.mts', constants, viewers, world);
const outcome = ({ statusCode, origins }: Handled) => statusCode ?? origins[0];
const outcomes = async (viewers: readonly Viewer[], world?: EdgeWorld) =>
  (await handle(viewers, world)).map(outcome);

/** Those of the paths that need no token. */
async function opened(uris: readonly string[]): Promise<string[]> {
  const found = await outcomes(uris.map((uri) => ({ uri })));
  return uris.filter((_, index) => found[index] !== 401);
}

describe('a protected path', () => {
  it('is refused without a token, with no word more than that', async () => {
    const [refused] = await handle([{ uri: '/members/a' }]);

    expect(refused).toEqual({
      statusCode: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer' },
      origins: [],
      failoverStatusCodes: [],
      reads: [],
    });
  });

  it('is refused with a token that does not hold, without saying why', async () => {
    const [refused] = await handle([bearing(token('1', NEXT_KEY))]);

    expect(refused).toMatchObject({ statusCode: 403, headers: { 'cache-control': 'no-store' }, origins: [] });
    expect(Object.keys(refused?.headers ?? {})).toEqual(['cache-control']);
  });

  it('opens to a token in the header or in the cookie; the header wins', async () => {
    const cookies = { '__Secure-meridian-token': token() };
    const uri = '/members/a';

    expect(
      await outcomes([
        bearing(token()),
        { uri, cookies },
        { uri, headers: { authorization: 'Basic YTpi' }, cookies },
        { uri, headers: { authorization: `bearer ${token()}` } },
        { uri, headers: { authorization: 'Bearer x' }, cookies },
        { uri, cookies: { token: token() } },
      ]),
    ).toEqual(['europe', 'europe', 'europe', 'europe', 403, 401]);
  });

  it('opens to no token in the path or in another header', async () => {
    const viewers = [
      { uri: `/members/a?token=${token()}` },
      { uri: `/members/${token()}` },
      { uri: '/members/a', headers: { 'x-token': token() } },
    ];

    expect(await outcomes(viewers)).toEqual([401, 401, 401]);
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PURGE'])(
    'asks %s for a token',
    async (method) => {
      expect(await outcomes([{ uri: '/members/a', method }])).toEqual([401]);
    },
  );

  it('lets a browser ask whether it may send a request, which never carries a token', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };

    expect(
      await outcomes([
        { uri: '/members/a', method: 'OPTIONS', headers },
        { uri: '/members/a', method: 'GET', headers },
        { uri: '/members/a', method: 'OPTIONS', headers: { origin: 'https://app.example.com' } },
      ]),
    ).toEqual(['europe', 401, 401]);
  });

  it('is recognized in every spelling', async () => {
    // biome-ignore format: a list of values
    const spellings = [
    '/members/', '/members', '/members/a/b', '//members/a', '/./members/a', '/a/../members/a', '/members//a', '/MEMBERS/a',
    '/%6dembers/a', '/%6Dembers/a', '/%256dembers/a', '/%25256dembers/a', '/members%2fa', '/%2e/members/a', '/a/%2e%2e/members/a',
    '/a%2f..%2fmembers/a', '\\members\\a', '/%5cmembers/a', '/members;a=1/b', '/;a/members/b', '/members%00/a', '/ members/a',
    '/members%20/a', '/members/../public', '/members/..;/a', '/members?a', '/members%3fa', '/members#a', '/files/private/a',
    '/members%00x', '/members%0ax', '/members%20x', '/members%2500x', '/members%09.html', '/members /a', '/files/private%00.png',
    '/v1./a', '/members./a', '/members.../a', '/members%2e/a', '/members.%20./a', '/members.;v=1/a', '/members.', '/MEMBERS.%00x',
    '/members::$INDEX_ALLOCATION/a', '/members:$I30:$INDEX_ALLOCATION/a', '/members%3a%3a$index_allocation/a', '/members.::$DATA',
    '/files//./PRIVATE/a', '/%25252525256dembers/a', 'members/a', '/../members/a',
    ];

    expect(await opened(spellings)).toEqual([]);
  });

  it('is no other path', async () => {
    // biome-ignore format: a list of values
    const others = [
    '/', '/public', '/membership', '/members-only', '/a/members/b', '/files/public/a', '/files', '/100%', '/caf%E9', '/%zz',
    '/members.html', '/members.d/a', '/a%00/members', '/files/private.txt', '/a/members.', '/%20', '/public%00x', '/.members/a',
    '/a?/members/', '/%E4%B8%AD', '/search;members/a', '/a%20b', '/a:members/b', '/membership::$DATA',
    ];

    expect(await opened(others)).toEqual(others);
  });

  it('is recognized in 1,000 random spellings', async () => {
    const next = randomSequence(3);
    const pick = (choices: readonly string[]) => choices[next(choices.length)] ?? '';
    const encoded = (text: string, times: number): string =>
      times === 0
        ? text
        : encoded(
            [...text]
              .map((sign) => (next(3) === 0 ? `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}` : sign))
              .join(''),
            times - 1,
          );
    const viewers = Array.from({ length: 1000 }, () => {
      const slash = () => pick(['/', '//', '/./', '\\', '/a/../', '/;x/', '/%2e/']);
      const name = [...'members'].map((letter) => (next(2) === 0 ? letter : letter.toUpperCase())).join('');
      return { uri: encoded(`${slash()}${name}${pick(['', ';v=1'])}${slash()}a`, next(3)) };
    });

    expect(new Set(await outcomes(viewers))).toEqual(new Set([401]));
  });
});

describe('a token', () => {
  it('holds with either of two keys', async () => {
    expect(await outcomes([bearing(token('1', KEY)), bearing(token('2', NEXT_KEY))])).toEqual([
      'europe',
      'europe',
    ]);
  });

  it('is checked with the key that it names, and with that one only', async () => {
    expect(await outcomes([bearing(token('1', NEXT_KEY)), bearing(token('2', KEY))])).toEqual([403, 403]);
    expect((await handle([bearing(token('2', NEXT_KEY))]))[0]?.reads).toEqual(['token-key:2']);
  });

  it('names no key that the document does not: the store is not even asked', async () => {
    const handled = await handle([bearing(token('3')), bearing(token('europe')), bearing(token(''))], {
      store: { ...store, 'token-key:3': KEY, 'token-key:': KEY },
    });

    expect(handled.map(outcome)).toEqual([403, 403, 403]);
    expect(handled.flatMap(({ reads }) => reads)).toEqual([]);
  });

  it('holds until it expires, and from when it begins', async () => {
    const between = (begins: number, expires: number) =>
      bearing(signEdgeToken({ keyId: '1', notBefore: at(begins), expiresAt: at(expires) }, KEY));

    expect(
      await outcomes([
        between(-HOUR, HOUR),
        between(-HOUR, -1000),
        between(60_000, HOUR),
        bearing(token('1', KEY, -1000)),
      ]),
    ).toEqual(['europe', 403, 403, 403]);
  });

  it.each([
    ['no expiry', {}],
    ['an expiry that is no number', { exp: '9999999999' }],
    ['an expiry of null', { exp: null }],
    ['a beginning that is no number', { exp: 9_999_999_999, nbf: '0' }],
    ['a beginning of null', { exp: 9_999_999_999, nbf: null }],
    ['claims that are null', null],
    ['claims that are a list', [9_999_999_999]],
  ])('does not hold with %s, although its signature is right', async (_, claims) => {
    expect(await outcomes([bearing(signed({ alg: 'HS256', kid: '1' }, claims))])).toEqual([403]);
  });

  it.each([
    ['alg none', { alg: 'none', kid: '1' }],
    ['another algorithm', { alg: 'HS512', kid: '1' }],
    ['the algorithm in lower case', { alg: 'hs256', kid: '1' }],
    ['no algorithm', { kid: '1' }],
    ['no key id', { alg: 'HS256' }],
    ['a key id that is a number', { alg: 'HS256', kid: 1 }],
    ['a key id that is a list', { alg: 'HS256', kid: ['1'] }],
    ['a header that is null', null],
  ])('does not hold with %s', async (_, header) => {
    expect(await outcomes([bearing(signed(header, { exp: 9_999_999_999 }))])).toEqual([403]);
  });

  it('does not hold without a signature, with a piece of it, or with a part too many', async () => {
    const [header, claims, signature = ''] = token().split('.');

    expect(
      await outcomes(
        [
          `${header}.${claims}.`,
          `${header}.${claims}`,
          `${header}.${claims}.${signature.slice(0, -1)}`,
          `${header}.${claims}.${signature}=`,
          `${header}.${claims}.${signature}.`,
          `${header}.${claims}.${signature} `,
          `${header}.${claims}.${signature}${'A'.repeat(3000)}`,
          ...['a', '.', '..', '...'],
        ].map(bearing),
      ),
    ).toEqual(Array(11).fill(403));
  });

  it('is refused whatever is wrong with the store', async () => {
    for (const storeFailure of STORE_FAILURES) {
      expect([storeFailure, await outcomes([bearing(token())], { storeFailure })]).toEqual([
        storeFailure,
        [403],
      ]);
    }
  });

  it('is refused where the key is missing, empty or short enough to guess', async () => {
    for (const key of [null, 'secret', 'k'.repeat(31)]) {
      const viewer = bearing(token('1', key ?? KEY));
      expect(await outcomes([viewer], { store: { 'token-key:1': key } })).toEqual([403]);
    }
    expect(await outcomes([bearing(token())], { store: {} })).toEqual([403]);
    expect(await outcomes([bearing(token())], { store: { 'token-key:1': '' } })).toEqual([403]);
  });

  it('is never accepted from a thousand forgers', async () => {
    const next = randomSequence(20_260_101);
    const valid = [token(), token('2', NEXT_KEY), token('1', KEY, 24 * HOUR)];
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u00e9';
    const sign = () => alphabet[next(alphabet.length)] ?? '';
    const forge = (): string => {
      const one = valid[next(valid.length)] ?? '';
      const other = valid[next(valid.length)] ?? '';
      const place = next(one.length);
      const [first, second, third] = [one, other, valid[next(valid.length)] ?? ''].map((each) =>
        each.split('.'),
      );
      switch (next(7)) {
        case 0:
          return one.slice(0, place) + sign() + one.slice(place + 1);
        case 1:
          return one.slice(0, place);
        case 2:
          return one.slice(0, place) + sign() + one.slice(place);
        case 3:
          return `${first?.[0]}.${second?.[1]}.${third?.[2]}`;
        case 4:
          return Array.from({ length: next(200) }, sign).join('');
        case 5:
          return signed(
            { alg: 'HS256', kid: '1' },
            { exp: 9_999_999_999 },
            Array.from({ length: 40 }, sign).join(''),
          );
        default:
          return one.split('').reverse().join('');
      }
    };
    const forged = Array.from({ length: 1100 }, forge).filter((each) => !valid.includes(each));
    const handled = await outcomes(forged.map(bearing));

    expect(forged.length).toBeGreaterThan(1000);
    expect(handled.filter((each) => each !== 403 && each !== 401)).toEqual([]);
  });
});
