import { parse } from '@babel/parser';

type Node = {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
} & Readonly<Record<string, unknown>>;

interface Place {
  /** Functions around the node. */
  readonly functionDepth: number;
  readonly isArgument: boolean;
  /** True also for what an argument is computed from. */
  readonly isInsideArguments: boolean;
}

const TOP: Place = { functionDepth: 0, isArgument: false, isInsideArguments: false };

const RUN_TIME_CODE = 'code made at run time, which the runtime refuses';
const TIMER = 'a timer: a function runs to its end without waiting';
const NETWORK = 'network access, which edge functions do not have';
const HOST = 'something of Node.js or a browser that the runtime lacks';
const COLLECTION = 'a collection that the runtime lacks: an object or an array does';
const METHOD = 'a method that the runtime or its engine lacks';

/** Names of globals that bundle without an error and that CloudFront's runtime 2.0 lacks, or that must not be used. */
const FORBIDDEN_GLOBALS: Readonly<Record<string, string>> = {
  ...named(COLLECTION, 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry'),
  ...named(
    'something that the runtime lacks',
    'Proxy',
    'Reflect',
    'Intl',
    'BigInt',
    'SharedArrayBuffer',
    'Atomics',
  ),
  ...named(RUN_TIME_CODE, 'eval', 'Function'),
  ...named(
    TIMER,
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
  ),
  ...named(TIMER, 'queueMicrotask', 'performance'),
  ...named(NETWORK, 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Request', 'Response', 'Headers'),
  ...named(
    HOST,
    'process',
    'require',
    'module',
    'exports',
    'global',
    'window',
    'self',
    'document',
    'navigator',
  ),
  ...named(
    HOST,
    '__dirname',
    '__filename',
    'URL',
    'URLSearchParams',
    'AbortController',
    'structuredClone',
    'Worker',
  ),
  console: 'logging, which would carry header values into CloudWatch',
};

/** Methods of `Object`, `Array` and `String` themselves. */
const FORBIDDEN_STATIC_METHODS: Readonly<Record<string, string>> = named(
  METHOD,
  'Object.fromEntries',
  'Object.groupBy',
  'Object.hasOwn',
  'Array.from',
  'Array.fromAsync',
  'String.raw',
  'Promise.withResolvers',
);

/** Methods of strings and arrays: later than the runtime, or, like `replaceAll`, documented but not in the engine of the tests. */
const FORBIDDEN_METHODS: Readonly<Record<string, string>> = {
  ...named(METHOD, 'replaceAll', 'matchAll', 'at', 'flat', 'flatMap', 'findLast', 'findLastIndex'),
  ...named(
    METHOD,
    'toSorted',
    'toReversed',
    'toSpliced',
    'normalize',
    'timingSafeEqual',
    'isWellFormed',
    'toWellFormed',
    'localeCompare',
  ),
  constructor: RUN_TIME_CODE,
};

const REGULAR_EXPRESSION_FLAGS = /^[gimy]*$/;

/**
 * What a source of an edge function uses that bundles without an error and yet fails, or must not happen, in
 * CloudFront's runtime 2.0: one `file:line: …` each.
 *
 * Allowed is what both AWS's documentation and the engine of the tests have; `docs/reference/edge-runtime.md` compares them.
 */
export function edgeSourceProblems(file: string, source: string): string[] {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  const problems: string[] = [];
  visit(program as unknown as Node, TOP, (node, place) => {
    const problem = problemOf(node, place);
    if (problem !== undefined) {
      const line = node.loc?.start.line ?? 1;
      problems.push(`${file}:${line}: expected code for CloudFront Functions, got ${problem}`);
    }
  });
  return problems;
}

function problemOf(node: Node, place: Place): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return quoted(FORBIDDEN_GLOBALS, String(node.name));
    case 'CallExpression':
    case 'OptionalCallExpression':
      return methodProblem(node.callee as Node);
    case 'Import':
    case 'ImportExpression':
      return 'a dynamic import';
    case 'MetaProperty':
      return 'import.meta or new.target';
    case 'SpreadElement':
      return place.isArgument ? 'a spread argument' : undefined;
    case 'RegExpLiteral':
      return regularExpressionProblem(String(node.pattern), String(node.flags));
    case 'BigIntLiteral':
      return 'a big integer';
    case 'DebuggerStatement':
      return 'a debugger statement';
    case 'AwaitExpression':
      return place.isInsideArguments ? 'await inside arguments, which the runtime refuses' : undefined;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
      return undefined;
    default:
      return isFunction(node) && node.async === true && !isTopLevelFunction(node, place)
        ? 'an async function inside another or as a value, which the runtime refuses'
        : undefined;
  }
}

function regularExpressionProblem(pattern: string, flags: string): string | undefined {
  if (!REGULAR_EXPRESSION_FLAGS.test(flags)) {
    return `a regular expression with the flags "${flags}"`;
  }
  return /\(\?<[=!]/.test(pattern) ? 'a regular expression that looks behind' : undefined;
}

function methodProblem(callee: Node): string | undefined {
  const property = callee.property as Node | undefined;
  if (!/MemberExpression$/.test(callee.type) || callee.computed === true || property === undefined) {
    return undefined;
  }
  const owner = String((callee.object as Node).name ?? '');
  const method = String(property.name);
  return quoted(FORBIDDEN_STATIC_METHODS, `${owner}.${method}`) ?? quoted(FORBIDDEN_METHODS, method);
}

function visit(node: Node, place: Place, report: (node: Node, place: Place) => void): void {
  if (isType(node)) {
    return;
  }
  report(node, place);
  for (const [key, value] of Object.entries(node)) {
    if (isMereName(node, key)) {
      continue;
    }
    const inside: Place = {
      functionDepth: place.functionDepth + (isFunction(node) ? 1 : 0),
      isArgument: key === 'arguments',
      // A function among the arguments begins anew: its own body is no argument.
      isInsideArguments: key === 'arguments' || (place.isInsideArguments && !isFunction(node)),
    };
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) {
        visit(child, inside, report);
      }
    }
  }
}

/** Types exist for the compiler only; what a cast or an assertion is about is code. */
function isType(node: Node): boolean {
  return (
    (node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull|TypeAssertion)/.test(node.type)) ||
    node.declare === true ||
    node.importKind === 'type' ||
    node.exportKind === 'type'
  );
}

/** The name of a property or a label, which means no variable. */
function isMereName(node: Node, key: string): boolean {
  return (
    key === 'loc' ||
    key === 'label' ||
    ((key === 'property' || key === 'key') && node.computed !== true && node.type !== 'PrivateName')
  );
}

function isFunction({ type }: Node): boolean {
  return /^(Function(Declaration|Expression)|ArrowFunctionExpression|ObjectMethod|ClassMethod)$/.test(type);
}

function isTopLevelFunction({ type }: Node, { functionDepth }: Place): boolean {
  return type === 'FunctionDeclaration' && functionDepth === 0;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function named(what: string, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, what]));
}

function quoted(forbidden: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(forbidden, name) ? `${name}: ${forbidden[name]}` : undefined;
}
