import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DocumentInput } from './document';
import { InvalidDocuments } from './validate';

const ROOT = join(__dirname, '..');

/** The documents of a folder, one in each file, or a line for each file that holds none. */
export function documentsIn(folder: string): readonly DocumentInput[] {
  const problems: string[] = [];
  const documents: DocumentInput[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) {
    const file = relative(ROOT, join(folder, name));
    try {
      const exported = Object.values(require(join(folder, name)) as Readonly<Record<string, DocumentInput>>);
      if (exported.length !== 1)
        problems.push(`${file}: expected one exported document, got ${exported.length}`);
      documents.push(...exported);
    } catch (error) {
      problems.push(brokenLine(file, error));
    }
  }
  if (problems.length > 0) throw new InvalidDocuments(problems);
  return documents;
}

/** esbuild says the place in the message, with columns from 0, and tsx hands on nothing else. */
function brokenLine(file: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, line, column, text] = /:(\d+):(\d+): ERROR: (.*)/.exec(message) ?? [];
  if (text !== undefined) return `${file}:${line}:${Number(column) + 1}: ${text}`;
  const [first] = message.split('\n');
  return `${file}: ${first}`;
}
