import { readFileSync } from 'node:fs';
import { conformanceDocument } from '../__tests__/lambda-src/mirror-conformance/document';
import { documentPage } from './reference/document';
import { withStackTable } from './stack-table';

/** Pages that are written from the sources, by their path: `npm run docs` writes them, and a test compares them. */
export const pages: Readonly<Record<string, () => string>> = {
  'README.md': () => withStackTable(readFileSync('README.md', 'utf8')),
  'docs/reference/document.md': documentPage,
  'docs/reference/mirror-conformance.md': conformanceDocument,
};
