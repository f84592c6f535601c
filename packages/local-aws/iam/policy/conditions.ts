import { BlockList, isIP, isIPv6 } from 'node:net';
import { type Context, valuesOf } from './context';
import { MalformedPolicy } from './malformed-policy';
import { equal, like, likeArn, type Test } from './patterns';

/** A policy's `Condition` element: operator → key → values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Condition = (context: Context) => boolean;

type Compare = (expected: string, withVariables: boolean) => Test;

/** One of the request's values against one of the policy's. */
const COMPARISONS: Readonly<Record<string, Compare>> = {
  StringEquals: (expected, variables) => equal(expected, variables),
  StringEqualsIgnoreCase: (expected, variables) => equal(expected, variables, true),
  StringLike: like,
  ArnEquals: likeArn,
  ArnLike: likeArn,
  Bool: (expected, variables) => equal(expected, variables, true),
  BinaryEquals: (expected) => (value) => Buffer.from(value).toString('base64') === expected,
  IpAddress: (expected) => addressTest(expected),
  ...ordered('Numeric', decimal),
  ...ordered('Date', moment),
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** All keys of all operators have to hold. */
export function compileConditions(block: ConditionBlock, withVariables: boolean): Condition {
  const conditions = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      compileCondition(operator, key.toLowerCase(), listed(values), withVariables),
    ),
  );
  return (context) => conditions.every((condition) => condition(context));
}

/** An element's value or values as a list of texts: JSON numbers and booleans stand for their texts. */
export const listed = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

function compileCondition(
  operator: string,
  key: string,
  expected: readonly string[],
  withVariables: boolean,
): Condition {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null' && !ifExists) {
    const wanted = expected.map((one) => one.toLowerCase());
    return (context) => wanted.includes(String(valuesOf(context, key).length === 0));
  }
  const negated = name in NEGATED;
  const compare = COMPARISONS[NEGATED[name] ?? name];
  if (compare === undefined) {
    throw new MalformedPolicy(`expected a condition operator, got ${operator}`);
  }
  const tests = expected.map((one) => compare(one, withVariables));
  // Several values of the policy are alternatives; what is negated must be none of them.
  const holds = (value: string, context: Context) => tests.some((test) => test(value, context)) !== negated;
  const whenMissing = ifExists !== undefined || (set === undefined ? negated : set === 'ForAllValues');
  return (context) => {
    const found = valuesOf(context, key);
    // For a set, a value that is empty is none.
    const values = set === undefined ? found : found.filter((value) => value !== '');
    if (values.length === 0) return whenMissing;
    const every = set === undefined ? negated : set === 'ForAllValues';
    return every
      ? values.every((value) => holds(value, context))
      : values.some((value) => holds(value, context));
  };
}

/** The operators of a kind of value that has an order; what is no such value compares with nothing. */
function ordered(kind: string, read: (text: string) => number): Record<string, Compare> {
  const by =
    (holds: (value: number, expected: number) => boolean): Compare =>
    (expected) => {
      const bound = read(expected);
      return (value) => holds(read(value), bound);
    };
  return {
    [`${kind}Equals`]: by((value, bound) => value === bound),
    [`${kind}LessThan`]: by((value, bound) => value < bound),
    [`${kind}LessThanEquals`]: by((value, bound) => value <= bound),
    [`${kind}GreaterThan`]: by((value, bound) => value > bound),
    [`${kind}GreaterThanEquals`]: by((value, bound) => value >= bound),
  };
}

/** Not what JavaScript takes for a number as well: nothing, or hexadecimal digits. */
function decimal(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Milliseconds of an ISO 8601 date, or of a time in epoch seconds; four digits are a year. */
function moment(text: string): number {
  return /^\d{5,}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function addressTest(range: string): Test {
  const [network = '', prefix] = range.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const most = family === 'ipv6' ? 128 : 32;
  const bits = prefix === undefined ? most : decimal(prefix);
  if (isIP(network) === 0 || !Number.isInteger(bits) || bits < 0 || bits > most) {
    throw new MalformedPolicy(`expected an IP address or range, got ${range}`);
  }
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return (value) => isIP(value) !== 0 && list.check(value, isIPv6(value) ? 'ipv6' : 'ipv4');
}
