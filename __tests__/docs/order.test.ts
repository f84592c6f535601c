import { readFileSync } from 'node:fs';
import { kinds } from '../../stacks/registry';

const order = kinds.map(({ contract }) => contract.kind);

/** Kinds of stacks in the order in which a text first names one of theirs. */
const kindsIn = (text: string) => [
  ...new Set(
    [...text.matchAll(/production-([a-z]+)/g)].flatMap(([, kind = '']) =>
      order.includes(kind) ? [kind] : [],
    ),
  ),
];

/** A part of a page, from a line's start up to another's. */
function part(page: string, from: string, to: string): string {
  const [, rest = ''] = readFileSync(page, 'utf8').split(from);
  return rest.split(to, 1)[0] ?? '';
}

it.each([
  ['README.md', '5. **Apply the stacks in order**', '\n6. '],
  ['docs/operate/regions.md', '2. Apply, in this order:', '\n3. '],
])('%s applies kinds of stacks in the order of "meridian stacks"', (page, from, to) => {
  const named = kindsIn(part(page, from, to));

  expect(named.length).toBeGreaterThan(4);
  expect(named).toEqual(order.filter((kind) => named.includes(kind)));
});

it.each(['README.md', 'docs/operate/first-apply.md', 'docs/start/first-hour.md'])(
  '%s runs cdktf through meridian, which names the account',
  (page) => {
    const commands = readFileSync(page, 'utf8').match(/^\s*\$ .*$/gm) ?? [];

    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => /\$ npx cdktf\b/.test(command))).toEqual([]);
  },
);
