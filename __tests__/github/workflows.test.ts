import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documents, validatedAll } from '../../config';
import { codeowners } from '../../docs/github/codeowners';
import { leftOver, workflows as workflowsOf } from '../../docs/github/workflows';
import { declaredStacks } from '../../stacks/declared-stacks';
import { each } from '../support/each';
import { actions, type Job, jobs, type Step, steps, texts, workflows } from './files';

const deployed = validatedAll(documents).filter(({ ciRepository }) => ciRepository !== undefined);

const needsOf = ({ needs = [] }: Job) => (typeof needs === 'string' ? [needs] : needs);
const writes = ({ permissions = {} }: Job) =>
  Object.entries(permissions).flatMap(([scope, level]) => (level === 'write' ? [scope] : []));
/** The steps of a job, those of the actions here included. */
const stepsOf = (these: readonly Step[] = []): readonly Step[] =>
  these.flatMap((step) => {
    const own = step.uses?.startsWith('./') ? actions[`${step.uses.slice(2)}/action.yml`] : undefined;
    return own === undefined ? [step] : [step, ...stepsOf(own.runs.steps)];
  });
const runs = (job: Job, command: string) =>
  stepsOf(job.steps).some(({ run = '' }) => new RegExp(`^\\s*npx meridian ${command} `, 'm').test(run));

interface Outcome {
  /** Stacks that the review finds changed. */
  readonly pending: readonly string[];
  /** How jobs end that run; others succeed. */
  readonly ended?: Readonly<Record<string, string>>;
}

/** What becomes of the jobs that apply, by their conditions: those of GitHub's language that are used here are JavaScript, but for names with hyphens. */
function resultsOf(own: Readonly<Record<string, Job>>, { pending, ended = {} }: Outcome) {
  const results: Record<string, string> = { environments: 'success', pending: ended.pending ?? 'success' };
  for (const [name, job] of Object.entries(own)) {
    if (job.uses !== './.github/workflows/apply-stack.yml') continue;
    const needs = Object.fromEntries(
      needsOf(job).map((id) => [
        id,
        { result: results[id], outputs: id === 'pending' ? { stacks: JSON.stringify(pending) } : {} },
      ]),
    );
    const condition = (job.if ?? '').replace(/^\$\{\{|\}\}$/g, '').replace(/needs\.([\w-]+)/g, "needs['$1']");
    const functions = {
      needs,
      fromJSON: JSON.parse,
      contains: (list: readonly string[], item: string) => list.includes(item),
      // Of all that a job needs, also through others.
      failure: () => [...ancestorsOf(own, name)].some((id) => results[id] === 'failure'),
      // Whether the run was, and not a job of it.
      cancelled: () => false,
    };
    const runs = new Function(...Object.keys(functions), `return ${condition}`)(...Object.values(functions));
    results[name] = runs ? (ended[name] ?? 'success') : 'skipped';
  }
  return results;
}

const ancestorsOf = (own: Readonly<Record<string, Job>>, name: string): Set<string> =>
  new Set(needsOf(own[name] ?? {}).flatMap((id) => [id, ...ancestorsOf(own, id)]));

type Declared = ReturnType<typeof declaredStacks>[number];

/** Ids of those that read a stack, also through others. */
function readersOf(stacks: readonly Declared[], id: string): string[] {
  const reading = new Set([id]);
  for (const stack of stacks)
    if (stack.upstreams.some((upstream) => reading.has(upstream))) reading.add(stack.id);
  return [...reading].filter((reader) => reader !== id);
}

describe('workflows', () => {
  it('name actions of others by their full digest, with the version beside it', () => {
    const named = Object.values(texts).flatMap((text) => text.match(/^.*\buses: .*$/gm) ?? []);
    const foreign = named.filter((line) => !line.includes('uses: ./'));

    expect(foreign.length).toBeGreaterThan(5);
    expect(
      foreign.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    ).toEqual([]);
  });

  it('name one digest for each action', () => {
    const named = new Set(
      steps.flatMap(({ uses }) => (uses === undefined || uses.startsWith('./') ? [] : [uses])),
    );
    const actionsNamed = [...named].map((uses) => uses.split('@')[0]);

    expect(actionsNamed.length).toBeGreaterThan(3);
    expect(new Set(actionsNamed).size).toBe(actionsNamed.length);
  });

  it('put no expression into a script: values come in through the environment', () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);

    expect(each(scripts).filter((run) => run.includes('${{'))).toEqual([]);
  });

  it('run scripts that a failure in a pipe ends', () => {
    const scripted = Object.values(workflows).filter(({ jobs: own }) =>
      Object.values(own).some((job) => job.steps?.some(({ run }) => run !== undefined)),
    );

    expect(each(scripted).map(({ defaults }) => defaults?.run?.shell)).toEqual(scripted.map(() => 'bash'));
    const inActions = Object.values(actions).flatMap(({ runs: { steps: own } }) =>
      own.filter(({ run }) => run),
    );
    expect(each(inActions).filter(({ shell }) => shell !== 'bash')).toEqual([]);
  });

  it('have no permission that a job does not ask for', () => {
    expect(each(Object.values(workflows)).map(({ permissions }) => permissions)).toEqual(
      Object.values(workflows).map(() => ({})),
    );
    expect(each([...jobs]).filter(([, { permissions }]) => permissions === undefined)).toEqual([]);
  });

  it('let no job run for ever', () => {
    const here = jobs.filter(([, { uses }]) => uses === undefined);

    expect(each(here).filter(([, job]) => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  it('know no secret, and no key', () => {
    expect(
      each(Object.entries(texts)).filter(([, text]) => /secrets\.|AKIA|aws-access-key-id/.test(text)),
    ).toEqual([]);
  });

  it('leave no token of GitHub in the checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));

    expect(each(checkouts).filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('never run the code of a pull request with the rights of main', () => {
    expect(
      each(Object.entries(workflows)).filter(
        ([, { on }]) => 'pull_request_target' in on || 'workflow_run' in on,
      ),
    ).toEqual([]);
  });
});

describe('jobs that plan', () => {
  const planning = jobs.filter(([, job]) => runs(job, 'sign-in plan'));

  it('write nothing in GitHub, but for the token that AWS is shown', () => {
    expect(planning.length).toBe(3);
    expect(planning.map(([, job]) => writes(job))).toEqual(planning.map(() => ['id-token']));
  });

  it('apply nothing', () => {
    const applying = jobs.filter(([, job]) => runs(job, 'apply'));

    expect(applying.map(([name]) => name)).toEqual(['.github/workflows/apply-stack.yml apply']);
    expect(planning.filter((job) => applying.includes(job))).toEqual([]);
  });

  it('wait for a reviewer where the code is that of a pull request', () => {
    const { plan } = workflows['.github/workflows/review-deployment.yml']?.jobs ?? {};

    expect(plan?.environment).toBe('plan');
    expect(needsOf(plan ?? {})).toContain('environments');
  });

  it('keep the report, and no plan, which holds secrets', () => {
    const uploads = steps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));

    expect(each(uploads).map((step) => step.with?.path)).toEqual(['${{ runner.temp }}/review/review.*']);
  });
});

it('what may write to a pull request runs no code of it, and has no way to AWS', () => {
  const writing = jobs.filter(
    ([, job]) => job.uses === undefined && writes(job).some((scope) => scope !== 'id-token'),
  );

  expect(writing.map(([name]) => name)).toEqual(['.github/workflows/review-deployment.yml comment']);
  for (const [, job] of writing) {
    expect(job.permissions).toEqual({ 'pull-requests': 'write' });
    expect(stepsOf(job.steps).filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
  }
});

describe.each(deployed.map((document) => [document.deployment, document] as const))(
  'applying %s',
  (name, document) => {
    const own = workflows[`.github/workflows/apply-${name}.yml`]?.jobs ?? {};
    const order = Object.keys(own);
    const stacks = declaredStacks(document).filter(({ kind }) => kind !== 'state');

    it('has a job for each stack but that of the states, which is an administrator’s', () => {
      const applying = order.filter((id) => own[id]?.uses === './.github/workflows/apply-stack.yml');

      expect(applying.length).toBeGreaterThan(5);
      expect(applying).toEqual(stacks.map(({ id }) => id));
    });

    it.each(stacks)('has $id after those that it reads', ({ id, upstreams }) => {
      const needed = needsOf(own[id] ?? {});

      expect(needed).toEqual(['pending', ...upstreams]);
      expect(needed.filter((other) => order.indexOf(other) > order.indexOf(id))).toEqual([]);
    });

    it.each(['failure', 'cancelled'])(
      'applies no reader of a stack that ends in %s, and all others',
      (end) => {
        const ids = stacks.map(({ id }) => id);
        for (const ended of ids) {
          const results = resultsOf(own, { pending: ids, ended: { [ended]: end } });
          const after = readersOf(stacks, ended);

          expect(ids.filter((id) => results[id] === 'skipped')).toEqual(after);
          expect(ids.filter((id) => results[id] === 'success').length).toBe(ids.length - 1 - after.length);
        }
        expect(each(ids).some((id) => readersOf(stacks, id).length > 1)).toBe(true);
      },
    );

    it('applies what differs, where nothing that it reads does', () => {
      const [{ id: first = '' } = {}, ...others] = stacks;

      expect(stacks.filter(({ id }) => resultsOf(own, { pending: [] })[id] !== 'skipped')).toEqual([]);
      for (const { id } of others) {
        const results = resultsOf(own, { pending: [id] });
        expect([id, results[id], results[first]]).toEqual([id, 'success', 'skipped']);
      }
    });

    it.each(['failure', 'cancelled', 'skipped'])('applies nothing where the review ends in %s', (end) => {
      const ids = stacks.map(({ id }) => id);
      const results = resultsOf(own, { pending: ids, ended: { pending: end } });

      expect(each(ids).filter((id) => results[id] !== 'skipped')).toEqual([]);
    });

    it('applies a stack once at a time, and never stops halfway for another run', () => {
      const groups = stacks.map(({ id }) => own[id]?.concurrency);

      expect(groups).toEqual(stacks.map(({ id }) => ({ group: `apply-${id}`, 'cancel-in-progress': false })));
    });

    it('applies each stack in its own environment', () => {
      expect(each(stacks).map(({ id }) => own[id]?.with)).toEqual(stacks.map(({ id }) => ({ stack: id })));
      expect(workflows['.github/workflows/apply-stack.yml']?.jobs.apply?.environment).toBe(
        '${{ inputs.stack }}',
      );
    });

    it('starts where every environment is protected only', () => {
      expect(own.environments?.with?.names?.split(' ')).toEqual([
        'plan',
        ...declaredStacks(document).map(({ id }) => id),
      ]);
      expect(needsOf(own.pending ?? {})).toEqual(['environments']);
    });

    it('is nothing of a fork', () => {
      expect(own.environments?.if).toContain(
        `github.repository == '${document.ciRepository?.replaceAll(/@\d+/g, '')}'`,
      );
    });
  },
);

it('a document without a repository has no workflow', () => {
  const [document] = deployed;
  if (document === undefined) throw new Error('expected a document that lets workflows in');
  const { ciRepository: _, ...closed } = document;

  expect(Object.keys(workflowsOf([document]))).toContain(
    `.github/workflows/apply-${document.deployment}.yml`,
  );
  expect(Object.keys(workflowsOf([closed]))).not.toContain(
    `.github/workflows/apply-${document.deployment}.yml`,
  );
});

describe('a document that is gone', () => {
  it('has left no workflow behind', () => {
    const files = readdirSync('.github/workflows').filter((name) => name.startsWith('apply-'));

    expect(files.sort()).toEqual(
      ['apply-stack.yml', ...deployed.map(({ deployment }) => `apply-${deployment}.yml`)].sort(),
    );
  });

  it('leaves one that `npm run docs` knows, and nobody else’s', () => {
    const folder = mkdtempSync(join(tmpdir(), 'meridian-test-'));
    const [text = ''] = Object.values(workflowsOf(deployed)).map((content) => content());
    const files = { 'apply-gone.yml': text, 'apply-here.yml': text, 'mine.yml': 'name: mine\n' };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

    expect(leftOver([join(folder, 'apply-here.yml')], folder)).toEqual([join(folder, 'apply-gone.yml')]);
  });
});

describe('CODEOWNERS', () => {
  const named = (document: (typeof deployed)[number], deployment: string, ciRepository: string) => ({
    ...document,
    deployment,
    ciRepository,
  });
  const [document] = deployed;
  if (document === undefined) throw new Error('expected a document that lets workflows in');

  it('names teams of its own organization only, and says which document is of another repository', () => {
    const written = codeowners([
      named(document, 'first', 'one/shop'),
      named(document, 'second', 'one@1/shop@2'),
      named(document, 'third', 'two/shop'),
    ]);

    expect(written).toContain('# Nobody owns anything here by "third", which is of two/shop.\n');
    expect(written).not.toContain('"second"');
    expect(written).toContain('\n* @one/platform\n');
    expect(written).not.toContain('@two/');
  });

  it('is the same whichever other repositories there are', () => {
    const alone = codeowners([named(document, 'first', 'one/shop')]);
    const beside = codeowners([named(document, 'first', 'one/shop'), named(document, 'third', 'two/shop')]);

    expect(beside.split('\n').filter((line) => !line.includes('"third"'))).toEqual(alone.split('\n'));
  });
});

it('CODEOWNERS leaves what CI may do to the team of the states', () => {
  const lines = readFileSync('.github/CODEOWNERS', 'utf8').trim().split('\n');

  expect(lines).toContain('* @meridian-example/platform');
  expect(lines).toContain('/stacks/region/ @meridian-example/regions');
  expect(lines.at(-1)).toBe('/stacks/*/kind.ts @meridian-example/platform');
});
