import { z } from 'zod';

/**
 * Building blocks of the schema. Each says what it expects in words that stand after "expected"; `problem.ts` puts the path
 * before and the value behind.
 */

/** Text; `test` says whether it is right, or what exactly was expected instead. */
export function text(expected: string, test: (value: string) => boolean | string): z.ZodString {
  return z.string({ error: quoted(expected) }).superRefine((value, context) => {
    const verdict = test(value);
    if (verdict !== true) {
      context.addIssue({ code: 'custom', message: verdict || expected, input: value });
    }
  });
}

/** A number may look right: as text, an account id keeps its zeros. */
const quoted =
  (expected: string) =>
  ({ input }: { readonly input?: unknown }) =>
    typeof input === 'number' ? `${expected}, in quotes` : expected;

export function matching(expected: string, pattern: RegExp): z.ZodString {
  return text(expected, (value) => pattern.test(value));
}

/** One of many known values, none of which deserves a type of its own. */
export function known(expected: string, values: readonly string[]): z.ZodString {
  return z.string({ error: expected }).superRefine((value, context) => {
    if (!values.includes(value)) {
      context.addIssue({ code: 'custom', message: expected, input: value, params: { candidates: values } });
    }
  });
}

export function choice<const T extends readonly string[]>(values: T) {
  return z.enum(values, { error: `one of ${values.map((value) => `"${value}"`).join(', ')}` });
}

export function wholeNumber(minimum: number, maximum: number): z.ZodNumber {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z
    .number({ error })
    .refine((value) => Number.isInteger(value) && value >= minimum && value <= maximum, { error });
}

export const LARGEST_PORT = 65_535;

/** As it is written behind a host. */
export const isPort = (port: string) => /^[1-9]/.test(port) && Number(port) <= LARGEST_PORT;

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

/** A list of `minimum` to `maximum` items; `items` names them, in the plural. */
export function list<T extends z.ZodType>(
  item: T,
  items: string,
  minimum: number,
  maximum: number,
): z.ZodArray<T> {
  const error = `${minimum} to ${maximum} ${items}`;
  return z.array(item, { error }).min(minimum, { error }).max(maximum, { error });
}

/** An object with exactly these fields. */
export function section<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'invalid_type' ? `an object with ${Object.keys(shape).join(', ')}` : undefined,
  });
}

/** Free keys, each with a value of one kind. */
export function dictionary<T extends z.ZodType>(value: T, expected: string) {
  const record = z.record(z.string(), value, { error: expected });
  return z
    .custom<z.input<typeof record>>()
    .superRefine((fields, context) => {
      // A record of Zod passes over a field of this name without a word.
      if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, HIDDEN)) return;
      const input = Object.getOwnPropertyDescriptor(fields, HIDDEN)?.value;
      context.addIssue({ code: 'custom', message: 'no such field', path: [HIDDEN], input });
    })
    .pipe(record);
}

const HIDDEN = '__proto__';
