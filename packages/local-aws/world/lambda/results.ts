import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Fields } from '../../edge/fields';
import type { Answer } from '../../edge/message';

export type PayloadFormat = '1.0' | '2.0';

/** A function returned what cannot be made an HTTP answer. */
export class MalformedResult extends Error {}

/**
 * The answer that a function's result describes; `undefined` where it has no `statusCode`.
 *
 * `multiValueHeaders` count in format 1.0 only, `cookies` in format 2.0 only. Throws `MalformedResult`.
 */
export function describedAnswer(
  result: unknown,
  format: PayloadFormat,
  defaultContentType: string,
): Answer | undefined {
  if (!isObject(result) || result.statusCode === undefined) return undefined;
  const headers = headersOf(result, format);
  if (!headers.has('content-type')) headers.set('content-type', [defaultContentType]);
  return { status: statusOf(result.statusCode), headers, body: bodyOf(result) };
}

type Described = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Described =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function statusOf(value: unknown): number {
  const status = typeof value === 'string' ? Number(value) : value;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new MalformedResult(`statusCode: expected a number from 200 to 599, got ${JSON.stringify(value)}`);
}

function bodyOf({ body = null, isBase64Encoded = false }: Described): Buffer {
  if (body !== null && typeof body !== 'string') throw new MalformedResult('body: expected a string');
  if (typeof isBase64Encoded !== 'boolean') throw new MalformedResult('isBase64Encoded: expected a boolean');
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

function headersOf(result: Described, format: PayloadFormat): Fields {
  const fields: Fields = new Map();
  const add = (name: string, value: unknown) => {
    const values = fields.get(name.toLowerCase()) ?? [];
    // The same pair in headers and multiValueHeaders is one.
    fields.set(name.toLowerCase(), [...new Set([...values, headerValue(name, value)])]);
  };
  for (const [name, value] of entriesOf(result, 'headers')) add(name, value);
  if (format === '1.0') {
    for (const [name, values] of entriesOf(result, 'multiValueHeaders')) {
      for (const value of listOf(`multiValueHeaders.${name}`, values)) add(name, value);
    }
  } else {
    for (const cookie of listOf('cookies', result.cookies)) add('set-cookie', cookie);
  }
  return fields;
}

function entriesOf(result: Described, field: string): [string, unknown][] {
  const found = result[field] ?? {};
  if (!isObject(found)) throw new MalformedResult(`${field}: expected an object`);
  return Object.entries(found);
}

function listOf(field: string, value: unknown): readonly unknown[] {
  const found = value ?? [];
  if (!Array.isArray(found)) throw new MalformedResult(`${field}: expected a list`);
  return found;
}

function headerValue(name: string, value: unknown): string {
  if (!['string', 'number', 'boolean'].includes(typeof value))
    throw new MalformedResult(`header ${name}: expected a string, got ${JSON.stringify(value)}`);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return String(value);
  } catch (error) {
    throw new MalformedResult(`header ${name}: ${String(error)}`);
  }
}
