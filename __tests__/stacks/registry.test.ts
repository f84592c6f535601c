import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { validated } from '../../config';
import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { createPlatform, plannedStacks } from '../../stacks/platform';
import { kinds } from '../../stacks/registry';
import { isStateStack, synthesizedStacks } from '../../terraform/synthesized';

/** The demo with a region whose name looks like a kind of stack. */
function confusing(): DocumentInput {
  return JSON.parse(JSON.stringify(demo).replaceAll('"asia"', '"data"'));
}

describe('what tools see of a deployment', () => {
  const document = validated(confusing());
  const outdir = mkdtempSync(join(tmpdir(), 'meridian-test-'));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const app = new App({ outdir });
  createPlatform(app, document);
  app.synth();
  const seen = synthesizedStacks(outdir);

  it('is what is planned: ids, kinds, names, AWS regions and whom each stack reads', () => {
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

    expect(
      seen
        .map(({ id, kind, name, awsRegion, upstreams }) => ({
          id,
          kind,
          name,
          awsRegion,
          upstreams: [...upstreams].sort(),
        }))
        .sort(byId),
    ).toEqual(
      plannedStacks(document)
        .map(({ id, kind, name, awsRegion, reads }) => ({
          id,
          kind: kind.contract.kind,
          name,
          awsRegion,
          upstreams: [...reads].sort(),
        }))
        .sort(byId),
    );
  });

  it('is one deployment with one stack of states, also where a region is named `data`', () => {
    expect(seen.map(({ id }) => id)).toContain('demo-region-data');
    expect(new Set(seen.map(({ deployment }) => deployment))).toEqual(new Set(['demo']));
    expect(seen.filter(isStateStack).map(({ id }) => id)).toEqual(['demo-state']);
    expect(seen[0]?.id).toBe('demo-state');
  });
});

describe('kinds of stacks', () => {
  it('have a name each', () => {
    const names = kinds.map(({ contract }) => contract.kind);

    expect(names.length).toBeGreaterThan(3);
    expect(new Set(names).size).toBe(names.length);
  });

  it('belong to a team of the document', () => {
    const { teams: _, ...withoutTeams } = validated(demo);
    const document = { ...withoutTeams, teams: {} } as unknown as Parameters<typeof plannedStacks>[0];

    expect(() => plannedStacks(document)).toThrow('teams: expected "platform", which owns "state"');
  });
});
