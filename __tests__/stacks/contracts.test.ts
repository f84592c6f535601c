import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import { plannedStacks } from '../../stacks/platform';
import { kinds } from '../../stacks/registry';
import { each } from '../support/each';
import { synthesizedStack } from '../support/platform';

const root = join(__dirname, '..', '..');

/** Text of every file below folders, such as the pages for people. */
const textOf = (folders: readonly string[], ending: string): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith(ending))
        .map((path) => readFileSync(join(root, folder, path), 'utf8')),
    )
    .join();

describe('an output of a contract', () => {
  const document = validated(demo);
  const readers = plannedStacks(document)
    .map(({ id }) => JSON.stringify(synthesizedStack(document, id.replace('demo-', '')).document))
    .join();
  const pages = textOf(['docs'], '.md') + readFileSync(join(root, 'README.md'), 'utf8');
  const tools = textOf(['cli', 'terraform', 'drills', 'local'], '.ts');
  const outputs = kinds.flatMap(({ contract }) =>
    Object.entries(contract.outputs).map(([key, { name }]) => ({ kind: contract.kind, key, name })),
  );

  it('has a reader: another stack, a tool, or a page that tells people of it', () => {
    const unread = each(outputs).filter(
      ({ key, name }) =>
        !new RegExp(`outputs\\.${name}\\b`).test(readers) &&
        !new RegExp(`\\b${name}\\b`).test(pages) &&
        !new RegExp(`\\b(${key}|${name})\\b`).test(tools),
    );
    expect(unread).toEqual([]);
  });
});
