import { validated } from '../../config';
import { PLATFORM_AWS_REGIONS } from '../../config/aws-regions';
import { CONTINENT_BY_COUNTRY } from '../../config/countries';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { FUNCTION_LIST_CHARACTERS } from '../../config/document/cors';
import { synthesizedStack } from '../support/platform';

const names = Array.from({ length: 9 }, (_, index) => `southeastas${index}`);
const nameAt = (index: number) => names[index % names.length] ?? '';
const codes = [...CONTINENT_BY_COUNTRY.keys()];

/** Nine regions with long names, countries all over the place, every option of the site's function, and lists of this length. */
function largest(characters: number): DocumentInput {
  const header = 'x'.repeat(64);
  const prefixes = Array.from({ length: 20 }, (_, index) => `/members-${index}/`);
  const lists = (origins: string[]) => JSON.stringify([origins, [header], prefixes]).length;
  const origin = (index: number) => `https://some-application-${index}.example.com`;
  const origins = [origin(0)];
  while (lists([...origins, origin(100)]) < characters && origins.length < 99)
    origins.push(origin(origins.length));
  const rest = characters - lists([...origins, 'https://.example.com']);
  origins.push(`https://${'a'.repeat(Math.min(rest, 63))}.example.com`);
  return {
    ...demo,
    regions: names.map((name, index) => ({
      name,
      awsRegion: PLATFORM_AWS_REGIONS[index] ?? '',
      cidrBlock: `10.${index}.0.0/16`,
      failoverTo: nameAt(index + 1),
    })),
    routing: {
      continents: {
        AF: nameAt(0),
        AN: nameAt(1),
        AS: nameAt(2),
        EU: nameAt(3),
        NA: nameAt(4),
        OC: nameAt(5),
        SA: nameAt(6),
      },
      countries: Object.fromEntries(
        names.map((name, index) => [
          name,
          codes.filter((_, position) => (position * 7) % names.length === index),
        ]),
      ),
      defaultRegion: nameAt(8),
    },
    originProtection: { ...demo.originProtection },
    cors: {
      ...demo.cors,
      storedOrigins: true,
      allowCredentials: true,
      allowedOrigins: origins,
      allowedHeaders: [header],
    },
    edgeAuth: { protectedPrefixes: prefixes, keyVersions: [1_000_000, 999_999] },
    services: undefined,
    backfill: { ...demo.backfill, regions: names, fullOrigin: { host: 'full.example.net' } },
  };
}

test('the largest document that is valid makes functions that CloudFront takes', () => {
  const document = validated(largest(FUNCTION_LIST_CHARACTERS));
  const { allowedHeaders, allowedOrigins } = document.cors;
  const lists = [allowedOrigins, allowedHeaders, document.edgeAuth.protectedPrefixes];
  expect(JSON.stringify(lists).length).toBe(FUNCTION_LIST_CHARACTERS);
  // The bundler refuses what is over 10,240 bytes.
  expect(Object.keys(synthesizedStack(document, 'global').document.resource ?? {})).toContain(
    'aws_cloudfront_function',
  );
  expect(Object.keys(synthesizedStack(document, 'backfill').document.resource ?? {})).toContain(
    'aws_cloudfront_function',
  );
});
