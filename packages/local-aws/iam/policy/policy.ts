import type { Caller } from './caller';
import { type Condition, type ConditionBlock, compileConditions, listed } from './conditions';
import { MalformedPolicy } from './malformed-policy';
import { like, likeResource, type Test, variablesIn } from './patterns';
import { type Mention, notPrincipalTest, principalTest } from './principals';

/** A policy document, made ready to be asked many times. */
export interface Policy {
  /** For people: the policy's name or ARN. */
  readonly name: string;
  /** Context keys that its conditions and variables ask for, in lower case. */
  readonly keys: ReadonlySet<string>;
  readonly statements: readonly Statement[];
  /** The statements that mean an action, each with the pattern by which it does. */
  forAction(action: string): readonly Grant[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** From 0. */
  readonly index: number;
  readonly sid?: string;
  /** Its action patterns as written; of `NotAction`, with an exclamation mark in front. */
  readonly actions: readonly string[];
  /** Absent in policies of identities, which mean their bearer. */
  readonly principal?: (caller: Caller) => Mention | undefined;
  readonly resource: Test;
  readonly condition: Condition;
}

export interface Grant {
  readonly statement: Statement;
  /** One of the statement's `actions`. */
  readonly pattern: string;
}

const EXCLUSIVE = ['Action', 'Resource', 'Principal'] as const;

/** Throws `MalformedPolicy` where IAM would not have taken the document. */
export function compilePolicy(document: string, name: string): Policy {
  const { Version, Statement: statements } = parse(document);
  const withVariables = Version === '2012-10-17';
  const compiled = (Array.isArray(statements) ? statements : [statements]).map((statement, index) =>
    compileStatement(statement, index, withVariables),
  );
  const byAction = new Map<string, readonly Grant[]>();
  return {
    name,
    statements: compiled.map(({ statement }) => statement),
    keys: new Set(compiled.flatMap(({ keys }) => keys)),
    forAction(action) {
      let grants = byAction.get(action);
      if (grants === undefined) {
        grants = compiled.flatMap(({ statement, matches }) => {
          const pattern = matches(action.toLowerCase());
          return pattern === undefined ? [] : [{ statement, pattern }];
        });
        byAction.set(action, grants);
      }
      return grants;
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parse(document: string): Fields {
  try {
    return fieldsOf(JSON.parse(document));
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedPolicy(`expected JSON: ${error.message}`);
    throw error;
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedPolicy(`expected an object, got ${JSON.stringify(value)}`);
  }
  return { ...value };
}

function compileStatement(given: unknown, index: number, withVariables: boolean) {
  const fields = fieldsOf(given);
  const { Effect, Sid, Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = fields;
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    throw new MalformedPolicy(`expected Allow or Deny as effect, got ${JSON.stringify(Effect)}`);
  }
  const both = EXCLUSIVE.find((element) => element in fields && `Not${element}` in fields);
  if (both !== undefined || (Action === undefined && NotAction === undefined)) {
    throw new MalformedPolicy(`expected either ${both ?? 'Action'} or Not${both ?? 'Action'}`);
  }
  const conditions = conditionBlock(fields.Condition);
  const statement: Statement = {
    effect: Effect,
    index,
    ...(Sid === undefined ? {} : { sid: String(Sid) }),
    actions: NotAction === undefined ? listed(Action) : listed(NotAction).map((pattern) => `!${pattern}`),
    ...principalOf(Principal, NotPrincipal),
    resource: resourceTest(Resource, NotResource, withVariables),
    condition: compileConditions(conditions, withVariables),
  };
  const texts = [
    ...[Resource, NotResource].flatMap((element) => (element === undefined ? [] : listed(element))),
    ...Object.values(conditions).flatMap((keys) => Object.values(keys).flatMap(listed)),
  ];
  return {
    statement,
    keys: [
      ...Object.values(conditions).flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase())),
      ...(withVariables ? texts.flatMap(variablesIn) : []),
    ],
    matches: NotAction === undefined ? actionMatcher(listed(Action)) : otherThan(listed(NotAction)),
  };
}

function conditionBlock(given: unknown): ConditionBlock {
  return Object.fromEntries(
    Object.entries(fieldsOf(given ?? {})).map(([operator, keys]) => [operator, fieldsOf(keys)]),
  );
}

function principalOf(named: unknown, spared: unknown): Pick<Statement, 'principal'> {
  if (named !== undefined) return { principal: principalTest(named) };
  if (spared === undefined) return {};
  const spares = notPrincipalTest(spared);
  return { principal: (caller) => (spares(caller) ? undefined : 'itself') };
}

/** The pattern that an action in lower case is like. */
function actionMatcher(patterns: readonly string[]) {
  const tests = patterns.map((pattern) => ({ pattern, test: like(pattern.toLowerCase(), false) }));
  return (action: string) => tests.find(({ test }) => test(action, NOTHING))?.pattern;
}

function otherThan(patterns: readonly string[]) {
  const matches = actionMatcher(patterns);
  const pattern = patterns.map((one) => `!${one}`)[0] ?? '!';
  return (action: string) => (matches(action) === undefined ? pattern : undefined);
}

const NOTHING = new Map<string, string>();

/** Without either element, as in trust policies, a statement means the resource that it is attached to. */
function resourceTest(named: unknown, spared: unknown, withVariables: boolean): Test {
  const patterns = named ?? spared;
  if (patterns === undefined) return () => true;
  const tests = listed(patterns).map((pattern) => likeResource(pattern, withVariables));
  const isLikeOne: Test = (arn, context) => tests.some((test) => test(arn, context));
  return named === undefined ? (arn, context) => !isLikeOne(arn, context) : isLikeOne;
}
