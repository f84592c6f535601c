import {
  crossOriginRules,
  REGION_HEADER,
  siteRoutes,
  tokenRules,
} from '../../../modules/edge/edge-constants';
import { handleAtEdge } from '../../support/edge';
import { type EdgeWorld, STORE_FAILURES, type Viewer } from '../../support/edge-engine';

const rules = (props = {}) =>
  crossOriginRules({
    allowedOrigins: ['https://app.example.com', 'https://*.example.org', 'https://*.example.net:8443'],
    allowedMethods: ['GET', 'PUT'],
    allowedHeaders: ['authorization', 'content-type'],
    allowCredentials: true,
    maxAgeSeconds: 600,
    ...props,
  });
const constants = {
  ROUTES: siteRoutes({ regions: [{ name: 'europe' }], countries: {}, defaultRegion: 'europe' }),
  REGION_HEADER,
  CROSS_ORIGIN: rules(),
  TOKENS: null,
};
const store = {
  'cors:https://shop.example': 'allowed',
  'cors:https://gone.example': 'refused',
  asia: 'drained',
};

const preflight = (origin: string, more: Viewer = {}): Viewer => ({
  method: 'OPTIONS',
  ...more,
  headers: { origin, 'access-control-request-method': 'PUT', ...more.headers },
});
const ask = (viewers: readonly Viewer[], world: EdgeWorld = { store }, given = {}) =>
  handleAtEdge('site-router.mts', { ...constants, ...given }, viewers, world);
const allowedOrigins = async (origins: readonly string[], world?: EdgeWorld) =>
  (
    await ask(
      origins.map((origin) => preflight(origin)),
      world,
    )
  ).map(({ headers }) => headers['access-control-allow-origin']);

describe('a preflight request', () => {
  it('is answered at the edge', async () => {
    const [answer] = await ask([preflight('https://app.example.com')]);

    expect(answer).toEqual({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': 'https://app.example.com',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, PUT',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '600',
        vary: 'Origin',
      },
      origins: [],
      failoverStatusCodes: [],
      reads: [],
    });
  });

  it('of a stranger is answered without permission', async () => {
    const [answer] = await ask([preflight('https://evil.example')]);

    expect(answer).toMatchObject({ statusCode: 204, headers: { vary: 'Origin' } });
    expect(Object.keys(answer?.headers ?? {})).toEqual(['vary']);
  });

  it('names no credentials where the document allows none', async () => {
    const given = { CROSS_ORIGIN: rules({ allowCredentials: false }) };
    const [answer] = await ask([preflight('https://app.example.com')], { store }, given);

    expect(answer?.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(answer?.headers).toHaveProperty('access-control-allow-origin', 'https://app.example.com');
  });

  it('needs no token, on protected paths too; what follows does', async () => {
    const given = { TOKENS: tokenRules({ protectedPrefixes: ['/'], keyVersions: [1] }) };
    const headers = { origin: 'https://app.example.com' };
    const handled = await ask(
      [preflight('https://app.example.com'), { method: 'PUT', headers }],
      { store },
      given,
    );

    expect(handled.map(({ statusCode }) => statusCode)).toEqual([204, 401]);
  });

  it('is OPTIONS with an origin and a method to ask for; anything else goes to a region', async () => {
    const handled = await ask([
      { method: 'OPTIONS' },
      { method: 'OPTIONS', headers: { origin: 'https://app.example.com' } },
      { method: 'OPTIONS', headers: { 'access-control-request-method': 'PUT' } },
      { ...preflight('https://app.example.com'), method: 'GET' },
    ]);

    expect(handled.map(({ statusCode, origins }) => statusCode ?? origins[0])).toEqual(
      Array(4).fill('europe'),
    );
  });
});

describe('an allowed origin', () => {
  it('is one of the document, letter by letter', async () => {
    // biome-ignore format: a list of values
    const strangers = [
      'http://app.example.com', 'https://app.example.com:8443', 'https://app.example.com.evil.example', 'https://APP.example.com',
      'https://evil.example/https://app.example.com', 'https://xapp.example.com', 'https://app.example.co', 'null', '*', '',
      'https://app.example.com,https://evil.example', 'https://app.example.com ', ' https://app.example.com',
    ];

    expect(await allowedOrigins(['https://app.example.com'])).toEqual(['https://app.example.com']);
    expect(await allowedOrigins(strangers)).toEqual(strangers.map(() => undefined));
  });

  it('is any name below a wildcard, and not the domain itself', async () => {
    const below = ['https://a.example.org', 'https://a.b.example.org', 'https://a-1.example.net:8443'];
    // biome-ignore format: a list of values
    const strangers = [
      'https://example.org', 'https://.example.org', 'https://evilexample.org', 'https://a.example.org.evil.example',
      'http://a.example.org', 'https://a.example.org:8443', 'https://a.example.net', 'https://evil.example/.example.org',
      'https://evil.example?.example.org', 'https://evil.example#.example.org', 'https://evil@a.example.org', 'https://*.example.org',
      'https://A.example.org', 'https://evil.example:1.example.org', 'https://evil.example\\.example.org', 'https:/.example.org',
    ];

    expect(await allowedOrigins(below)).toEqual(below);
    expect(await allowedOrigins(strangers)).toEqual(strangers.map(() => undefined));
  });

  it('is one of the store whose value is "allowed"', async () => {
    expect(
      await allowedOrigins(['https://shop.example', 'https://gone.example', 'https://other.example']),
    ).toEqual(['https://shop.example', undefined, undefined]);
  });

  it('is looked up in the store only if it could be one', async () => {
    const hostile = ['null', 'asia', `https://${'a'.repeat(600)}`, 'https://a b', 'https://A', '__proto__'];
    const handled = await ask(hostile.map((origin) => preflight(origin)));

    expect(handled.flatMap(({ reads }) => reads)).toEqual([]);
  });

  it('is one of the document only, whatever is wrong with the store', async () => {
    for (const storeFailure of STORE_FAILURES) {
      expect(
        await allowedOrigins(['https://app.example.com', 'https://shop.example'], { storeFailure }),
      ).toEqual(['https://app.example.com', undefined]);
    }
  });
});

describe('an answer', () => {
  const answer = async (
    viewer: Viewer,
    { world = { store }, credentials = true }: { world?: EdgeWorld; credentials?: boolean } = {},
  ) => {
    const response = { statusCode: 200, ...viewer.response };
    const [handled] = await handleAtEdge(
      'site-response.mts',
      { ALLOW_CREDENTIALS: credentials },
      [{ ...viewer, response }],
      world,
    );
    return handled;
  };
  const from = (origin: string, headers = {}): Viewer => ({
    headers: { origin },
    response: { statusCode: 200, headers },
  });

  it('is open to pages of an origin in the store', async () => {
    expect((await answer(from('https://shop.example')))?.headers).toEqual({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect((await answer(from('https://shop.example'), { credentials: false }))?.headers).toEqual({
      'access-control-allow-origin': 'https://shop.example',
      vary: 'Origin',
    });
  });

  it('names the origin that asks, whatever stood there', async () => {
    const headers = { 'access-control-allow-origin': '*', 'x-a': 'b' };

    expect((await answer(from('https://shop.example', headers)))?.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'x-a': 'b',
    });
  });

  it('keeps what the response headers policy said to an origin of the document, without asking the store', async () => {
    const headers = { 'access-control-allow-origin': 'https://app.example.com' };
    const handled = await answer(from('https://app.example.com', headers));

    expect(handled).toMatchObject({ statusCode: 200, headers: { ...headers, vary: 'Origin' }, reads: [] });
  });

  it('says nothing to strangers', async () => {
    expect((await answer(from('https://evil.example')))?.headers).toEqual({ vary: 'Origin' });
  });

  it.each([
    [undefined, 'Origin'],
    ['Accept-Encoding', 'Accept-Encoding, Origin'],
    ['Accept, origin', 'Accept, origin'],
    ['Origin,Accept', 'Origin,Accept'],
    ['X-Origin', 'X-Origin, Origin'],
    ['*', '*'],
  ])('varies by origin: %s becomes %s', async (vary, expected) => {
    const headers: Record<string, string> = vary === undefined ? {} : { vary };

    expect((await answer({ response: { statusCode: 200, headers } }))?.headers).toEqual({ vary: expected });
  });

  it.each([
    [['Accept-Encoding', 'Accept-Language'], 'Accept-Encoding, Accept-Language, Origin'],
    [['Accept', 'Accept-Encoding', 'Cookie'], 'Accept, Accept-Encoding, Cookie, Origin'],
  ])('varies by origin beside everything else, on however many lines it came: %j', async (vary, expected) => {
    const response = { statusCode: 200, headers: { vary } };

    expect((await answer({ response }))?.headers).toEqual({ vary: expected });
  });

  it('leaves lines alone of which one is the origin already', async () => {
    const lines = { vary: ['Accept-Encoding', 'Origin'] };

    expect((await answer({ response: { statusCode: 200, headers: lines } }))?.headers).toEqual({
      vary: 'Accept-Encoding',
    });
  });

  it('goes out as it is, whatever is wrong with the store', async () => {
    for (const storeFailure of STORE_FAILURES) {
      expect(
        await answer(from('https://shop.example', { 'x-a': 'b' }), { world: { storeFailure } }),
      ).toMatchObject({
        statusCode: 200,
        headers: { 'x-a': 'b', vary: 'Origin' },
      });
    }
  });
});
