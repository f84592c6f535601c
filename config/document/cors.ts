import { choice, flag, isPort, LARGEST_PORT, list, matching, section, text, wholeNumber } from '../fields';
import { DNS_LABEL } from '../names';
import type { Problem } from '../problem';
import type { Check, Document } from '.';

/** A star stands for whole labels in front, and never for the domain itself, as CloudFront has it. */
const ORIGIN = new RegExp(`^(?:\\*|https://(?:\\*\\.)?(?:${DNS_LABEL}\\.)+${DNS_LABEL}(?::\\d{1,5})?)$`);

/** As browsers write origins: no other one is equal to any of theirs. They leave out the port that is the scheme's own. */
function originVerdict(value: string): boolean | string {
  if (!ORIGIN.test(value)) return false;
  const [, port] = /:(\d+)$/.exec(value) ?? [];
  if (port === '443') return 'an origin without ":443", which browsers leave out';
  if (port !== undefined && !isPort(port)) {
    return `a port from 1 to ${LARGEST_PORT}`;
  }
  return value === '*' || hostVerdict(value.replace('//*.', '//a.'));
}

/** `0x7f.1` is an address, and 127.0.0.1 in a browser. */
function hostVerdict(origin: string): boolean | string {
  if (!URL.canParse(origin)) return false;
  const written = new URL(origin).origin;
  return written === origin || `"${written}", as browsers write it`;
}

const HEADER = /^(?:[A-Za-z0-9!#$%&'^_`|~+.-]{1,128}|\*)$/;

export const fields = {
  /** Which other sites' pages may ask, and what for. */
  cors: section({
    /**
     * Origins such as `https://app.example.com`, or `https://*.example.com` for every name below; `*` alone where
     * credentials are not allowed.
     */
    allowedOrigins: list(
      text('an origin such as "https://app.example.com", without a path, or "*"', originVerdict),
      'origins',
      1,
      100,
    ),
    /** Methods that pages of those origins may use. */
    allowedMethods: list(
      choice(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']),
      'methods',
      1,
      7,
    ),
    /** Header names, or `*` alone where credentials are not allowed. */
    allowedHeaders: list(matching('a header name such as "content-type", or "*"', HEADER), 'headers', 1, 100),
    /** Whether browsers may send cookies and authorization. */
    allowCredentials: flag().default(false),
    /** How long browsers remember a preflight answer. */
    maxAgeSeconds: wholeNumber(0, 86_400).default(600),
    /**
     * True admits further origins of the site from the edge's key value store (key `cors:<origin>`, value `allowed`), so that
     * one is added without a deployment; the edge then answers preflight requests of the site itself.
     */
    storedOrigins: flag().default(false),
  }),
};

export const checks: readonly Check[] = [
  { needs: ['cors'], problems: corsProblems },
  { needs: ['cors', 'edgeAuth.protectedPrefixes'], problems: functionSizeProblems },
];

/**
 * What is left for lists of the 10,240 bytes that CloudFront takes as a function, beside code, nine regions and all countries:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
 */
export const FUNCTION_LIST_CHARACTERS = 4500;

/** The site's function answers preflight requests only where origins are stored; then its lists are part of its code. */
function* functionSizeProblems({ cors, edgeAuth }: Document): Iterable<Problem> {
  const { allowedHeaders, allowedOrigins, storedOrigins } = cors;
  const characters = JSON.stringify([allowedOrigins, allowedHeaders, edgeAuth.protectedPrefixes]).length;
  if (storedOrigins && characters > FUNCTION_LIST_CHARACTERS) {
    const lists = '"cors.allowedOrigins", "cors.allowedHeaders" and "edgeAuth.protectedPrefixes"';
    yield {
      path: 'cors.allowedOrigins',
      expected: `at most ${FUNCTION_LIST_CHARACTERS} characters in ${lists} together, because they are part of the site's function, and further origins in the edge's key value store`,
      got: characters,
    };
  }
}

function* corsProblems({ cors }: Document): Iterable<Problem> {
  if (cors.storedOrigins && !cors.allowCredentials && cors.allowedOrigins.join() === '*') {
    const expected = 'false, because "cors.allowedOrigins" admits every origin';
    yield { path: 'cors.storedOrigins', expected, got: true };
  }
  for (const field of ['allowedOrigins', 'allowedHeaders', 'allowedMethods'] as const) {
    const values: readonly string[] = cors[field].map((value) =>
      field === 'allowedHeaders' ? value.toLowerCase() : value,
    );
    for (const [index, value] of values.entries()) {
      const path = `cors.${field}[${index}]`;
      if (values.indexOf(value) < index) {
        yield { path, expected: 'a value that is not listed yet', got: cors[field][index] };
      } else if (value === '*' && cors.allowCredentials) {
        const expected =
          'no wildcard, because "cors.allowCredentials" is true and browsers refuse both together';
        yield { path, expected, got: value };
      } else if (value === '*' && values.length > 1) {
        yield { path, expected: 'a wildcard alone or no wildcard', got: value };
      }
    }
  }
}
