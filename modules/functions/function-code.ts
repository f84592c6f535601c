import { join } from 'node:path';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { type BundleProps, bundle, lambdaSource } from '../../build/bundle';
import { archived } from '../../build/zip';

export interface FunctionCodeProps {
  /** File below `lambda-src/` that exports `handler`, such as `backfill/queue/fill-worker.ts`. */
  readonly entry: string;
  /** Values written into the code in place of global names. @default - none */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** @default 'commonjs' */
  readonly format?: BundleProps['format'];
}

/** The deployed form of one function's code: it changes when the code does, and never otherwise. */
export class FunctionCode extends Construct {
  public static readonly handler = 'index.handler';
  /** Path of the zip as Terraform sees it. */
  public readonly filename: string;
  public readonly sha256: string;

  constructor(scope: Construct, id: string, { entry, constants, format }: FunctionCodeProps) {
    super(scope, id);
    const code = bundle({ entryPath: join(lambdaSource, entry), constants, format });
    const archive = archived(format === 'module' ? 'index.mjs' : 'index.js', code);
    this.filename = new TerraformAsset(this, 'zip', { path: archive.path, type: AssetType.FILE }).path;
    this.sha256 = archive.sha256;
  }
}
