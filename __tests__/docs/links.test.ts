import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { each } from '../support/each';

const root = join(__dirname, '..', '..');
const OTHERS = /^(\.|node_modules$|cdktf\.out$)/;

/** Pages in a folder and below it, from the root of the tree. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHERS.test(entry.name) ? [] : pagesIn(path);
    return path.endsWith('.md') ? [path] : [];
  });
}
const pages = pagesIn('.');

/** Text of a page without its examples of code. */
const textOf = (page: string) => readFileSync(join(root, page), 'utf8').replace(/^```.*?^ *```/gms, '');

/** Anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

interface Link {
  readonly page: string;
  readonly target: string;
}

/** Links from a page into the tree: `[text](target)` and `[name]: target`. */
function linksOf(page: string): Link[] {
  const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)/gm)];
  return targets
    .map(([, inline, reference]) => ({ page, target: inline ?? reference ?? '' }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** What a link leads to, from the root of the tree. */
const pathOf = ({ page, target }: Link) => {
  const [file = ''] = target.split('#');
  return file === '' ? page : join(page, '..', file).replace(/\/$/, '');
};

function isBroken(link: Link): boolean {
  const path = pathOf(link);
  const [, anchor] = link.target.split('#');
  if (!existsSync(join(root, path))) return true;
  return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor);
}

describe('links between pages', () => {
  const links = pages.flatMap(linksOf);

  it('lead to files that exist, and to headings that they have', () => {
    expect(links.length).toBeGreaterThan(100);
    expect(each(links).filter(isBroken)).toEqual([]);
  });

  it('lead to every page of the project', () => {
    const linked = new Set(links.map(pathOf));
    const written = pages.filter((page) => page.startsWith('docs/'));

    expect(each(written).filter((page) => !linked.has(page) && !linked.has(join(page, '..')))).toEqual([]);
  });

  it('are found broken where they are', () => {
    expect(isBroken({ page: 'README.md', target: 'docs/nowhere.md' })).toBe(true);
    expect(isBroken({ page: 'README.md', target: 'docs/operate/regions.md#nothing-of-that-name' })).toBe(
      true,
    );
    expect(
      isBroken({ page: 'docs/explain/edge.md', target: '../operate/regions.md#draining-a-region' }),
    ).toBe(false);
  });
});
