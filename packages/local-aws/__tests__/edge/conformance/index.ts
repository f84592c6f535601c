import { CACHING_CASES } from './caching';
import { type Case, GUIDE } from './case';
import { FUNCTION_CASES } from './edge-functions';
import { ORIGIN_CASES } from './origins';
import { REQUEST_CASES } from './requests';
import { RESPONSE_HEADERS_CASES } from './response-headers';

/** Every documented behaviour that the edge is tried with. */
export const CASES: readonly Case[] = [
  ...REQUEST_CASES,
  ...CACHING_CASES,
  ...ORIGIN_CASES,
  ...FUNCTION_CASES,
  ...RESPONSE_HEADERS_CASES,
];

/** The cases as they stand in `docs/edge.md`. */
export function casesTable(): string {
  const page = ({ source }: Case) => `[${source.slice(GUIDE.length).replace('.html', '')}](${source})`;
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = CASES.map((one) => `| \`${one.id}\` | ${cell(one.behaviour)} | ${page(one)} |`);
  return ['| Case | Behaviour | Page of the developer guide |', '|---|---|---|', ...rows].join('\n');
}
