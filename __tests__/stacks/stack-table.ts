import { kinds } from '../../stacks/registry';

const TABLE = /(?<=<!-- stacks: npm run docs -->\n).*(?=<!-- \/stacks -->)/s;

/** The text with the table of stacks as the registry has it. */
export function withStackTable(text: string): string {
  if (!TABLE.test(text)) throw new Error('expected the markers of the table of stacks, got none');
  const rows = kinds.map(
    ({ readme: { stack, owns, reads }, team }) => `| \`${stack}\` | ${team} | ${owns} | ${reads} |`,
  );
  return text.replace(
    TABLE,
    ['', '| stack | team | owns | reads |', '|---|---|---|---|', ...rows, '', ''].join('\n'),
  );
}
