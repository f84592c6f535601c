import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** Where the code that runs in AWS lies. */
export const lambdaSource = join(__dirname, '../lambda-src');

export interface BundleProps {
  /** Absolute path of the file that exports `handler`. */
  readonly entryPath: string;
  /** Values written into the code in place of the global names. @default - none */
  readonly constants?: Readonly<Record<string, unknown>>;
  /**
   * `module` takes half a kilobyte less, and admits no dependency that is CommonJS itself.
   *
   * @default 'commonjs'
   */
  readonly format?: 'commonjs' | 'module';
}

const FORMATS = { commonjs: 'cjs', module: 'esm' } as const;
const bundles = new Map<string, Buffer>();

/** One file with everything that the entry needs; the same code gives the same bytes wherever it lies. */
export function bundle({ entryPath, constants = {}, format = 'commonjs' }: BundleProps): Buffer {
  const define = Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  // Stacks of several deployments deploy the same function; esbuild runs once for all of them.
  const known = JSON.stringify([entryPath, define, format]);
  const bytes = bundles.get(known) ?? built(entryPath, define, FORMATS[format]);
  bundles.set(known, bytes);
  return bytes;
}

function built(entryPath: string, define: Record<string, string>, format: 'cjs' | 'esm'): Buffer {
  const { outputFiles } = buildSync({
    entryPoints: [entryPath],
    // Paths that esbuild writes anywhere are relative to this one.
    absWorkingDir: dirname(entryPath),
    // Not the nearest tsconfig.json, so that nothing but the code decides about the bytes.
    tsconfigRaw: { compilerOptions: { strict: true } },
    bundle: true,
    minify: true,
    define,
    platform: 'node',
    target: 'node22',
    format,
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entryPath}: expected a bundle, got nothing`);
  return Buffer.from(file.contents);
}
