import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Format, formats, type JudgedReview, parseAllowFile, render } from '../review';
import { root } from '../terraform/paths';
import { UsageError } from './command';

/** Read where no other file is named. */
const ALLOW_FILE = join(root, 'review-allow.json');

export type AllowEntries = ReturnType<typeof parseAllowFile>;

/** What somebody answers for. */
export function allowed(file: string | undefined): AllowEntries {
  const path = file ?? ALLOW_FILE;
  if (file === undefined && !existsSync(path)) return [];
  if (!existsSync(path)) throw new UsageError(`--allow: expected a file, got ${path}`);
  try {
    return parseAllowFile(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}:\n${(error as Error).message}`);
  }
}

export interface ReportArguments {
  readonly format: Format;
  readonly out: string | undefined;
}

/** Before anything takes its time. */
export function refuseFile({ out }: Pick<ReportArguments, 'out'>): void {
  if (out !== undefined && statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(`--out: expected a folder, got the file ${out}`);
  }
}

/** Prints the report in one format, and writes it in all of them where a folder is named. */
export function report(judged: JudgedReview, { format, out }: ReportArguments): void {
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    for (const each of formats) writeFileSync(join(out, `review.${each}`), render(judged, each));
  }
  console.log(render(judged, format));
}
