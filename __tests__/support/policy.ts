import type { PolicyStatement } from '../../modules/iam/policy';

/** One request as IAM sees it. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; a key that is missing here is missing in the request. */
  readonly context?: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyJson {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

const ACCOUNT = '111122223333';

/** The policy in a `jsonencode` expression; account ids become 111122223333, and other references their address. */
export function policyJson(expression: string): PolicyJson {
  const body = /^\$\{jsonencode\((.*)\)\}$/s.exec(expression)?.[1];
  if (body === undefined) {
    throw new Error(`expected a jsonencode expression, got ${expression.slice(0, 60)}`);
  }
  const json = body
    // References stand without quotes where they are a whole value, and in `${}` where they are part of one.
    .replace(/(?<=[[,=] ?)((?:aws|data)[_.][\w.-]+)/g, '"${$1}"')
    .replace(/\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}/g, ACCOUNT)
    .replace(/\$\{([\w.-]+)\}/g, '<$1>')
    .replace(/" = /g, '": ');
  return JSON.parse(json);
}

/** The policy that a role has with these statements, whose values are all known. */
export const policyOf = (statements: readonly PolicyStatement[]): PolicyJson => ({
  Version: '2012-10-17',
  Statement: statements.map(({ effect = 'Allow', actions, resources, conditions }) => ({
    Effect: effect,
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  })),
});

/** Characters that count against IAM's limits. */
export const policyLength = (policy: PolicyJson): number => JSON.stringify(policy).length;

/** What IAM decides on a request by all policies of a role: an explicit deny wins, and nothing is allowed unsaid. */
export function isAllowed(policies: readonly PolicyJson[], request: AccessRequest): boolean {
  const applying = policies.flatMap(({ Statement }) => Statement).filter((s) => applies(s, request));
  return (
    applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

export function matches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function applies(statement: Statement, { action, resource, context = {} }: AccessRequest): boolean {
  return (
    listed(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    (statement.Resource === undefined || listed(statement.Resource).some((p) => matches(p, resource))) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, listed(expected), context[key])),
    )
  );
}

function holds(operator: string, expected: readonly string[], actual: string | undefined): boolean {
  const like = () => actual !== undefined && expected.some((pattern) => matches(pattern, actual));
  switch (operator) {
    case 'StringEquals':
      return actual !== undefined && expected.includes(actual);
    case 'StringEqualsIfExists':
      return actual === undefined || expected.includes(actual);
    case 'StringNotEquals':
      return actual === undefined || !expected.includes(actual);
    case 'StringLike':
    case 'ArnLike':
      return like();
    case 'ForAllValues:StringLike':
      return actual === undefined || like();
    case 'ForAllValues:StringNotLike':
      return actual === undefined || !like();
    case 'Bool':
      return actual !== undefined && expected.includes(actual);
    case 'Null':
      return expected.includes(String(actual === undefined));
    case 'NumericLessThan':
      return actual !== undefined && expected.some((bound) => Number(actual) < Number(bound));
    default:
      throw new Error(`this evaluator knows no ${operator}`);
  }
}
