import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPENDABLE_TYPES, KEPT_TYPES } from '../../terraform/kept-types';

const root = join(__dirname, '../..');

/** Types of the resources whose classes any construct or stack imports, whatever option of a document uses them. */
const types = ['modules', 'stacks'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(
        /'(@cdktf\/provider-aws\/lib\/(?!data-aws-|provider')[\w-]+)'/g,
      ),
    ])
    .flatMap(([, path = '']) =>
      Object.values(require(path) as Readonly<Record<string, { readonly tfResourceType?: string }>>),
    )
    .flatMap(({ tfResourceType }) => tfResourceType ?? []),
);
const used = [...new Set(types)].sort();

test('whoever brings a type of resource decides whether a plan may destroy it', () => {
  expect(used.length).toBeGreaterThan(90);
  const known = [...Object.keys(KEPT_TYPES), ...Object.keys(EXPENDABLE_TYPES)].sort();
  expect(known).toEqual(used);
});

test('every decision has its reason', () => {
  for (const reason of Object.values({ ...KEPT_TYPES, ...EXPENDABLE_TYPES }))
    expect(reason).toMatch(/\w+ \w+/);
});
