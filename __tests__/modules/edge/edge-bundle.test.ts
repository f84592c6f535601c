import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleEdgeFunction } from '../../../modules/edge/edge-bundle';

const folder = mkdtempSync(join(tmpdir(), 'edge-bundle-'));
const file = join(folder, 'function.mts');
const entry = relative(join(__dirname, '..', '..', '..', 'lambda-src', 'edge'), file);

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
    ['logging', 'export function handler(e) { console.log(e.request.headers); return e.request; }'],
    ['code made at run time', "export function handler() { return eval('1'); }"],
    ['code made at run time', "export function handler() { return new Function('return 1')(); }"],
    ['a dynamic import', "export async function handler() { return import('cloudfront'); }"],
  ])('refuses %s', (what, source) => {
    expect(() => bundleOf(source)).toThrow(
      `lambda-src/edge/${entry}: expected a script for CloudFront Functions, got ${what}`,
    );
  });

  it('refuses a function that CloudFront would find too long', () => {
    const source = 'export function handler() { return GIVEN; }';

    expect(() => bundleOf(source, { GIVEN: 'x'.repeat(10 * 1024) })).toThrow(
      `lambda-src/edge/${entry}: expected at most 10240 bytes, got 10`,
    );
  });

  it('refuses a file without a handler', () => {
    expect(() => bundleOf('export function other() { return 1; }')).toThrow(
      `lambda-src/edge/${entry}: expected one exported function named "handler", got none`,
    );
  });
});
