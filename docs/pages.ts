import { readFileSync } from 'node:fs';
import { conformanceDocument } from '../__tests__/lambda-src/mirror-conformance/document';
import { documents, validatedAll } from '../config';
import { codeowners } from './github/codeowners';
import { workflows } from './github/workflows';
import { preflightActions, preflightRows } from './operate/preflight-rows';
import { documentPage } from './reference/document';
import { gateRows } from './reference/gate-rows';
import { policyRows } from './reference/policy-rows';
import { stackRows } from './reference/stack-rows';
import { withTable } from './written-table';

const valid = validatedAll(documents);

/** Pages that are written from the sources, by their path: `npm run docs` writes them, and a test compares them. */
export const pages: Readonly<Record<string, () => string>> = {
  ...workflows(valid),
  '.github/CODEOWNERS': () => codeowners(valid),
  'README.md': () => withTable(readFileSync('README.md', 'utf8'), 'stacks', stackRows()),
  'docs/operate/preflight.md': () =>
    withTable(
      withTable(readFileSync('docs/operate/preflight.md', 'utf8'), 'checks', preflightRows()),
      'policy',
      preflightActions(),
    ),
  'docs/reference/document.md': documentPage,
  'docs/reference/measured.md': () =>
    withTable(readFileSync('docs/reference/measured.md', 'utf8'), 'gates', gateRows()),
  'docs/reference/mirror-conformance.md': conformanceDocument,
  'docs/reference/permissions.md': () =>
    withTable(readFileSync('docs/reference/permissions.md', 'utf8'), 'policies', policyRows()),
};
