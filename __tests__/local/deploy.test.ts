import type { CiCredentials } from '../../local/ci-roles';
import { type DeployOptions, deploy, type StackTerraform } from '../../local/deploy';
import { type DestroyOptions, destroy } from '../../local/destroy';
import { Display } from '../../local/display/display';
import { failures, resultTable, sentence, succeeded } from '../../local/summary';
import { type Changes, NOTHING } from '../../terraform/json-output';
import type { SynthesizedStack } from '../../terraform/synthesized';
import type { WorkspaceOptions } from '../../terraform/workspace';
import { fakeStack } from '../support/stacks';

const stack = (name: string, upstreams: string[] = []) =>
  fakeStack(name, { upstreams: upstreams.map((upstream) => `demo-${upstream}`) });

const STACKS = [
  stack('state'),
  stack('global'),
  stack('region-asia', ['global']),
  stack('region-europe', ['global', 'region-asia']),
  stack('backfill', ['global']),
];

interface Fake {
  readonly plans?: Record<string, Partial<Changes>>;
  readonly failing?: string[];
  /** Addresses that every plan destroys. */
  readonly lost?: string[];
  readonly onApply?: (id: string) => void;
}

/** Terraform that notes what it is told, and answers as given. */
function fakeTerraform({ plans = {}, failing = [], lost = [], onApply }: Fake, calls: string[]) {
  return ({ directory }: WorkspaceOptions): StackTerraform => {
    const id = directory.replace('/out/', '');
    const planned = { ...NOTHING, ...(plans[id] ?? { add: 5 }) };
    const run = (command: string, changes: Changes) => async () => {
      calls.push(`${command} ${id}`);
      onApply?.(id);
      if (failing.includes(id)) {
        throw new Error(`terraform ${command} of ${id} failed:\n  aws_lb.public: no capacity`);
      }
      return changes;
    };
    return {
      init: async () => undefined,
      plan: async () => planned,
      plannedResources: async () =>
        lost.map((address) => ({
          address,
          type: address.split('.')[0] ?? '',
          change: { actions: ['delete'] },
        })),
      apply: run('apply', planned),
      destroy: run('destroy', { ...NOTHING, remove: 5 }),
    };
  };
}

/** What a command of Terraform gets to work on a stack. */
async function environmentOf(seen: readonly WorkspaceOptions[], id: string, command: string) {
  const environment = seen.find(({ directory }) => directory === `/out/${id}`)?.environment;
  return typeof environment === 'function' ? environment(command) : environment;
}

const common = () => ({
  stacks: STACKS,
  environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
  directory: '/project/.local',
  instance: 'this-one',
  display: new Display({ isTty: false, write: () => undefined }),
});

async function deployed(fake: Fake = {}, more: Partial<DeployOptions> = {}) {
  const calls: string[] = [];
  const results = await deploy({
    ...common(),
    terraform: fakeTerraform(fake, calls),
    createStateBucket: async () => ({ stateStack: 'unchanged', registered: [] }),
    ...more,
  });
  return { calls, results, outcomes: Object.fromEntries(results.map((r) => [r.stack.id, r.outcome])) };
}

describe('deploy', () => {
  it('applies no plan that destroys what a protected stack keeps, and says which resource that is', async () => {
    const lost = ['aws_vpc.network_vpc', 'aws_route.private'];
    const fake = { plans: { 'demo-global': { remove: 2 }, 'demo-state': { remove: 2 } }, lost };
    const { calls, outcomes, results } = await deployed(fake, {
      stacks: STACKS.map((each) => ({ ...each, deletionProtection: each.kind === 'global' })),
    });
    expect(outcomes).toMatchObject({
      'demo-state': 'applied',
      'demo-global': 'failed',
      'demo-backfill': 'skipped',
    });
    expect(calls).not.toContain('apply demo-global');
    expect(results.find(({ stack: { id } }) => id === 'demo-global')?.reason).toBe(
      [
        '"demo-global" would destroy aws_vpc.network_vpc, which holds data or a name, while its deletionProtection is on.',
        'Nothing was changed. If it is to be lost: npx meridian apply demo-global --local --destroys aws_vpc.network_vpc',
      ].join('\n'),
    );
  });

  it('applies the state stack first and every stack after those that it reads', async () => {
    const { calls, results } = await deployed();
    const at = (name: string) => calls.indexOf(`apply demo-${name}`);
    expect(at('state')).toBe(0);
    expect(at('global')).toBe(1);
    expect(at('region-asia')).toBeLessThan(at('region-europe'));
    expect(calls).toHaveLength(5);
    expect(succeeded(results)).toBe(true);
    expect(sentence(results, 7)).toBe('5 stacks in 7 s: 5 applied.');
    expect(resultTable(results)).toContain('demo-global');
  });

  it('creates the state bucket through the bootstrap, whose work lies with this local AWS', async () => {
    const create = jest.fn<Promise<{ stateStack: 'created'; registered: string[] }>, [object]>(async () => ({
      stateStack: 'created',
      registered: [],
    }));
    const { calls, outcomes } = await deployed({}, { createStateBucket: create });
    expect(create.mock.calls[0]?.[0]).toMatchObject({
      deployment: 'demo',
      workDirectory: '/project/.local/bootstrap/this-one',
    });
    expect(calls).not.toContain('apply demo-state');
    expect(outcomes['demo-state']).toBe('applied');
  });

  it('names the stack to the local AWS, and marks the processes as its own', async () => {
    const seen: WorkspaceOptions[] = [];
    const terraform = fakeTerraform({}, []);
    await deployed(
      {},
      {
        terraform: (options) => {
          seen.push(options);
          return terraform(options);
        },
      },
    );
    expect(await environmentOf(seen, 'demo-global', 'plan')).toEqual({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      TF_APPEND_USER_AGENT: 'meridian-stack/demo-global',
      MERIDIAN_LOCAL_RUN: '/project/.local',
    });
  });

  it('plans a stack with one role of CI and applies it with the other', async () => {
    const seen: WorkspaceOptions[] = [];
    const credentials: CiCredentials = async ({ id }, purpose) => ({ AWS_ACCESS_KEY_ID: `${id} ${purpose}` });
    const terraform = (options: WorkspaceOptions) => {
      seen.push(options);
      return fakeTerraform({}, [])(options);
    };
    await deployed({}, { credentials, terraform });

    const keyOf = async (command: string) =>
      (await environmentOf(seen, 'demo-global', command))?.AWS_ACCESS_KEY_ID;
    expect([await keyOf('init'), await keyOf('plan')]).toEqual(['demo-global plan', 'demo-global plan']);
    expect([await keyOf('apply'), await keyOf('destroy')]).toEqual([
      'demo-global apply',
      'demo-global apply',
    ]);
  });

  it('applies nothing where the plan is empty', async () => {
    const plans = Object.fromEntries(STACKS.map(({ id }) => [id, NOTHING]));
    const { calls, results } = await deployed({ plans });
    expect(calls).toEqual([]);
    expect(sentence(results, 7)).toBe('Nothing to change: all 5 stacks are as the sources say.');
  });

  it('applies a change of outputs alone', async () => {
    const { outcomes } = await deployed({ plans: { 'demo-global': { outputs: 1 } } });
    expect(outcomes['demo-global']).toBe('applied');
  });

  it('skips what reads a stack that failed, names it, and finishes the others', async () => {
    const { outcomes, results } = await deployed({ failing: ['demo-region-asia'] });
    expect(outcomes).toEqual({
      'demo-state': 'applied',
      'demo-global': 'applied',
      'demo-region-asia': 'failed',
      'demo-region-europe': 'skipped',
      'demo-backfill': 'applied',
    });
    expect(failures(results)).toEqual([
      'demo-region-asia: terraform apply of demo-region-asia failed:\n  aws_lb.public: no capacity',
      'demo-region-europe: not started, because of demo-region-asia',
    ]);
    expect(succeeded(results)).toBe(false);
    expect(sentence(results, 9)).toBe('5 stacks in 9 s: 3 applied, 1 failed, 1 skipped.');
  });

  it('applies nothing when there is no state bucket to be had', async () => {
    const { calls, outcomes } = await deployed(
      {},
      { createStateBucket: () => Promise.reject(new Error('The bucket exists')) },
    );
    expect(calls).toEqual([]);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['failed', 'skipped']));
  });

  describe('with notes of what was applied', () => {
    /** Everything but these stacks is as it was applied. */
    const noted = (...different: string[]) => {
      const notes: string[] = [];
      const note = (verb: string) => (stack: SynthesizedStack) => void notes.push(`${verb} ${stack.id}`);
      const since = async ({ id }: SynthesizedStack) =>
        different.includes(id) ? undefined : new Date('2026-01-01T10:32:00');
      const remember = async (stack: SynthesizedStack) => note('remember')(stack);
      return { notes, applied: { since, remember, forget: note('forget') } };
    };

    it('leaves alone what is as it was applied, and says so', async () => {
      const { applied, notes } = noted();
      const create = jest.fn();
      const { calls, results } = await deployed(
        {},
        { applied, keepsApplied: true, createStateBucket: create },
      );
      expect([calls, notes]).toEqual([[], []]);
      expect(create).not.toHaveBeenCalled();
      expect(succeeded(results)).toBe(true);
      expect(sentence(results, 7)).toBe(
        'Nothing to change: all 5 stacks are as they were applied from these sources. npx meridian local deploy plans each of them all the same.',
      );
      expect(resultTable(results)).toContain('as applied at 2026-01-01 10:32');
    });

    it('applies what is different, and notes it', async () => {
      const { applied, notes } = noted('demo-backfill');
      const { calls, results } = await deployed({}, { applied, keepsApplied: true });
      expect(calls).toEqual(['apply demo-backfill']);
      expect(notes).toEqual(['forget demo-backfill', 'remember demo-backfill']);
      expect(sentence(results, 7)).toBe('5 stacks in 7 s: 1 applied, 4 kept.');
    });

    it('says so where what it planned is unchanged as well', async () => {
      const { applied } = noted('demo-backfill');
      const plans = { 'demo-backfill': NOTHING };
      const { results } = await deployed({ plans }, { applied, keepsApplied: true });
      expect(sentence(results, 7)).toMatch(
        /^Nothing to change: 4 of 5 stacks are as they were applied from these sources, and the others as the sources say\./,
      );
    });

    it('notes nothing of an apply that failed', async () => {
      const { applied, notes } = noted('demo-backfill');
      await deployed({ failing: ['demo-backfill'] }, { applied, keepsApplied: true });
      expect(notes).toEqual(['forget demo-backfill']);
    });

    it('plans every stack where it is asked to', async () => {
      const { applied, notes } = noted();
      const { calls } = await deployed({}, { applied });
      expect(calls).toHaveLength(5);
      expect(notes.filter((one) => one.startsWith('remember'))).toHaveLength(5);
    });
  });

  it('starts nothing more after an interruption', async () => {
    const abort = new AbortController();
    const onApply = (id: string) => {
      if (id === 'demo-global') {
        abort.abort(new Error('Ctrl-C'));
        throw new Error('it was interrupted');
      }
    };
    const { outcomes, results } = await deployed({ onApply }, { signal: abort.signal });
    expect(outcomes).toMatchObject({ 'demo-state': 'applied', 'demo-global': 'interrupted' });
    expect(outcomes['demo-backfill']).toBe('interrupted');
    expect(failures(results)).toEqual([]);
  });
});

describe('destroy', () => {
  async function destroyed(fake: Fake = {}, more: Partial<DestroyOptions> = {}) {
    const calls: string[] = [];
    const holding = new Set(STACKS.map(({ id }) => id));
    const terraform = fakeTerraform(fake, calls);
    const results = await destroy({
      ...common(),
      terraform: (options) => {
        const workspace = terraform(options);
        return {
          ...workspace,
          destroy: async () => {
            const changes = await workspace.destroy();
            holding.delete(options.directory.replace('/out/', ''));
            return changes;
          },
        };
      },
      resourcesInState: async ({ id }) => (holding.has(id) ? 5 : 0),
      destroyStateBucket: async () => {
        calls.push('destroy demo-state');
        return 'destroyed';
      },
      ...more,
    });
    return { calls, results, outcomes: Object.fromEntries(results.map((r) => [r.stack.id, r.outcome])) };
  }

  it('destroys every stack before those that it reads, and the state bucket last', async () => {
    const { calls, results } = await destroyed();
    const at = (name: string) => calls.indexOf(`destroy demo-${name}`);
    expect(at('region-europe')).toBeLessThan(at('region-asia'));
    expect(at('region-asia')).toBeLessThan(at('global'));
    expect(at('backfill')).toBeLessThan(at('global'));
    expect(at('state')).toBe(4);
    expect(sentence(results, 3)).toBe('5 stacks in 3 s: 5 destroyed.');
  });

  it('leaves alone what holds nothing', async () => {
    const { calls, outcomes } = await destroyed({}, { resourcesInState: async () => 0 });
    expect(calls).toEqual(['destroy demo-state']);
    expect(outcomes['demo-global']).toBe('unchanged');
  });

  it('says when a state still holds something, and keeps what that needs', async () => {
    const { calls, results, outcomes } = await destroyed(
      {},
      { resourcesInState: async ({ id }) => (id === 'demo-backfill' ? 2 : 0) },
    );
    expect(failures(results)).toContain(
      'demo-backfill: the state of "demo-backfill" still holds 2 resources',
    );
    expect(outcomes).toMatchObject({ 'demo-global': 'skipped', 'demo-state': 'skipped' });
    expect(calls).not.toContain('destroy demo-state');
    expect(succeeded(results)).toBe(false);
  });
});
