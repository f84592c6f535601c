import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BuildFailure, buildSync, type Metafile } from 'esbuild';
import { edgeSourceProblems } from './edge-source-check';

const ROOT = join(__dirname, '..');
const EDGE_SOURCES = join(ROOT, 'lambda-src', 'edge');

/** CloudFront's limit for the code of a function. */
const MAXIMUM_BYTES = 10 * 1024;

/** How the runtime loads each module that a function may import. AWS shows imports in the first line only. */
const LOADING: Readonly<Record<string, (name: string) => string>> = {
  cloudfront: (name) => `import ${name} from"cloudfront";`,
  'node:crypto': (name) => `var ${name}=require("crypto");`,
};

export interface EdgeBundleProps {
  /** File under `lambda-src/edge/`, such as `site-router.mts`. */
  readonly entry: string;
  /** Global constants of the function, by name; values are anything JSON can hold. */
  readonly constants: Readonly<Record<string, unknown>>;
}

/** A built function, and the files that it consists of. */
interface Bundle {
  readonly script: string;
  readonly metafile: Metafile;
}

/**
 * Source of a CloudFront Function, as its runtime 2.0 takes it: one script with a global function `handler`.
 *
 * esbuild turns syntax that the runtime lacks into older syntax and refuses what it cannot turn (classes, `for…of`,
 * destructuring in places, generators); `edge-source-check.ts` refuses what esbuild lets through. Both name file and
 * line.
 */
export function bundleEdgeFunction({ entry, constants }: EdgeBundleProps): string {
  const { script: bundled, metafile } = bundle(entry, constants);
  const problems = Object.keys(metafile.inputs)
    .filter((input) => !input.startsWith('<define:'))
    .flatMap((input) =>
      edgeSourceProblems(displayed(input), readFileSync(join(EDGE_SOURCES, input), 'utf8')),
    );
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  const script = withModulesFirst(withGlobalHandler(entry, bundled));
  const bytes = Buffer.byteLength(script);
  if (bytes > MAXIMUM_BYTES) {
    throw new Error(
      `${displayed(entry)}:1: expected at most ${MAXIMUM_BYTES} bytes, got ${bytes}, of which ${largest(metafile)}`,
    );
  }
  return script;
}

function bundle(entry: string, constants: EdgeBundleProps['constants']): Bundle {
  const define = Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]);
  try {
    const result = buildSync({
      absWorkingDir: EDGE_SOURCES,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
      format: 'esm',
      platform: 'neutral',
      external: Object.keys(LOADING),
      charset: 'ascii',
      target: 'es5',
      // What runtime 2.0 has beyond ES5 and the functions use; template literals stay out, because Terraform reads ${.
      // A dynamic import is kept as written: the check of the sources refuses it with its line.
      supported: { arrow: true, 'async-await': true, 'const-and-let': true, 'dynamic-import': true },
      define: Object.fromEntries(define),
    });
    return { script: result.outputFiles[0]?.text ?? '', metafile: result.metafile };
  } catch (error) {
    throw new Error(buildProblems(entry, error as BuildFailure));
  }
}

/** esbuild keeps the handler as an export, which the runtime does not know; it looks for a global function. */
function withGlobalHandler(entry: string, script: string): string {
  const [exported, local] = /export\{(\w+) as handler\};?\s*$/.exec(script) ?? [];
  const declaration = new RegExp(`\\bfunction ${local}\\(`, 'g');
  if (exported === undefined || script.match(declaration)?.length !== 1) {
    throw new Error(`${displayed(entry)}:1: expected one exported function named "handler", got none`);
  }
  return script.replace(exported, '').replace(declaration, 'function handler(').trim();
}

/**
 * esbuild puts constants above the imports, imports a module once for each file that does, and keeps an import without
 * a name of code that constants turned off.
 */
function withModulesFirst(script: string): string {
  const names: Record<string, string[]> = {};
  const code = script.replace(/import(?: ?(\w+) from)?"([^"]+)";/g, (_, name, module) => {
    names[module] = [...(names[module] ?? []), ...(name === undefined ? [] : [name])];
    return '';
  });
  const modules = Object.entries(LOADING).map(([module, load]) => {
    const [first, ...others] = names[module] ?? [];
    return first === undefined ? '' : load(first) + others.map((other) => `var ${other}=${first};`).join('');
  });
  return modules.join('') + code;
}

/** The files with the most bytes in the result, largest first. */
function largest({ outputs }: Metafile): string {
  return Object.entries(Object.values(outputs)[0]?.inputs ?? {})
    .sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput)
    .slice(0, 3)
    .map(([input, { bytesInOutput }]) => `${bytesInOutput} from ${displayed(input)}`)
    .join(', ');
}

/** As users know the file: relative to the repository. */
function displayed(input: string): string {
  return input.startsWith('<define:')
    ? `the constant ${input.slice('<define:'.length, -1)}`
    : relative(ROOT, join(EDGE_SOURCES, input));
}

function buildProblems(entry: string, { errors, message }: BuildFailure): string {
  const lines = errors?.map(
    ({ location, text }) => `${displayed(location?.file ?? entry)}:${location?.line ?? 1}: ${text}`,
  );
  return lines?.join('\n') ?? message;
}
