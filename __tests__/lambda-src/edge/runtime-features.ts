/** What the build does with a feature: esbuild keeps it, turns it into older code, or it or our check refuses it. */
export type BuildVerdict = 'keeps' | 'rewrites' | 'refuses (esbuild)' | 'refuses (check)';
export type EngineVerdict = 'runs' | 'refuses';
/** What AWS's page says: listed as supported, said to be unsupported, or not mentioned. */
export type AwsVerdict = 'supported' | 'unsupported' | 'not listed';

export interface RuntimeFeature {
  readonly name: string;
  readonly build: BuildVerdict;
  /** njs, with the code as it stands here, not built. */
  readonly njs: EngineVerdict;
  /** QuickJS as it stands in for njs, with the same code: newer syntax cannot be taken from it. */
  readonly quickjs: EngineVerdict;
  readonly aws: AwsVerdict;
  /** Section of AWS's page. */
  readonly section: Section;
  /** Body of the handler; returns true where the feature works. */
  readonly code: string;
  /** Code before the handler. */
  readonly before?: string;
  readonly isAsync?: boolean;
  /** Found in the built code where the feature was kept. @default - kept if built */
  readonly mark?: RegExp;
}

type Section =
  | 'core'
  | 'primitive-objects'
  | 'builtin-objects'
  | 'globals'
  | 'builtin-modules'
  | 'restricted-features';
type Verdict = 'aws' | 'njs' | 'quickjs';
type Row = Omit<RuntimeFeature, 'section' | Verdict> & Partial<Pick<RuntimeFeature, Verdict>>;

/** Rows of one section; supported and running unless they say otherwise, in QuickJS as in njs. */
const section = (name: Section, rows: readonly Row[]): RuntimeFeature[] =>
  rows.map((row) => ({
    aws: 'supported',
    njs: 'runs',
    quickjs: row.njs ?? 'runs',
    ...row,
    section: name,
  }));

/** What a function for CloudFront's runtime 2.0 might use: `docs/reference/edge-runtime.md` is generated from this. */
export const runtimeFeatures: readonly RuntimeFeature[] = [
  ...section('core', [
    { name: '`const`', build: 'keeps', code: 'const a = e; return a === e;', mark: /handler/ },
    {
      name: '`let`',
      build: 'keeps',
      code: 'let a = 0; for (let b = 1; b < 4; b++) { a += b * e.one; } return a === 6;',
      mark: /let/,
    },
    {
      name: 'Arrow function',
      build: 'keeps',
      code: 'return [e.one].map((a) => a + 1)[0] === 2;',
      mark: /=>/,
    },
    {
      name: '`async` function, `await`',
      build: 'keeps',
      isAsync: true,
      before: 'async function f(a) { return a; }',
      code: 'const a = await f(e.one); return a === 1;',
      mark: /await/,
    },
    {
      name: '`await` inside arguments',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'unsupported',
      isAsync: true,
      before: 'async function f(a) { return a; }',
      code: 'const a = await f(await f(e.one)); return a === 1;',
    },
    {
      name: 'Async function inside a function',
      build: 'refuses (check)',
      aws: 'unsupported',
      isAsync: true,
      code: 'async function f() { return e.one; } const a = await f(); return a === 1;',
    },
    {
      name: 'Async arrow function',
      build: 'refuses (check)',
      aws: 'unsupported',
      isAsync: true,
      code: 'const f = async () => e.one; const a = await f(); return a === 1;',
    },
    {
      name: '`for await`',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      isAsync: true,
      code: 'let b = 0; for await (const a of [e.one]) { b = a; } return b === 1;',
    },
    { name: 'Template literal', build: 'rewrites', code: 'return `${e.one}a` === "1a";', mark: /`/ },
    {
      name: 'Tagged template',
      build: 'rewrites',
      aws: 'not listed',
      before: 'function t(a) { return a[0]; }',
      code: 'return t`a${e}` === "a";',
      mark: /t`/,
    },
    { name: 'Exponent `**`', build: 'rewrites', code: 'return 2 ** e.one === 2;', mark: /\*\*/ },
    {
      name: 'Rest parameter',
      build: 'refuses (esbuild)',
      before: 'function f(...a) { return a.length; }',
      code: 'return f(e, e) === 2;',
    },
    {
      name: 'Default parameter',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      before: 'function f(a = 1) { return a; }',
      code: 'return f() === 1;',
    },
    {
      name: 'Spread argument',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return Math.max(...[e.one, 2]) === 2;',
    },
    {
      name: 'Array spread',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return [...[e.one]].length === 1;',
    },
    {
      name: 'Object spread',
      build: 'rewrites',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return ({ ...{ a: e.one } }).a === 1;',
      mark: /\.\.\./,
    },
    {
      name: 'Array destructuring',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'const [a] = [e.one]; return a === 1;',
    },
    {
      name: 'Object destructuring',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'const { one } = e; return one === 1;',
    },
    {
      name: 'Shorthand property',
      build: 'rewrites',
      aws: 'not listed',
      code: 'const one = e.one; return ({ one }).one === 1;',
      mark: /\{one\}/,
    },
    {
      name: 'Shorthand method',
      build: 'refuses (esbuild)',
      aws: 'not listed',
      code: 'return ({ f() { return e.one; } }).f() === 1;',
    },
    {
      name: 'Computed property',
      build: 'refuses (esbuild)',
      aws: 'not listed',
      code: 'return ({ [e.name]: 1 }).a === 1;',
    },
    { name: 'Getter', build: 'keeps', code: 'return ({ get a() { return e.one; } }).a === 1;', mark: /get/ },
    {
      name: '`for…of`',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'let b = 0; for (const a of [e.one]) { b = a; } return b === 1;',
    },
    {
      name: '`for…in`',
      build: 'keeps',
      code: 'let b = ""; for (const a in { x: e }) { b = a; } return b === "x";',
      mark: /in\b/,
    },
    {
      name: 'Label',
      build: 'keeps',
      code: 'a: for (;;) { for (;;) { if (e.one) { break a; } } } return true;',
      mark: /:for/,
    },
    {
      name: 'Generator',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      before: 'function* f() { yield 1; }',
      code: 'return f().next().value === 1;',
    },
    {
      name: 'Class',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      before: 'class A {}',
      code: 'return new A() instanceof A;',
    },
    {
      name: '`new.target`',
      build: 'refuses (esbuild)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      before: 'function F() { this.a = new.target; }',
      code: 'return new F().a === F;',
    },
    {
      name: 'Optional chaining `?.`',
      build: 'rewrites',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return e?.one === 1;',
      mark: /\?\./,
    },
    {
      name: 'Nullish coalescing `??`',
      build: 'rewrites',
      aws: 'not listed',
      code: 'return (e.none ?? 1) === 1;',
      mark: /\?\?/,
    },
    {
      name: 'Logical assignment `??=`',
      build: 'rewrites',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'let a = e.none; a ??= 1; return a === 1;',
      mark: /\?\?=/,
    },
    {
      name: '`catch` without a binding',
      build: 'rewrites',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'try { throw e; } catch { return true; }',
      mark: /catch\{/,
    },
    { name: 'Numeric separator', build: 'rewrites', code: 'return 1_000 === 1000 * e.one;', mark: /1_000/ },
    {
      name: 'Big integer',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return 1n > 0;',
    },
    {
      name: '`\\u{…}` in strings',
      build: 'rewrites',
      aws: 'not listed',
      code: 'return "\\u{61}" === "a" && !!e;',
      mark: /u\{/,
    },
    {
      name: 'Dynamic import',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return !!import("cloudfront");',
    },
    {
      name: '`import.meta`',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return !!import.meta;',
    },
    { name: '`debugger`', build: 'refuses (check)', aws: 'not listed', code: 'debugger; return true;' },
  ]),
  ...section('primitive-objects', [
    { name: '`Object.assign`', build: 'keeps', code: 'return Object.assign({}, { a: e.one }).a === 1;' },
    { name: '`Object.entries`', build: 'keeps', code: 'return Object.entries({ a: e.one })[0][1] === 1;' },
    { name: '`Object.values`', build: 'keeps', code: 'return Object.values({ a: e.one })[0] === 1;' },
    {
      name: '`Object.fromEntries`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return Object.fromEntries([["a", e.one]]).a === 1;',
    },
    {
      name: '`Object.hasOwn`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return Object.hasOwn(e, "one");',
    },
    {
      name: '`String` `includes`, `startsWith`, `endsWith`',
      build: 'keeps',
      code: 'return e.name.includes("a") && e.name.startsWith("a") && e.name.endsWith("a");',
    },
    {
      name: '`String` `padStart`, `repeat`, `trimEnd`',
      build: 'keeps',
      code: 'return e.name.padStart(2, "b").repeat(2).trimEnd() === "baba";',
    },
    {
      name: '`String` `codePointAt`, `fromCodePoint`',
      build: 'keeps',
      code: 'return String.fromCodePoint(e.name.codePointAt(0)) === "a";',
    },
    {
      name: '`replaceAll`',
      build: 'refuses (check)',
      njs: 'refuses',
      code: 'return e.name.replaceAll("a", "b") === "b";',
    },
    {
      name: '`matchAll`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return !!e.name.matchAll(/a/g);',
    },
    {
      name: '`String` `at`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return e.name.at(-1) === "a";',
    },
    {
      name: '`localeCompare`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return e.name.localeCompare("a") === 0;',
    },
    {
      name: '`normalize`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return e.name.normalize() === "a";',
    },
    {
      name: '`String.raw`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return String.raw({ raw: ["a", "b"] }, e.one) === "a1b";',
    },
    {
      name: '`Number.isInteger`, `isSafeInteger`',
      build: 'keeps',
      code: 'return Number.isInteger(e.one) && Number.isSafeInteger(e.one);',
    },
  ]),
  ...section('builtin-objects', [
    {
      name: '`Math.clz32`, `sign`, `trunc`',
      build: 'keeps',
      code: 'return Math.clz32(e.one) === 31 && Math.sign(-2) === -1 && Math.trunc(1.5) === 1;',
    },
    { name: '`Date.now`', build: 'keeps', code: 'return Date.now() > 0;' },
    { name: '`JSON`', build: 'keeps', code: 'return JSON.parse(JSON.stringify(e)).one === 1;' },
    {
      name: 'Named groups in regular expressions',
      build: 'keeps',
      code: 'return /(?<first>a)/.exec(e.name).groups.first === "a";',
    },
    {
      name: 'Lookbehind in regular expressions',
      build: 'refuses (check)',
      aws: 'not listed',
      code: 'return /(?<=a)b/.test("ab");',
    },
    { name: 'Regular expression flag `y`', build: 'keeps', code: 'return /a/y.test(e.name);' },
    {
      name: 'Regular expression flag `u`',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return /a/u.test(e.name);',
    },
    {
      name: 'Regular expression flag `s`',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return /a.b/s.test("a\\nb");',
    },
    {
      name: 'Regular expression flag `d`',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      code: 'return /a/d.test(e.name);',
    },
    {
      name: '`Array` `find`, `findIndex`, `includes`',
      build: 'keeps',
      code: 'return [e.one].find((a) => a) === 1 && [e.one].findIndex((a) => a) === 0 && [e.one].includes(1);',
    },
    { name: '`Array.of`', build: 'keeps', code: 'return Array.of(e.one)[0] === 1;' },
    {
      name: '`Array.from`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return Array.from("ab").length === 2;',
    },
    {
      name: '`flat`, `flatMap`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return [[e.one]].flat()[0] === 1 && [e.one].flatMap((a) => [a])[0] === 1;',
    },
    {
      name: '`Array` `at`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return [e.one].at(-1) === 1;',
    },
    {
      name: '`findLast`, `toSorted`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return [e.one].findLast((a) => a) === 1 && [e.one].toSorted()[0] === 1;',
    },
    {
      name: 'Typed arrays, `DataView`',
      build: 'keeps',
      code: 'return new DataView(new Uint8Array([e.one]).buffer).getUint8(0) === 1;',
    },
    {
      name: '`Promise.all`',
      build: 'keeps',
      isAsync: true,
      code: 'const a = await Promise.all([Promise.resolve(e.one)]); return a[0] === 1;',
    },
    {
      name: '`Promise.allSettled`, `any`, `race`',
      build: 'keeps',
      isAsync: true,
      code: 'const a = await Promise.allSettled([]); const b = await Promise.any([Promise.resolve(1)]); const c = await Promise.race([Promise.resolve(e.one)]); return a.length === 0 && b === c;',
    },
    { name: '`Symbol.for`', build: 'keeps', code: 'return Symbol.for("a") === Symbol.for(e.name);' },
    {
      name: '`TextEncoder`, `TextDecoder`',
      build: 'keeps',
      code: 'return new TextDecoder().decode(new TextEncoder().encode(e.name)) === "a";',
    },
    {
      name: '`Map`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return new Map([["a", e.one]]).get("a") === 1;',
    },
    {
      name: '`Set`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return new Set([e.one]).has(1);',
    },
    {
      name: '`WeakMap`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return new WeakMap([[e, 1]]).get(e) === 1;',
    },
    {
      name: '`Proxy`, `Reflect`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return Reflect.get(new Proxy(e, {}), "one") === 1;',
    },
    {
      name: '`Intl`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return new Intl.Locale("de").language === "de";',
    },
    { name: '`console.log`', build: 'refuses (check)', code: 'console.log(""); return true;' },
  ]),
  ...section('globals', [
    { name: '`globalThis`', build: 'keeps', code: 'return typeof globalThis === "object";' },
    { name: '`atob`, `btoa`', build: 'keeps', code: 'return atob(btoa(e.name)) === "a";' },
    {
      name: '`encodeURIComponent`, `decodeURIComponent`',
      build: 'keeps',
      code: 'return decodeURIComponent(encodeURIComponent("ä")) === "ä";',
    },
    {
      name: '`URL`, `URLSearchParams`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return new URL("https://example.com").host === "example.com" && !!new URLSearchParams("a=1");',
    },
    {
      name: '`structuredClone`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return structuredClone(e).one === 1;',
    },
  ]),
  ...section('builtin-modules', [
    {
      name: '`Buffer` with `base64url`',
      build: 'keeps',
      code: 'return Buffer.from("YQ", "base64url").toString() === e.name;',
    },
    {
      name: '`crypto` (HMAC-SHA256), imported as `node:crypto`',
      build: 'rewrites',
      before: 'import crypto from "node:crypto";',
      njs: 'refuses',
      aws: 'not listed',
      code: 'return crypto.createHmac("sha256", "a").update(e.name).digest("base64url").length === 43;',
      mark: /node:crypto/,
    },
    {
      name: '`crypto` by `require`',
      build: 'refuses (esbuild)',
      code: 'return require("crypto").createHmac("sha256", "a").update(e.name).digest("base64url").length === 43;',
    },
    {
      name: '`crypto.timingSafeEqual`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'not listed',
      before: 'import crypto from "node:crypto";',
      code: 'return crypto.timingSafeEqual(Buffer.from("a"), Buffer.from(e.name));',
    },
    {
      name: '`querystring`',
      build: 'refuses (esbuild)',
      code: 'return require("querystring").parse("a=1").a === "1";',
    },
    {
      name: '`fs`',
      build: 'refuses (esbuild)',
      quickjs: 'refuses',
      aws: 'unsupported',
      before: 'import fs from "fs";',
      code: 'return !!fs;',
    },
  ]),
  ...section('restricted-features', [
    {
      name: '`eval`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'unsupported',
      code: 'return eval("1") === e.one;',
    },
    {
      name: '`new Function`',
      build: 'refuses (check)',
      aws: 'unsupported',
      code: 'return new Function("return 1")() === e.one;',
    },
    {
      name: '`setTimeout`',
      build: 'refuses (check)',
      quickjs: 'refuses',
      aws: 'unsupported',
      code: 'setTimeout(function () {}, 0); return true;',
    },
    {
      name: '`setInterval`, `setImmediate`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'unsupported',
      code: 'setImmediate(function () {}); setInterval(function () {}, 1); return true;',
    },
    {
      name: '`performance`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'unsupported',
      code: 'return performance.now() >= 0;',
    },
    {
      name: '`process`',
      build: 'refuses (check)',
      quickjs: 'refuses',
      aws: 'unsupported',
      code: 'return !!process.env;',
    },
    {
      name: '`fetch`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'unsupported',
      code: 'return !!fetch("https://example.com");',
    },
    {
      name: '`XMLHttpRequest`, `WebSocket`',
      build: 'refuses (check)',
      njs: 'refuses',
      aws: 'unsupported',
      code: 'return !!new XMLHttpRequest() && !!WebSocket;',
    },
    {
      name: 'A second `export`',
      build: 'refuses (check)',
      njs: 'refuses',
      quickjs: 'runs',
      aws: 'not listed',
      before: 'export const a = 1;',
      code: 'return a === e.one;',
      mark: /export/,
    },
  ]),
];
