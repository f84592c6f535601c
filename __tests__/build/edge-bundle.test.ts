import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleEdgeFunction } from '../../build/edge-bundle';

const folder = mkdtempSync(join(tmpdir(), 'edge-bundle-'));
const file = join(folder, 'function.mts');
const root = join(__dirname, '..', '..');
const entry = relative(join(root, 'lambda-src', 'edge'), file);
const displayed = relative(root, file);

afterAll(() => rmSync(folder, { recursive: true }));

function bundleOf(source: string, constants: Record<string, unknown> = {}): string {
  writeFileSync(file, source);
  return bundleEdgeFunction({ entry, constants });
}

describe('bundleEdgeFunction', () => {
  it('makes one script with a global handler and no export', () => {
    const script = bundleOf('export function handler(event) { return event.request; }');

    expect(script).toBe('function handler(e){return e.request}');
  });

  it('keeps the import of the runtime module in front of everything', () => {
    const source = "import cf from 'cloudfront'; export function handler() { return [cf, GIVEN]; }";

    expect(bundleOf(source, { GIVEN: { a: [1] } })).toMatch(/^import \w+ from"cloudfront";var/);
  });

  it('gives the same bytes every time', () => {
    const source = 'export function handler() { return GIVEN; }';

    expect(bundleOf(source, { GIVEN: ['a'] })).toBe(bundleOf(source, { GIVEN: ['a'] }));
  });

  it.each([
    ['a class', 'class A {}\nexport function handler() { return new A(); }', /function\.mts:1: /],
    [
      'spread arguments',
      'export function handler(e) {\n  return f(...e);\n}',
      /function\.mts:2: .*rest arguments/,
    ],
    ['for…of', 'export function handler(e) {\n  for (const a of e) { a(); }\n}', /function\.mts:2: .*for-of/],
    [
      'destructuring',
      'export function handler({ request }) { return request; }',
      /function\.mts:1: .*destructuring/,
    ],
  ])('refuses %s with file and line', (_, source, place) => {
    expect(() => bundleOf(source)).toThrow(place);
  });

  it.each([
    ['Map', 'new Map()', 'Map: a collection that the runtime lacks: an object or an array does'],
    ['Set', 'new Set([1]).size', 'Set: a collection'],
    ['WeakMap', 'new WeakMap()', 'WeakMap: a collection'],
    ['Proxy', 'new Proxy({}, {})', 'Proxy: something that the runtime lacks'],
    ['Intl', 'new Intl.Locale("de")', 'Intl: something that the runtime lacks'],
    ['BigInt', 'BigInt(1)', 'BigInt: something that the runtime lacks'],
    ['replaceAll', '"a".replaceAll("a", "b")', 'replaceAll: a method that the runtime or its engine lacks'],
    ['matchAll', '"a".matchAll(/a/g)', 'matchAll: a method'],
    ['at', '[1].at(-1)', 'at: a method'],
    ['flat', '[[1]].flat()', 'flat: a method'],
    ['Object.fromEntries', 'Object.fromEntries([])', 'Object.fromEntries: a method'],
    ['Object.hasOwn', 'Object.hasOwn({}, "a")', 'Object.hasOwn: a method'],
    ['Array.from', 'Array.from("ab")', 'Array.from: a method'],
    ['the regular expression flag u', '/a/u.test("a")', 'a regular expression with the flags "u"'],
    ['the regular expression flag s', '/a/gs.test("a")', 'a regular expression with the flags "gs"'],
    ['eval', 'eval("1")', 'eval: code made at run time, which the runtime refuses'],
    ['new Function', 'new Function("return 1")()', 'Function: code made at run time'],
    [
      'a function through its constructor',
      '(0).constructor.constructor("1")',
      'constructor: code made at run',
    ],
    ['a dynamic import', 'import("cloudfront")', 'a dynamic import'],
    ['import.meta', 'import.meta.url', 'import.meta or new.target'],
    ['setTimeout', 'setTimeout(f, 1)', 'setTimeout: a timer: a function runs to its end without waiting'],
    ['setInterval', 'setInterval(f, 1)', 'setInterval: a timer'],
    ['performance', 'performance.now()', 'performance: a timer'],
    ['fetch', 'fetch("https://example.com")', 'fetch: network access, which edge functions do not have'],
    ['XMLHttpRequest', 'new XMLHttpRequest()', 'XMLHttpRequest: network access'],
    ['process', 'process.env.A', 'process: something of Node.js or a browser that the runtime lacks'],
    ['require', 'require(e)', 'require: something of Node.js'],
    ['URL', 'new URL("https://example.com")', 'URL: something of Node.js'],
    ['structuredClone', 'structuredClone({})', 'structuredClone: something of Node.js'],
    [
      'console',
      'console.log(e.request.headers)',
      'console: logging, which would carry header values into CloudWatch',
    ],
    ['a debugger statement', 'e; debugger', 'a debugger statement'],
    ['an async arrow function', 'f(async () => 1)', 'an async function inside another or as a value'],
    ['an async function as a value', 'f(async function () {})', 'an async function inside another'],
    ['a big integer', 'f(1n)', 'a big integer'],
    ['console without a call', 'f(console)', 'console: logging'],
  ])('refuses %s with file and line, although esbuild lets it through', (_, code, what) => {
    const source = `function f(a) {\n  return a;\n}\nexport function handler(e) {\n  ${code};\n  return f(e);\n}`;

    expect(() => bundleOf(source)).toThrow(
      `${displayed}:5: expected code for CloudFront Functions, got ${what}`,
    );
  });

  it('refuses await inside arguments and async functions inside others', () => {
    const source =
      'async function f(a) { return a; }\nexport async function handler(e) {\n  await f(await f(e));\n  async function g() {}\n  return f(g);\n}';

    expect(() => bundleOf(source)).toThrow(
      [
        `${displayed}:3: expected code for CloudFront Functions, got await inside arguments, which the runtime refuses`,
        `${displayed}:4: expected code for CloudFront Functions, got an async function inside another or as a value, which the runtime refuses`,
      ].join('\n'),
    );
  });

  it('names the imported file, not the entry, and says everything at once', () => {
    writeFileSync(join(folder, 'other.mts'), '\nexport const a = () => [new Map(),\n  new Set()];');
    const source = "import { a } from './other.mjs';\nexport function handler() { return a(); }";

    expect(() => bundleOf(source)).toThrow(/other\.mts:2: .*Map[^\n]*\n[^\n]*other\.mts:3: .*Set/);
  });

  it('takes names that only look forbidden: properties, labels, types', () => {
    const source = [
      'interface Given { readonly process: Map<string, number>; readonly global: typeof fetch }',
      'export function handler(e: Given) {',
      '  const answer = { console: e.process, Set: (e as unknown as Set<string>).size  };',
      '  process: for (;;) { break process; }',
      '  return answer.console && answer.Set;',
      '}',
    ].join('\n');

    expect(() => bundleOf(source)).not.toThrow();
  });

  it('takes top-level async functions, await, and cryptography as the runtime loads it', () => {
    const source = [
      "import crypto from 'node:crypto';",
      "import cf from 'cloudfront';",
      "async function read() { const value = await cf.kvs().get('a'); return value; }",
      "export async function handler() { return [await read(), crypto.createHmac('sha256', 'a')]; }",
    ].join('\n');

    expect(bundleOf(source)).toMatch(
      /^import \w+ from"cloudfront";var \w+=require\("crypto"\);async function/,
    );
  });

  it('loads no module for code that a constant turns off', () => {
    const source = [
      "import crypto from 'node:crypto';",
      "export function handler(e) { if (GIVEN) { return crypto.createHmac('sha256', 'a'); } return e; }",
    ].join('\n');

    expect(bundleOf(source, { GIVEN: null })).toBe('function handler(r){return r}');
  });

  it('refuses a function that CloudFront would find too long', () => {
    const source = 'export function handler() { return GIVEN; }';

    expect(() => bundleOf(source, { GIVEN: 'x'.repeat(10 * 1024) })).toThrow(
      /function\.mts:1: expected at most 10240 bytes, got 102\d\d, of which 102\d\d from .*function\.mts/,
    );
  });

  it('refuses a file without a handler', () => {
    expect(() => bundleOf('export function other() { return 1; }')).toThrow(
      `${displayed}:1: expected one exported function named "handler", got none`,
    );
  });
});
