/** The text with a table between the markers `<!-- <name>: npm run docs -->` and `<!-- /<name> -->`. */
export function withTable(text: string, name: string, rows: readonly (readonly string[])[]): string {
  const between = new RegExp(`(?<=<!-- ${name}: npm run docs -->\n).*(?=<!-- /${name} -->)`, 's');
  if (!between.test(text)) throw new Error(`expected the markers of the table "${name}", got none`);
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return text.replace(between, () => ['', ...lines, '', ''].join('\n'));
}
