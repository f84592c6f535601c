import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyRows } from '../permissions/policy-rows';
import { stackRows } from '../stacks/stack-rows';
import { withTable } from './written-table';

const root = join(__dirname, '..', '..');

/** Pages with a table that is written from the sources: path, and what the page has to be. */
export const PAGES = [
  { path: join(root, 'README.md'), table: 'stacks', rows: stackRows },
  { path: join(root, 'docs/reference/permissions.md'), table: 'policies', rows: policyRows },
].map(({ path, table, rows }) => {
  const text = readFileSync(path, 'utf8');
  return { path, table, text, written: () => withTable(text, table, rows()) };
});
