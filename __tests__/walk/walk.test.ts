import { demo } from '../../config/deployments/demo';
import type { DocumentInput } from '../../config/document';
import { validated } from '../../config/validate';
import type { Changes } from '../../terraform/json-output';
import type { SynthesizedStack } from '../../terraform/synthesized';
import { type Kind, kindsOf } from '../../walk/kinds';
import { randomSequence } from '../../walk/random-sequence';
import { refusedEdits } from '../../walk/refused-edits';
import { type Deployment, Walk, type WalkProps } from '../../walk/walk';
import type { Seen } from '../../walk/watching';
import { fakeStack, NOTHING } from '../support/stacks';

const FINE: Seen = { site: { failed: 0, of: 6 }, media: { failed: 0, of: 3 } };

interface Fake {
  /** What each stack follows from. */
  readonly parts?: (document: DocumentInput) => Readonly<Record<string, unknown>>;
  readonly neverSettles?: string;
  readonly fails?: string;
  readonly seen?: Seen;
  readonly denials?: readonly string[];
}

/** A deployment of `global`, which the firewall is part of, and `backfill`. */
class FakeDeployment implements Deployment {
  readonly applied = new Map<string, string>();
  readonly did: string[] = [];

  constructor(private readonly fake: Fake = {}) {}

  async synthesize(document: DocumentInput): Promise<readonly SynthesizedStack[]> {
    validated(document);
    const { parts = ({ firewall, backfill }) => ({ global: firewall, backfill }) } = this.fake;
    const stacks = Object.entries(parts(document)).map(([name, content]) =>
      fakeStack(name, { directory: JSON.stringify(content) }),
    );
    if (this.applied.size === 0) for (const { id, directory } of stacks) this.applied.set(id, directory);
    return stacks;
  }

  isSame = (one: SynthesizedStack, other: SynthesizedStack) => one.directory === other.directory;
  register = async () => undefined;
  publishKeys = async () => undefined;
  denials = async () => this.fake.denials ?? [];
  remember = async () => undefined;
  isAsApplied = async ({ id, directory }: SynthesizedStack) =>
    this.applied.get(id) === directory && !(id === this.fake.neverSettles && this.did.length > 0);

  async plan(stack: SynthesizedStack): Promise<Changes> {
    return (await this.isAsApplied(stack)) ? NOTHING : { ...NOTHING, change: 1 };
  }

  async apply({ id, directory }: SynthesizedStack): Promise<Changes> {
    if (id === this.fake.fails && !this.did.includes(`apply ${id}`)) {
      this.did.push(`apply ${id}`);
      throw new Error('AWS did not like it');
    }
    this.did.push(`apply ${id}`);
    this.applied.set(id, directory);
    return { ...NOTHING, change: 1 };
  }

  async destroy({ id }: SynthesizedStack): Promise<Changes> {
    this.did.push(`destroy ${id}`);
    return NOTHING;
  }

  async watchedDuring<T>(work: () => Promise<T>) {
    return { result: await work(), seen: this.fake.seen ?? FINE };
  }
}

function kindOf(name: string): Kind {
  const kind = kindsOf(demo)[name];
  if (kind === undefined) throw new Error(`expected a kind ${name}`);
  return kind;
}
const firewall = kindOf('firewall');
const objectSize = kindOf('object-size');

function walk(deployment: Deployment, more: Partial<WalkProps> = {}) {
  const lines: string[] = [];
  const steps = new Walk({
    document: demo,
    kinds: { 'object-size': objectSize },
    refusedEdits: {},
    deployment,
    edits: 2,
    // Draws no edit that is refused.
    random: (below) => Math.min(1, below - 1),
    print: (line) => lines.push(line),
    signal: new AbortController().signal,
    ...more,
  }).run();
  return { steps, lines };
}

it('an edit is applied by the stacks that it changes, and taken back', async () => {
  const deployment = new FakeDeployment();

  const steps = await walk(deployment).steps;

  expect(steps.map(({ edits }) => edits)).toEqual([
    ['object-size: maximumObjectBytes 4000000000'],
    ['object-size: as the document says'],
  ]);
  expect(steps.flatMap(({ problems }) => problems)).toEqual([]);
  expect(deployment.did).toEqual(['apply demo-backfill', 'apply demo-backfill']);
});

it('edits at once are applied once', async () => {
  const deployment = new FakeDeployment();

  const kinds = { firewall, 'object-size': objectSize };

  const steps = await walk(deployment, { kinds, edits: 4, together: 2 }).steps;

  expect(steps.map(({ edits }) => edits.length)).toEqual([2, 2]);
  expect([...deployment.did].sort()).toEqual([
    'apply demo-backfill',
    'apply demo-backfill',
    'apply demo-global',
    'apply demo-global',
  ]);
});

it('a long walk holds, and tries what is refused', async () => {
  const { steps, lines } = walk(new FakeDeployment(), {
    kinds: { firewall, 'object-size': objectSize },
    edits: 60,
    together: 2,
    random: randomSequence(1),
    refusedEdits: Object.fromEntries(
      Object.entries(refusedEdits).filter(([, { stacks }]) => stacks === undefined),
    ),
  });

  expect((await steps).flatMap(({ problems }) => problems)).toEqual([]);
  expect((await steps).flatMap(({ edits }) => edits)).toHaveLength(60);
  expect(lines.join('\n')).toMatch(/: refused/);
});

const problemsOf = async (fake: Fake) =>
  (await walk(new FakeDeployment(fake)).steps).flatMap((step) => step.problems);

it('a stack that the page does not name is a problem', async () => {
  const parts = ({ backfill }: DocumentInput) => ({ backfill, global: backfill });

  expect(await problemsOf({ parts })).toContain('demo-global changes as well');
});

it('a stack that plans something again is a problem', async () => {
  expect(await problemsOf({ neverSettles: 'demo-backfill' })).toContain(
    'demo-backfill plans again: 0 to add, 1 to change, 0 to destroy',
  );
});

it('viewers that fail are a problem', async () => {
  const seen = { site: { failed: 1, of: 6 }, media: { failed: 2, of: 3 } };

  expect((await problemsOf({ seen })).slice(0, 2)).toEqual([
    '1 of 6 requests for the site failed',
    '2 of 3 requests for objects failed',
  ]);
});

it('viewers of objects may fail where the page says so', async () => {
  const seen = { site: { failed: 0, of: 6 }, media: { failed: 2, of: 3 } };
  const kinds = { 'object-size': { ...objectSize, mediaMayFail: true } };

  const steps = await walk(new FakeDeployment({ seen }), { kinds }).steps;

  expect(steps).toHaveLength(2);
  expect(steps.flatMap(({ problems }) => problems)).toEqual([]);
});

it('what a role is denied is a problem', async () => {
  expect(await problemsOf({ denials: ['demo-backfill-apply was denied s3:PutObject'] })).toContain(
    'demo-backfill-apply was denied s3:PutObject',
  );
});

it('what a role was denied before the walk is none', async () => {
  const deployment = new FakeDeployment();
  const denials = [['demo-backfill-apply was denied s3:PutObject']];
  deployment.denials = async () => denials.shift() ?? [];

  const steps = await walk(deployment).steps;

  expect(steps).toHaveLength(2);
  expect(steps.flatMap(({ problems }) => problems)).toEqual([]);
});

it('an edit that should be refused, and is not, is a problem', async () => {
  const invalid = { summary: 'nothing', edit: (it: DocumentInput) => it, sentence: /never/ };

  const [step] = await walk(new FakeDeployment(), { edits: 1, refusedEdits: { invalid } }).steps;

  expect(step?.problems).toEqual(['expected a refusal as /never/, got none']);
});

it('after a failed apply the document is applied as it was, and the failure is told', async () => {
  const deployment = new FakeDeployment({ fails: 'demo-backfill' });
  const { steps, lines } = walk(deployment);

  await expect(steps).rejects.toThrow('AWS did not like it');
  expect(deployment.did).toEqual(['apply demo-backfill']);
  expect(lines.at(-1)).toBe('The deployment is as its document says.');
});

describe('an edit that fails on its way', () => {
  const both: Kind = {
    ...firewall,
    variants: firewall.variants.slice(0, 1).map(({ shown, edit }) => ({
      shown,
      edit: (it) => objectSize.variants[0]?.edit(edit(it)) ?? it,
    })),
    stacks: ['*'],
    order: [['global'], ['backfill'], ['other']],
    orderBack: [['backfill'], ['other'], ['global']],
  };

  /** A deployment whose applies of these numbers fail, or fail when all is done. */
  async function failing({ before = [] as number[], afterwards = [] as number[] }) {
    const parts = ({ firewall, backfill }: DocumentInput) => ({
      global: firewall,
      backfill,
      other: firewall,
    });
    const deployment = new FakeDeployment({ parts });
    const { apply } = deployment;
    let applies = 0;
    deployment.apply = async (stack) => {
      applies += 1;
      if (before.includes(applies)) throw new Error('AWS did not like it');
      const changes = await apply.call(deployment, stack);
      if (afterwards.includes(applies)) throw new Error('AWS broke off');
      return changes;
    };
    const { steps, lines } = walk(deployment, { kinds: { both } });
    await expect(steps).rejects.toThrow(/^AWS (did not like it|broke off)$/);
    expect(lines.at(-1)).toBe('The deployment is as its document says.');
    const did = deployment.did.map((each) => each.replace('apply demo-', ''));
    return { did, lines };
  }

  it('is taken back in its own order', async () => {
    const { did } = await failing({ afterwards: [3] });
    expect(did).toEqual(['global', 'backfill', 'other', 'backfill', 'other', 'global']);
  });

  it('goes on where it was on its way back', async () => {
    const { did } = await failing({ before: [5] });
    expect(did.slice(3)).toEqual(['backfill', 'other', 'global']);
  });

  it('is taken back in the order of a first apply where its own fails', async () => {
    const { did, lines } = await failing({ before: [3, 4] });
    expect(did).toEqual(['global', 'backfill', 'global', 'backfill']);
    expect(lines).toContain('… in the order of a first apply: AWS did not like it');
  });
});

it('where the way back fails as well, both failures are told', async () => {
  const deployment = new FakeDeployment({ fails: 'demo-backfill' });
  deployment.publishKeys = async () => {
    throw new Error('no keys for you');
  };

  await expect(walk(deployment).steps).rejects.toThrow(
    'AWS did not like it\nThe way back failed as well: no keys for you',
  );
});

it('an interruption ends the walk, and takes back what was changed', async () => {
  const controller = new AbortController();
  const deployment = new FakeDeployment();
  const { steps, lines } = walk(deployment, {
    edits: 20,
    signal: controller.signal,
    print: (line) => {
      lines.push(line);
      controller.abort(new Error('interrupted'));
    },
  });

  await expect(steps).rejects.toThrow('interrupted');
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toBe('The deployment is as its document says.');
});

it('a deployment that is not as its document says is not walked on', async () => {
  const deployment = new FakeDeployment();
  await deployment.synthesize({ ...demo, firewall: { requestsPerFiveMinutes: 1000 } });

  await expect(walk(deployment).steps).rejects.toThrow(
    'The deployment is not as its document says: run "npm start" first\n  demo-global plans again',
  );
  expect(deployment.did).toEqual([]);
});
