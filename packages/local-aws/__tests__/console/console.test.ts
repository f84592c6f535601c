import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consolePages } from '../../console/console';

/** An edge that answers viewers with what it saw of them. */
const seen = ({ method, url, headers }: IncomingMessage) => ({
  method,
  url,
  host: headers.host,
  country: headers['x-sim-country'],
  location: headers['x-sim-location'],
  scheme: headers['x-sim-scheme'],
});

let server: Server;
let contentType = 'application/json';
let body: string | undefined;

beforeAll(async () => {
  const pages = consolePages();
  server = createServer(async (request, response) => {
    if (await pages(request, response)) return;
    response.writeHead(418, { 'content-type': contentType, 'x-local-trace': 'trace-1' });
    response.end(body ?? JSON.stringify(seen(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  contentType = 'application/json';
  body = undefined;
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const get = (path: string, method = 'GET') => fetch(endpoint() + path, { method });
const ask = async (asking: unknown, headers = {}) => {
  const answer = await fetch(`${endpoint()}/_local/ask`, {
    method: 'POST',
    body: typeof asking === 'string' ? asking : JSON.stringify(asking),
    headers,
  });
  return { status: answer.status, body: await answer.json() };
};

const PAGES = [
  ['/_local', 'text/html'],
  ['/_local/', 'text/html'],
  ['/_local/console.css', 'text/css'],
  ['/_local/console.js', 'text/javascript'],
] as const;

test.each(PAGES)('%s is served as %s, and may load nothing from elsewhere', async (path, type) => {
  const answer = await get(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
  const policy = answer.headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/);
  expect(policy).not.toContain('unsafe');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('the page has no script or style of its own, which the policy would refuse', async () => {
  const html = await (await get('/_local')).text();
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('the whole page is below 60 kB', async () => {
  const sizes = await Promise.all(
    PAGES.slice(1).map(async ([path]) => (await (await get(path)).arrayBuffer()).byteLength),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60_000);
});

test('paths that are not of the console are left to others, and so is every method but GET and HEAD', async () => {
  expect((await get('/_local/console.ts')).status).toBe(418);
  expect((await get('/_local', 'POST')).status).toBe(418);
  expect((await get('/_local', 'HEAD')).status).toBe(200);
});

test('asking goes to the edge itself, as the viewer who is described', async () => {
  const asking = { host: 'www.example', path: '/a?b=c', country: 'JP', location: 'NRT57-P1', method: 'POST' };
  const answer = await ask(asking);
  expect(answer).toMatchObject({
    status: 200,
    body: { status: 418, trace: 'trace-1', headers: { 'content-type': 'application/json' } },
  });
  expect(JSON.parse(answer.body.text)).toEqual({
    method: 'POST',
    url: '/a?b=c',
    host: 'www.example',
    country: 'JP',
    location: 'NRT57-P1',
    scheme: 'https',
  });
  expect(answer.body.bytes).toBe(answer.body.text.length);
});

test('without a country, a method or a location a viewer is of an unknown country and gets the page', async () => {
  const { body } = await ask({ host: 'www.example', path: '/', country: '', location: '' });
  expect(JSON.parse(body.text)).toEqual({ method: 'GET', url: '/', host: 'www.example', scheme: 'https' });
});

test('of a text two kilobytes are shown, and of anything else its size', async () => {
  body = 'x'.repeat(5000);
  contentType = 'text/plain; charset=utf-8';
  expect((await ask({ host: 'a', path: '/' })).body).toMatchObject({
    bytes: 5000,
    text: 'x'.repeat(2048),
  });
  contentType = 'image/png';
  expect((await ask({ host: 'a', path: '/' })).body).not.toHaveProperty('text');
});

const PATH = 'path: expected a path of the site, such as /images/a.png, got';
test.each([
  [{ path: '/' }, 'host: expected a host name, got nothing'],
  [{ host: 'a\r\nb', path: '/' }, String.raw`host: expected a host name, got "a\r\nb"`],
  [{ host: 'a' }, `${PATH} nothing`],
  [{ host: 'a', path: 'images' }, `${PATH} "images"`],
  [{ host: 'a', path: '/a b' }, `${PATH} "/a b"`],
  [{ host: 'a', path: '/_local/ask' }, `${PATH} "/_local/ask"`],
  [{ host: 'a', path: '/_local' }, `${PATH} "/_local"`],
  [{ host: 'a', path: '/', country: 'Japan' }, 'country: expected two letters, such as JP, got "Japan"'],
  [{ host: 'a', path: '/', method: 'PUT' }, 'method: expected GET, HEAD, POST or OPTIONS, got "PUT"'],
  [{ host: 'a', path: '/', scheme: 'ftp' }, 'scheme: expected http or https, got "ftp"'],
  [
    { host: 'a', path: '/', location: 'tokyo' },
    'location: expected an edge location, such as FRA56-P1, got "tokyo"',
  ],
  ['[', 'the body: expected a JSON object'],
])('asking %j is refused', async (asking, error) => {
  expect(await ask(asking)).toEqual({ status: 400, body: { error } });
});

test('a page from elsewhere may not ask, and nobody may without POST', async () => {
  const asking = { host: 'a', path: '/' };
  expect(await ask(asking, { origin: 'http://evil.example' })).toEqual({
    status: 403,
    body: { error: 'http://evil.example may not do this' },
  });
  expect((await ask(asking, { origin: endpoint() })).status).toBe(200);
  expect((await get('/_local/ask')).status).toBe(405);
});
