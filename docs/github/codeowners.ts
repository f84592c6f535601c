import { existsSync } from 'node:fs';
import type { Document } from '../../config/document';
import { plannedStacks } from '../../stacks/platform';
import { stateContract } from '../../stacks/state/contract';

/**
 * `.github/CODEOWNERS`: the folder of each kind of stack belongs to the teams that own its stacks in some document, the documents to all
 * of them, and the rest, what CI may do included, to the team of the states: `kind.ts` lists it.
 */
export function codeowners(documents: readonly Document[]): string {
  const stacks = documents.flatMap((document) => {
    const [owner] = (document.ciRepository ?? '').split(/[@/]/);
    if (owner === undefined || owner === '') return [];
    return plannedStacks(document).map(({ kind, team }) => ({
      kind: kind.contract.kind,
      owner: `@${owner}/${team}`,
    }));
  });
  const ownersOf = (of?: string) => [
    ...new Set(stacks.flatMap(({ kind, owner }) => (of === undefined || kind === of ? [owner] : []))),
  ];
  const kinds = [...new Set(stacks.map(({ kind }) => kind))];
  const rules: [string, string[]][] = [
    ['*', ownersOf(stateContract.kind)],
    ['/config/deployments/', ownersOf()],
    ...kinds
      .filter((kind) => kind !== stateContract.kind)
      .flatMap((kind): [string, string[]][] =>
        [`stacks/${kind}`, `__tests__/stacks/${kind}`]
          .filter((folder) => existsSync(folder))
          .map((folder) => [`/${folder}/`, ownersOf(kind)]),
      ),
    ['/stacks/*/kind.ts', ownersOf(stateContract.kind)],
  ];
  return [
    '# Written from the documents and their teams by `npm run docs`. The last line that fits counts.',
    ...rules.map(([path, owners]) => [path, ...owners].join(' ')),
    '',
  ].join('\n');
}
