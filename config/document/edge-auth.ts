import { list, matching, section } from '../fields';
import { prefixProblems } from '../prefixes';
import type { Problem } from '../problem';
import { versionProblems, versions } from '../rotation';
import type { Check, Document } from '.';

/** Lower case, because paths are compared without regard to it; a first character that no dot segment has. */
const PROTECTED_PREFIX = /^(?=.{1,200}$)\/(?:[a-z0-9_-][a-z0-9._-]*\/)*$/;

export const fields = {
  /** Paths of the site that the edge opens to bearers of a signed token only. */
  edgeAuth: section({
    /** Lower-case path prefixes such as `/members/`, in any spelling that an origin may read so; `/` is the whole site. */
    protectedPrefixes: list(
      matching('a lower-case path prefix such as "/members/", with a slash at both ends', PROTECTED_PREFIX),
      'path prefixes',
      0,
      20,
    ).default([]),
    /**
     * Versions of the key: the first signs, all (at most two) are accepted. After each change apply `global`, then
     * `npx meridian edge-token publish`. To rotate: [1] → [1, 2] → [2, 1], wait until tokens of version 1 have expired, → [2].
     */
    keyVersions: versions.default([1]),
  }).default({ protectedPrefixes: [], keyVersions: [1] }),
};

export const checks: readonly Check[] = [
  { needs: ['edgeAuth'], problems: edgeAuthProblems },
  { needs: ['edgeAuth.protectedPrefixes', 'backfill'], problems: exposedPathProblems },
];

function* edgeAuthProblems({ edgeAuth: { protectedPrefixes, keyVersions } }: Document): Iterable<Problem> {
  yield* prefixProblems('edgeAuth.protectedPrefixes', protectedPrefixes);
  yield* versionProblems('edgeAuth.keyVersions', keyVersions);
}

/** The media distribution asks for no token, and fetches from the region what its buckets lack. */
function* exposedPathProblems({ edgeAuth, backfill }: Document): Iterable<Problem> {
  if (!('region' in backfill.fullOrigin)) {
    return;
  }
  for (const [index, got] of edgeAuth.protectedPrefixes.entries()) {
    const open = backfill.allowedPrefixes.find((prefix) => got.startsWith(`/${prefix.toLowerCase()}`));
    if (open !== undefined) {
      const expected = `a path that the media distribution does not serve to everybody (see "${open}" in "backfill.allowedPrefixes")`;
      yield { path: `edgeAuth.protectedPrefixes[${index}]`, expected, got };
    }
  }
}
