import { CASES, KINDS } from './cases';
import { PRODUCT_NAMES, PRODUCTS, SOURCES, type SourceName } from './products';

const NOT_DOCUMENTED = 'not documented';

/** `docs/reference/mirror-conformance.md`: the cases as tables, one per group. */
export function conformanceDocument(): string {
  const groups = [...new Set(CASES.map(({ group }) => group))];
  const names = Object.keys(SOURCES) as SourceName[];
  const documented = PRODUCTS.map((product) => {
    const count = CASES.filter(({ products }) => products?.[product] !== undefined).length;
    return `| ${PRODUCT_NAMES[product]} | ${count} |`;
  });
  return `${[
    '# Mirror back to origin: what happens when',
    `A bucket that fills itself from an origin on demand meets ${CASES.length} situations. Each is a test of the fill worker,
or of the edge before it (\`__tests__/lambda-src/mirror-conformance\`), against a source that answers with bytes over a socket and a bucket that
checks what S3 checks; this page is written from the tests (\`npm run docs\`), and a test fails where it differs. Beside our
result stands what products document; we have not run them. Numbers in brackets are [sources](#sources).`,
    [
      '| product | situations documented |',
      '| --- | --- |',
      `| Meridian | ${CASES.length} |`,
      ...documented,
    ].join('\n'),
    `What servers of the real web do has ten situations or more of each kind, drawn from the RFCs and from what servers do:`,
    [
      '| kind | situations |',
      '| --- | --- |',
      ...Object.entries(KINDS).map(([kind, { length }]) => `| ${kind} | ${length} |`),
    ].join('\n'),
    ...groups.map((group) => `## ${group}\n\n${tableOf(group)}`),
    `## Sources\n\n${names.map((name, index) => `${index + 1}. <${SOURCES[name]}>`).join('\n')}`,
  ].join('\n\n')}\n`;
}

function tableOf(group: string): string {
  const names = Object.keys(SOURCES);
  const header = ['#', 'situation', 'Meridian', ...PRODUCTS.map((product) => PRODUCT_NAMES[product])];
  const rows = CASES.filter((each) => each.group === group).map(
    ({ id, behaviour, ours, products, sources = [] }) => {
      const numbers = sources.map((source) => `[${names.indexOf(source) + 1}]`).join('');
      const theirs = PRODUCTS.map((product) => products?.[product] ?? NOT_DOCUMENTED);
      return [String(id), numbers === '' ? behaviour : `${behaviour} ${numbers}`, ours, ...theirs];
    },
  );
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
