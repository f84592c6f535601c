import { conformanceDocument } from '../__tests__/lambda-src/mirror-conformance/document';
import { documentPage } from './reference/document';

/** Pages that are written from the sources, by their path: `npm run docs` writes them, and a test compares them. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/document.md': documentPage,
  'docs/reference/mirror-conformance.md': conformanceDocument,
};
