import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { synthesizedDigest } from '../../local/applied';
import { createPlatform } from '../../stacks/platform';
import { synthesizedStacks } from '../../terraform/synthesized';
import { isNamed } from '../../walk/apply-edit';
import { kindsOf } from '../../walk/kinds';
import { cases } from '../support/full-run';

const kinds = kindsOf(demo);

/** What Terraform would make of each stack, by id. */
function synthesized(document: DocumentInput): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  const app = new App({ outdir });
  createPlatform(app, validated(document));
  app.synth();
  const digests = synthesizedStacks(outdir).map((stack) => [stack.id, synthesizedDigest(stack)] as const);
  rmSync(outdir, { recursive: true });
  return new Map(digests);
}

let unedited: ReadonlyMap<string, string>;
beforeAll(() => {
  unedited = synthesized(demo);
});

it.each(cases(['cors-origin', 'full-origin'], Object.keys(kinds)))(
  'the stacks that "%s" names are those that it changes',
  (name) => {
    const { variants = [], inTurn = false, stacks = [] } = kinds[name] ?? {};
    const places = variants.map(({ edit }) => synthesized(edit(demo)));
    const moves = places.map((after, index) => [(inTurn && places[index - 1]) || unedited, after] as const);
    const ids = new Set([unedited, ...places].flatMap((place) => [...place.keys()]));

    const changed = [...ids].filter((id) =>
      moves.some(([before, after]) => before.get(id) !== after.get(id)),
    );

    const named = [...ids].filter((id) =>
      stacks.some((pattern) => isNamed({ id, deployment: demo.deployment }, pattern)),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.sort()).toEqual(named.sort());
  },
);
