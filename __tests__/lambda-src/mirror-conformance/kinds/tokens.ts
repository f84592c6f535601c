import { createHmac } from 'node:crypto';
import { REGION_HEADER, siteRoutes, tokenRules } from '../../../../modules/edge/edge-constants';
import { handledTogether } from '../../../support/edge';
import type { ConformanceCase } from '../conformance-case';

const KEY = 'k'.repeat(40);
const constants = {
  ROUTES: siteRoutes({ regions: [{ name: 'europe' }], countries: {}, defaultRegion: 'europe' }),
  REGION_HEADER,
  CROSS_ORIGIN: null,
  TOKENS: tokenRules({ protectedPrefixes: ['/members/'], keyVersions: [1] }),
};

/** A token that is signed as it should be and has this header. */
function tokenWith(header: object): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const signed = `${part({ ...PLAIN, ...header })}.${part({ exp: Math.floor(Date.now() / 1000) + 3600 })}`;
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`;
}

const handled = handledTogether('site-router.mts', constants, { store: { 'token-key:1': KEY } });

/** What a viewer gets with such a token. */
const shown = (header: object) => {
  const got = handled({ uri: '/members/a', headers: { authorization: `Bearer ${tokenWith(header)}` } });
  return async () => {
    const { statusCode, origins } = await got();
    return statusCode ?? origins[0];
  };
};

const PLAIN = { alg: 'HS256', kid: '1' };
const REFUSED = 'Refused (403): an extension that must be understood, and is not.';

const cases: readonly (readonly [what: string, header: object])[] = [
  ['an extension of its own', { crit: ['x'], x: 1 }],
  ['an extension that the header lacks', { crit: ['x'] }],
  ['several extensions', { crit: ['x', 'y'], x: 1, y: 2 }],
  ['`b64`, which RFC 7797 defines', { crit: ['b64'], b64: false }],
  ['`exp`, as a header', { crit: ['exp'], exp: 1 }],
  ['a parameter that RFC 7515 defines itself', { crit: ['alg'] }],
  ['an empty list', { crit: [] }],
  ['text instead of a list', { crit: 'x', x: 1 }],
  ['an object instead of a list', { crit: {} }],
  ['`null`', { crit: null }],
  ['`false`', { crit: false }],
];

export const tokens: readonly ConformanceCase[] = [
  ...cases.map(
    ([what, header]): ConformanceCase => ({
      behaviour: `\`crit\` of a token that is rightly signed has ${what}.`,
      ours: REFUSED,
      sources: ['rfc-7515'],
      happens: shown(header),
      expected: 403,
    }),
  ),
  {
    behaviour: 'A token has a header that nobody must understand.',
    ours: 'Let through.',
    sources: ['rfc-7515'],
    happens: shown({ x: 1, Crit: ['x'] }),
    expected: 'europe',
  },
];
