import dns from 'node:dns';
import { EventEmitter } from 'node:events';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, Socket } from 'node:net';
import { missMessage, parsedMessage } from '../../../lambda-src/backfill/message';
import type { Outcome } from '../../../lambda-src/backfill/outcome';
import { isPublicAddress } from '../../../lambda-src/backfill/source/public-address';
import { openSource, type Source, type SourceObject } from '../../../lambda-src/backfill/source/source';
import { timeWithoutEnd } from '../../support/fill-world';
import { type Listening, listening } from '../../support/listening';
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, notations } from './source/forbidden-addresses';

const KEY = 'images/a.jpg';
/** What names lead to, first answer first; the last one stays. Anything else does not exist. */
const NAMES: Record<string, string[][]> = {
  'internal.example': [['10.0.0.1']],
  'loopback.example': [['127.0.0.1']],
  'metadata.example': [['169.254.169.254']],
  'loopback6.example': [['::1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'nat64.example': [['64:ff9b::a9fe:a9fe']],
  '6to4.example': [['2002:7f00:1::1']],
  'unique-local.example': [['fd00:ec2::254']],
  'link-local.example': [['fe80::1']],
  'public-then-private.example': [['203.0.114.1', '127.0.0.1']],
  'private-then-public.example': [['127.0.0.1', '203.0.114.1']],
  'public-and-mapped.example': [['203.0.114.1', '::ffff:10.0.0.1']],
  'none.example': [[]],
  // Whoever looks twice gets another answer.
  'rebinding.example': [['127.0.0.1'], ['203.0.114.1'], ['127.0.0.1']],
  localhost: [['127.0.0.1', '::1']],
  'localhost.': [['127.0.0.1']],
};

interface Payload {
  readonly name: string;
  readonly source: Source;
  /** Where the first answer leads, of a source that answers. */
  readonly location?: string;
}

const source = (url: string): Source => ({ url, mayBePrivate: false });
const hosts = [
  ...FORBIDDEN_IPV4.flatMap(notations),
  ...FORBIDDEN_IPV6.map((address) => `[${address}]`),
  '[fe80::1%25lo]',
  ...Object.keys(NAMES),
  'LOCALHOST',
  'loca\u200blhost',
  '\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3',
  '127.0.0.1.nip.io',
  '127.0.0.1#@source.example',
  'source.example@127.0.0.1',
  'source.example:443@127.0.0.1',
  '127.0.0.1\\@source.example',
];
const locations = (port: number): string[] => [
  ...hosts.map((host) => `https://${host}/`),
  ...hosts.slice(0, 20).map((host) => `//${host}:${port}/images/a.jpg`),
  'http://source.example/images/a.jpg',
  'http://cdn.example/',
  'https://evil.example/',
  'https://cdn.example.evil.example/',
  'https://cdn.example@evil.example/',
  'https://evil.example\\@cdn.example/',
  'https://evil.example#cdn.example',
  'https://evil.example?cdn.example',
  'https://user@cdn.example/',
  'https://user:password@cdn.example/',
  'https://cdn.example:8443/',
  'https://CDN.example.:443/',
  'https://cdn\u3002example.evil/',
  'https:evil.example/',
  'https:\\\\evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  '///evil.example/',
  '//evil.example/',
  '\t//evil.example/',
  'ht\ntps://evil.example/',
  'javascript:alert(1)',
  'data:text/plain,a',
  'file:///etc/passwd',
  'ftp://cdn.example/',
  'gopher://127.0.0.1:25/_MAIL',
  'unix:/var/run/docker.sock',
  'blob:https://cdn.example/1',
  'https://',
  'https://[',
  '',
];

describe('forged requests', () => {
  const attempts: string[] = [];
  const asked: { host: string | undefined; path: string | undefined }[] = [];
  const looks = new Map<string, number>();
  let server: Listening;
  let port: number;

  beforeAll(async () => {
    server = await listening((request, response) => {
      asked.push({ host: request.headers.host, path: request.url });
      response.end('a');
    });
    port = Number(new URL(server.url).port);

    const emit = Socket.prototype.emit;
    jest.spyOn(Socket.prototype, 'emit').mockImplementation(function (
      this: Socket,
      event: string,
      ...args: unknown[]
    ) {
      if (event === 'connectionAttempt') {
        attempts.push(`${args[0]}:${args[1]}`);
        // Nothing leaves this machine, whatever the worker would do.
        if (!String(args[0]).startsWith('127.')) this.destroy(new Error('left this machine'));
      }
      return Reflect.apply(emit, this, [event, ...args]);
    });
    const lookup = (name: string, options: { all?: boolean }, callback: (...args: unknown[]) => void) => {
      const known = isIP(name) > 0 ? [[name]] : (NAMES[name] ?? []);
      const look = looks.get(name) ?? 0;
      looks.set(name, look + 1);
      const answer = known[Math.min(look, known.length - 1)];
      const addresses = answer?.map((address) => ({ address, family: isIP(address) }));
      if (addresses === undefined)
        callback(Object.assign(new Error(`ENOTFOUND ${name}`), { code: 'ENOTFOUND' }));
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address, addresses[0]?.family);
    };
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
  });
  afterAll(() => {
    jest.restoreAllMocks();
    server.close();
  });
  beforeEach(() => {
    attempts.length = 0;
    asked.length = 0;
    looks.clear();
  });

  /** Runs one fill's request; with a location, the source's own answer is that redirect, and it is on no network. */
  async function open({ source: from, location }: Payload): Promise<SourceObject | Outcome | 'failed'> {
    const spies =
      location === undefined
        ? []
        : [http, https].map((module) =>
            jest.spyOn(module, 'request').mockImplementationOnce(((
              _url: URL,
              _options: RequestOptions,
              answered: (response: IncomingMessage) => void,
            ) => {
              const response = { statusCode: 302, headers: { location }, destroy: () => undefined };
              const sent = Object.assign(new EventEmitter(), {
                setTimeout: () => undefined,
                destroy: () => undefined,
                end: () => answered(response as unknown as IncomingMessage),
              });
              return sent;
            }) as unknown as typeof http.request),
          );
    try {
      return await openSource(from, KEY, timeWithoutEnd());
    } catch {
      return 'failed';
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  const attemptsElsewhere = () =>
    attempts.filter((attempt) => !isPublicAddress(attempt.replace(/:\d+$/, '')) || asked.length > 0);

  it('connects where it may, so that what follows proves something', async () => {
    const object = await open({
      name: 'private',
      source: { url: `http://127.0.0.1:${port}`, mayBePrivate: true },
    });

    expect(object).toMatchObject({ contentLength: 1 });
    expect(attempts).toEqual([`127.0.0.1:${port}`]);
    expect(asked).toEqual([{ host: `127.0.0.1:${port}`, path: '/images/a.jpg' }]);
  });

  it('tries the address of a public name, which the test then stops', async () => {
    NAMES['public.example'] = [['203.0.114.1']];

    expect(await open({ name: 'public', source: source('https://public.example') })).toBe('failed');
    expect(attempts).toEqual(['203.0.114.1:443']);
  });

  it(`makes no connection to any of ${2 * hosts.length} forbidden sources`, async () => {
    const violations: string[] = [];
    for (const host of hosts) {
      for (const url of [`http://${host}:${port}`, `https://${host}`]) {
        const outcome = await open({ name: host, source: source(url) });
        if (outcome !== 'failed') violations.push(`${url}: ${outcome}`);
        violations.push(...attemptsElsewhere().map((attempt) => `${url}: ${attempt}`));
        attempts.length = 0;
      }
    }

    expect(violations).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('follows no redirect to a host that is not on the list', async () => {
    const violations: string[] = [];
    for (const location of locations(port)) {
      const from: Source = { ...source('https://source.example'), redirectHosts: ['cdn.example'] };
      const outcome = await open({ name: location, source: from, location });
      if (outcome !== 'unusable-answer' && outcome !== 'failed') violations.push(`${location}: ${outcome}`);
      violations.push(...attempts.map((attempt) => `${location}: ${attempt}`));
      violations.push(
        ...[...looks.keys()].filter((name) => name !== 'cdn.example').map((name) => `${location}: ${name}`),
      );
      attempts.length = 0;
      looks.clear();
    }

    expect(violations).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('follows no redirect to a forbidden address, even when the list names it', async () => {
    const violations: string[] = [];
    for (const host of hosts) {
      if (!URL.canParse(`https://${host}/`)) continue;
      const listed = new URL(`https://${host}/`).host;
      const from: Source = { ...source('https://source.example'), redirectHosts: [listed] };
      const outcome = await open({ name: host, source: from, location: `https://${host}/` });
      if (outcome !== 'unusable-answer' && outcome !== 'failed') violations.push(`${host}: ${outcome}`);
      violations.push(...attemptsElsewhere().map((attempt) => `${host}: ${attempt}`));
      attempts.length = 0;
    }

    expect(violations).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    '//evil.example/a',
    '@evil.example/a',
    'images/@evil.example',
    'images/\r\nHost: evil.example',
    'images/a HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /b',
    'images/\u010d\u010aHost: evil',
    'images/../../private',
    'images/..\\..\\private',
    'images/%2e%2e/private',
    'images/\u2024\u2024/private',
    'images/\uff0e\uff0e\uff0fprivate',
    'images/a?x=https://evil.example',
    'images/a#@evil.example',
    'images/https://evil.example/a',
    'images/\\\\evil.example\\a',
    'images/a:80@evil.example',
    'https://evil.example/a',
    'images/\u0000.evil.example',
  ])('asks the source for nothing but a key below its prefixes: %j', async (key) => {
    const body = JSON.stringify({ ...JSON.parse(missMessage('images/a')), key });
    const message = parsedMessage(body, ['images/']);
    const from: Source = { url: `http://127.0.0.1:${port}/base`, mayBePrivate: true };
    const outcome = message && (await openSource(from, message.key, timeWithoutEnd()));

    expect(attempts.filter((attempt) => attempt !== `127.0.0.1:${port}`)).toEqual([]);
    expect(asked).toHaveLength(typeof outcome === 'object' ? 1 : 0);
    for (const { host, path } of asked) {
      expect(host).toBe(`127.0.0.1:${port}`);
      expect(path).toMatch(/^\/base\/images\/[^?#\\\s]+$/);
    }
  });
});
