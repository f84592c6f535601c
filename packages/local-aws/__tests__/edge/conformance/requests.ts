import { type Case, from } from './case';
import { behaviorsFor } from './support';

/** Which distribution and behaviour serve a request, and which requests are refused. */
export const REQUEST_CASES: readonly Case[] = [
  ...from(
    'DownloadDistValuesCacheBehavior.html',
    [
      'pattern-order',
      'Behaviours are tried in their order, and the first match serves',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['images/*', 'b'], ['images/big/*', 'a']) });
        world.b.reply = () => ({ body: 'from b' });
        expect((await world.get('/images/big/x.jpg')).body).toBe('from b');
      },
    ],
    [
      'pattern-default',
      'What no pattern matches goes to the default behaviour',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['images/*', 'b']) });
        world.a.reply = () => ({ body: 'from a' });
        expect((await world.get('/video/x.mp4')).body).toBe('from a');
      },
    ],
    [
      'pattern-star',
      '`*` matches any number of characters, slashes included',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['a*.jpg', 'b']) });
        await world.get('/a/b/c.jpg');
        await world.get('/a.jpg');
        expect(world.b.saw).toHaveLength(2);
      },
    ],
    [
      'pattern-question-mark',
      '`?` matches exactly one character',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['a??.jpg', 'b']) });
        await world.get('/ant.jpg');
        await world.get('/a.jpg');
        expect(world.b.saw.map(({ path }) => path)).toEqual(['/ant.jpg']);
      },
    ],
    [
      'pattern-case',
      'Path patterns are case-sensitive',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['*.jpg', 'b']) });
        await world.get('/LOGO.JPG');
        expect(world.b.saw).toHaveLength(0);
      },
    ],
    [
      'pattern-slash',
      'A pattern means the same with and without a slash in front',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['/images/*', 'b']) });
        await world.get('/images/x.jpg');
        expect(world.b.saw).toHaveLength(1);
      },
    ],
    [
      'pattern-query',
      'Query strings do not count for path patterns',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['*.jpg', 'b']) });
        await world.get('/page?image=x.jpg');
        expect(world.b.saw).toHaveLength(0);
      },
    ],
    [
      'pattern-normalized',
      'Paths are normalised as in RFC 3986 to be matched, and sent to the origin as they came',
      async (world) => {
        world.distribution({ cacheBehaviors: behaviorsFor(['images/*', 'b']) });
        await world.get('/video/../%69mages/x.jpg');
        expect(world.b.saw.map(({ path }) => path)).toEqual(['/video/../%69mages/x.jpg']);
      },
    ],
    [
      'methods-refused',
      'A method that the behaviour does not allow answers 403',
      async (world) => {
        world.behavior({ allowedMethods: ['GET', 'HEAD'] });
        expect((await world.get('/', { method: 'POST', body: 'x' })).status).toBe(403);
        expect(world.a.saw).toHaveLength(0);
      },
    ],
    [
      'origin-path',
      "The origin's path stands before the viewer's",
      async (world) => {
        world.origin('a', { path: '/production' });
        await world.get('/index.html');
        expect(world.a.saw[0]?.path).toBe('/production/index.html');
      },
    ],
  ),
  ...from(
    'using-https-viewers-to-cloudfront.html',
    [
      'redirect-get',
      'Redirect HTTP to HTTPS answers GET with 301 to the same URL',
      async (world) => {
        world.behavior({ viewerProtocolPolicy: 'redirect-to-https' });
        const reply = await world.get('/a?b=c', { scheme: 'http' });
        expect(reply.status).toBe(301);
        expect(reply.headers.location).toBe('https://www.example.com/a?b=c');
        expect(reply.headers['x-cache']).toBe('Redirect from cloudfront');
      },
    ],
    [
      'redirect-post',
      'Redirect HTTP to HTTPS answers POST with 307',
      async (world) => {
        world.behavior({ viewerProtocolPolicy: 'redirect-to-https' });
        expect((await world.get('/', { scheme: 'http', method: 'POST', body: 'x' })).status).toBe(307);
        expect(world.a.saw).toHaveLength(0);
      },
    ],
    [
      'https-only',
      'HTTPS only answers HTTP with 403',
      async (world) => {
        world.behavior({ viewerProtocolPolicy: 'https-only' });
        expect((await world.get('/', { scheme: 'http' })).status).toBe(403);
      },
    ],
    [
      'allow-all',
      'HTTP and HTTPS serves both',
      async (world) => {
        expect((await world.get('/', { scheme: 'http' })).status).toBe(200);
        expect((await world.get('/', { scheme: 'https' })).status).toBe(200);
      },
    ],
  ),
  ...from(
    'CNAMEs.html',
    [
      'alias',
      'A distribution answers for its alternate names, whatever their case',
      async (world) => {
        expect((await world.get('/', { host: 'WWW.example.com' })).status).toBe(200);
      },
    ],
    [
      'alias-wildcard',
      'A wildcard name stands for every name that ends so',
      async (world) => {
        world.distribution({ aliases: ['*.example.com'] });
        expect((await world.get('/', { host: 'marketing.example.com' })).status).toBe(200);
        expect((await world.get('/', { host: 'a.marketing.example.com' })).status).toBe(200);
        expect((await world.get('/', { host: 'example.com' })).status).toBe(403);
      },
    ],
    [
      'alias-own-name',
      'A distribution answers for its CloudFront name',
      async (world) => {
        expect((await world.get('/', { host: 'd111111abcdef8.cloudfront.net' })).status).toBe(200);
      },
    ],
    [
      'alias-unknown',
      'A host that no distribution has answers 403',
      async (world) => {
        const answer = await world.get('/', { host: 'other.example.org' });
        expect(answer.status).toBe(403);
        expect(answer.body.toString()).toContain('they answer for www.example.com');
      },
    ],
  ),
  ...from(
    'DefaultRootObject.html',
    [
      'root-object',
      'The root of the distribution answers with the default root object',
      async (world) => {
        world.distribution({ defaultRootObject: 'index.html' });
        await world.get('/');
        expect(world.a.saw[0]?.path).toBe('/index.html');
      },
    ],
    [
      'root-object-folder',
      'A folder does not answer with the default root object',
      async (world) => {
        world.distribution({ defaultRootObject: 'index.html' });
        await world.get('/install/');
        expect(world.a.saw[0]?.path).toBe('/install/');
      },
    ],
  ),
  ...from(
    'georestrictions.html',
    [
      'geo-block',
      'A country of the block list gets 403',
      async (world) => {
        world.distribution({ geoRestriction: { type: 'blacklist', locations: ['AQ'] } });
        expect((await world.get('/', { country: 'AQ' })).status).toBe(403);
        expect((await world.get('/', { country: 'DE' })).status).toBe(200);
      },
    ],
    [
      'geo-allow',
      'A country outside the allow list gets 403',
      async (world) => {
        world.distribution({ geoRestriction: { type: 'whitelist', locations: ['DE'] } });
        expect((await world.get('/', { country: 'JP' })).status).toBe(403);
        expect((await world.get('/', { country: 'DE' })).status).toBe(200);
      },
    ],
  ),
  ...from(
    'RequestAndResponseBehaviorCustomOrigin.html',
    [
      'get-with-body',
      'A GET request with a body answers 403',
      async (world) => {
        expect((await world.get('/', { body: 'x', headers: { 'content-length': '1' } })).status).toBe(403);
      },
    ],
    [
      'url-too-long',
      'A URL of more than 8,192 bytes answers 413',
      async (world) => {
        expect((await world.get(`/${'x'.repeat(8200)}`)).status).toBe(413);
      },
    ],
  ),
];
