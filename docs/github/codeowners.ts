import { existsSync } from 'node:fs';
import type { Document } from '../../config/document';
import { plannedStacks } from '../../stacks/platform';
import { stateContract } from '../../stacks/state/contract';

/**
 * `.github/CODEOWNERS`: the folder of each kind of stack belongs to the teams that own its stacks in some document, the documents to all
 * of them, and the rest, what CI may do included, to the team of the states: `kind.ts` lists it.
 *
 * There is one such file in a repository, and GitHub passes over teams of another organization: it is written for the repository
 * that the first document names, and says which documents are of another one.
 */
export function codeowners(documents: readonly Document[]): string {
  const repositories = documents.map(repositoryOf);
  const repository = repositories.find((named) => named !== undefined);
  const own = documents.filter((_, index) => repository !== undefined && repositories[index] === repository);
  const others = documents.filter(
    (document) => document.ciRepository !== undefined && !own.includes(document),
  );
  const stacks = own.flatMap((document) =>
    plannedStacks(document).map(({ kind, team }) => ({
      kind: kind.contract.kind,
      owner: `@${repository?.split('/')[0]}/${team}`,
    })),
  );
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
    ...others.map(
      (document) =>
        `# Nobody owns anything here by "${document.deployment}", which is of ${repositoryOf(document)}.`,
    ),
    ...rules.map(([path, owners]) => [path, ...owners].join(' ')),
    '',
  ].join('\n');
}

/** Without the ids that it may be named with. */
const repositoryOf = ({ ciRepository }: Document) => ciRepository?.replaceAll(/@\d+/g, '');
