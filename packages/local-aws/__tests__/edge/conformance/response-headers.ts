import type { Cors, ResponseHeadersPolicy } from '../../../edge/policies';
import type { TestWorld } from '../support/world';
import { type Case, from } from './case';

const CORS: Cors = {
  allowOrigins: ['https://app.example.com'],
  allowHeaders: ['authorization'],
  allowMethods: ['GET', 'PUT'],
  exposeHeaders: ['x-total'],
  allowCredentials: true,
  maxAgeSeconds: '600',
  originOverride: true,
};

function policy(world: TestWorld, change: Partial<ResponseHeadersPolicy>): void {
  world.responseHeaders = { set: [], remove: [], serverTimingPercent: 0, ...change };
}

const fromApp = { headers: { origin: 'https://app.example.com' } };

/** Response headers policies. */
export const RESPONSE_HEADERS_CASES: readonly Case[] = [
  ...from(
    'understanding-response-headers-policies.html',
    [
      'set-override',
      "With override the policy's header replaces the origin's",
      async (world) => {
        policy(world, { set: [{ name: 'x-frame-options', value: 'DENY', override: true }] });
        world.a.reply = () => ({ headers: { 'x-frame-options': 'SAMEORIGIN' } });
        expect((await world.get('/')).headers['x-frame-options']).toBe('DENY');
      },
    ],
    [
      'set-no-override',
      "Without override the origin's header stays, and a missing one is added",
      async (world) => {
        policy(world, {
          set: [
            { name: 'x-frame-options', value: 'DENY', override: false },
            { name: 'x-custom', value: '1', override: false },
          ],
        });
        world.a.reply = () => ({ headers: { 'x-frame-options': 'SAMEORIGIN' } });
        expect((await world.get('/')).headers).toMatchObject({
          'x-frame-options': 'SAMEORIGIN',
          'x-custom': '1',
        });
      },
    ],
    [
      'remove',
      'Headers of the origin can be removed',
      async (world) => {
        policy(world, { remove: ['x-powered-by'] });
        world.a.reply = () => ({ headers: { 'x-powered-by': 'x' } });
        expect((await world.get('/')).headers).not.toHaveProperty('x-powered-by');
      },
    ],
    [
      'remove-and-add',
      'Headers are removed first: one that is also added is there',
      async (world) => {
        policy(world, {
          remove: ['x-custom'],
          set: [{ name: 'x-custom', value: 'policy', override: false }],
        });
        world.a.reply = () => ({ headers: { 'x-custom': 'origin' } });
        expect((await world.get('/')).headers['x-custom']).toBe('policy');
      },
    ],
    [
      'remove-server',
      "CloudFront's own Server and Date stand in for those that are removed",
      async (world) => {
        policy(world, { remove: ['server', 'date'] });
        world.a.reply = () => ({ headers: { server: 'nginx', date: 'Thu, 01 Jan 2015 00:00:00 GMT' } });
        expect((await world.get('/')).headers).toMatchObject({
          server: 'CloudFront',
          date: new Date(world.clock.now()).toUTCString(),
        });
      },
    ],
    [
      'from-cache',
      'The policy holds for answers from cache and from the origin',
      async (world) => {
        await world.get('/');
        policy(world, { set: [{ name: 'x-custom', value: '1', override: true }] });
        expect((await world.get('/')).headers).toMatchObject({
          'x-custom': '1',
          'x-cache': 'Hit from cloudfront',
        });
      },
    ],
    [
      'cors-allowed',
      'An allowed origin is answered with itself, credentials and exposed headers',
      async (world) => {
        policy(world, { cors: CORS });
        expect((await world.get('/', fromApp)).headers).toMatchObject({
          'access-control-allow-origin': 'https://app.example.com',
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': 'x-total',
          vary: 'Origin',
        });
      },
    ],
    [
      'cors-refused',
      'Another origin gets no CORS headers',
      async (world) => {
        policy(world, { cors: CORS });
        const { headers } = await world.get('/', { headers: { origin: 'https://evil.example.com' } });
        expect(headers).not.toHaveProperty('access-control-allow-origin');
      },
    ],
    [
      'cors-any',
      'With * every origin is answered with *',
      async (world) => {
        policy(world, { cors: { ...CORS, allowOrigins: ['*'], allowCredentials: false } });
        expect((await world.get('/', fromApp)).headers['access-control-allow-origin']).toBe('*');
      },
    ],
    [
      'cors-wildcard',
      'An allowed origin may begin with a wildcard',
      async (world) => {
        policy(world, { cors: { ...CORS, allowOrigins: ['https://*.example.com'] } });
        expect((await world.get('/', fromApp)).headers['access-control-allow-origin']).toBe(
          'https://app.example.com',
        );
      },
    ],
    [
      'cors-preflight',
      "A preflight request is answered by the origin, with the policy's methods, headers and age",
      async (world) => {
        policy(world, { cors: CORS });
        const headers = { ...fromApp.headers, 'access-control-request-method': 'PUT' };
        const reply = await world.get('/', { method: 'OPTIONS', headers });
        expect(reply.headers).toMatchObject({
          'access-control-allow-methods': 'GET, PUT',
          'access-control-allow-headers': 'authorization',
          'access-control-max-age': '600',
        });
        expect(world.a.saw.map(({ method }) => method)).toEqual(['OPTIONS']);
      },
    ],
    [
      'cors-no-override',
      "Without override, an origin's CORS header stays, and those that it lacks are added",
      async (world) => {
        policy(world, { cors: { ...CORS, originOverride: false } });
        world.a.reply = () => ({ headers: { 'access-control-allow-origin': '*' } });
        const { headers } = await world.get('/', fromApp);
        expect(headers['access-control-allow-origin']).toBe('*');
        expect(headers['access-control-allow-credentials']).toBe('true');
      },
    ],
    [
      'cors-override',
      "With override, the policy's CORS headers replace the origin's",
      async (world) => {
        policy(world, { cors: CORS });
        world.a.reply = () => ({
          headers: { 'access-control-allow-origin': '*', 'access-control-max-age': '1' },
        });
        const { headers } = await world.get('/', fromApp);
        expect(headers['access-control-allow-origin']).toBe('https://app.example.com');
        expect(headers).not.toHaveProperty('access-control-max-age');
      },
    ],
    [
      'server-timing',
      'Server-Timing says whether the cache answered',
      async (world) => {
        policy(world, { serverTimingPercent: 100 });
        expect((await world.get('/')).headers['server-timing']).toContain('cdn-cache-miss');
        expect((await world.get('/')).headers['server-timing']).toContain('cdn-cache-hit');
      },
    ],
  ),
];
