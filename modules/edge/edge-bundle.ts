import { join } from 'node:path';
import { type BuildFailure, buildSync } from 'esbuild';

const EDGE_SOURCES = join(__dirname, '..', '..', 'lambda-src', 'edge');

/** CloudFront's limit for the code of a function. */
const MAXIMUM_BYTES = 10 * 1024;

/** What the runtime refuses, or what must not happen at the edge, and yet bundles without an error. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bexport\b/, 'an export'],
  [/\brequire\s*\(/, 'require()'],
  [/\bimport\s*\(/, 'a dynamic import'],
  [/\beval\s*\(|\bFunction\s*\(/, 'code made at run time'],
  [/\bconsole\b/, 'logging, which would carry header values into CloudWatch'],
];

export interface EdgeBundleProps {
  /** File under `lambda-src/edge/`, such as `site-router.mts`. */
  readonly entry: string;
  /** Global constants of the function, by name; values are anything JSON can hold. */
  readonly constants: Readonly<Record<string, unknown>>;
}

/**
 * Source of a CloudFront Function, as its runtime 2.0 takes it: one script with a global function `handler`.
 *
 * esbuild turns syntax that the runtime lacks into older syntax and refuses what it cannot turn (classes, `for…of`,
 * destructuring in places, generators), with file and line.
 */
export function bundleEdgeFunction({ entry, constants }: EdgeBundleProps): string {
  const script = withImportFirst(withGlobalHandler(entry, bundle(entry, constants)));
  for (const [pattern, what] of FORBIDDEN) {
    if (pattern.test(script)) {
      throw new Error(`lambda-src/edge/${entry}: expected a script for CloudFront Functions, got ${what}`);
    }
  }
  const bytes = Buffer.byteLength(script);
  if (bytes > MAXIMUM_BYTES) {
    throw new Error(`lambda-src/edge/${entry}: expected at most ${MAXIMUM_BYTES} bytes, got ${bytes}`);
  }
  return script;
}

function bundle(entry: string, constants: EdgeBundleProps['constants']): string {
  const define = Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]);
  try {
    const result = buildSync({
      absWorkingDir: EDGE_SOURCES,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      logLevel: 'silent',
      format: 'esm',
      platform: 'neutral',
      external: ['cloudfront'],
      charset: 'ascii',
      target: 'es5',
      // What runtime 2.0 has beyond ES5 and the functions use; template literals stay out, because Terraform reads ${.
      // A dynamic import is kept as written, so that it is refused below.
      supported: { arrow: true, 'async-await': true, 'const-and-let': true, 'dynamic-import': true },
      define: Object.fromEntries(define),
    });
    return result.outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new Error(problems(entry, error as BuildFailure));
  }
}

/** esbuild keeps the handler as an export, which the runtime does not know; it looks for a global function. */
function withGlobalHandler(entry: string, script: string): string {
  const [exported, local] = /export\{(\w+) as handler\};?\s*$/.exec(script) ?? [];
  const declaration = new RegExp(`\\bfunction ${local}\\(`, 'g');
  if (exported === undefined || script.match(declaration)?.length !== 1) {
    throw new Error(`lambda-src/edge/${entry}: expected one exported function named "handler", got none`);
  }
  return script.replace(exported, '').replace(declaration, 'function handler(').trim();
}

/** esbuild puts constants above the import; AWS shows imports in the first line only. */
function withImportFirst(script: string): string {
  const imported = /import \w+ from"cloudfront";/.exec(script)?.[0] ?? '';
  return imported + script.replace(imported, '');
}

function problems(entry: string, { errors, message }: BuildFailure): string {
  const lines = errors?.map(
    ({ location, text }) => `lambda-src/edge/${location?.file ?? entry}:${location?.line ?? 1}: ${text}`,
  );
  return lines?.join('\n') ?? message;
}
