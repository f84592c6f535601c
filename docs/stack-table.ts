import { kinds } from '../stacks/registry';
import type { StackKind } from '../stacks/stack-kind';

const TABLE = /(?<=<!-- stacks: npm run docs -->\n).*(?=<!-- \/stacks -->)/s;

/** The text with the table of stacks as the registry has it. */
export function withStackTable(text: string, registry: readonly StackKind[] = kinds): string {
  if (!TABLE.test(text)) throw new Error('expected the markers of the table of stacks, got none');
  const rows = registry.map(
    ({ readme: { stack, owns, reads }, team }) => `| \`${stack}\` | ${team} | ${owns} | ${reads} |`,
  );
  const table = ['', '| stack | team | owns | reads |', '|---|---|---|---|', ...rows, '', ''].join('\n');
  return text.replace(TABLE, () => table);
}
