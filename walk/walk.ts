import { describeChanges } from '../cli/progress';
import type { DocumentInput } from '../config/document';
import { isNothing } from '../terraform/json-output';
import { sideBySide } from '../terraform/side-by-side';
import type { SynthesizedStack } from '../terraform/synthesized';
import { applyInRandomOrder, isNamed, type Task, type Teams } from './apply-edit';
import { type Comparison, comparisonInWords, problemsOf } from './comparison';
import { Course, type Move } from './course';
import type { Kind } from './kinds';
import { pick, type Random } from './random-sequence';
import type { RefusedEdit } from './refused-edits';
import type { Seen } from './watching';

/** Where the document is applied. */
export interface Deployment extends Teams {
  /** Nothing that a plan of it reads has changed since the last one that found nothing to change. */
  isAsApplied(stack: SynthesizedStack): Promise<boolean>;
  remember(stack: SynthesizedStack): Promise<void>;
  /** The document's stacks, in a folder of their own; rejects with what is wrong with it. */
  synthesize(document: DocumentInput): Promise<readonly SynthesizedStack[]>;
  /** Whether Terraform would make the same of both. */
  isSame(one: SynthesizedStack, other: SynthesizedStack): boolean;
  /** Makes what teams make beside Terraform, before a first apply and after one. */
  register(stacks: readonly SynthesizedStack[]): Promise<void>;
  publishKeys(): Promise<void>;
  /** What roles have been denied since the last time this was asked. */
  denials(): Promise<readonly string[]>;
  watchedDuring<T>(work: () => Promise<T>): Promise<Watched<T>>;
}

export interface Watched<T> {
  readonly result: T;
  readonly seen: Seen;
  /** Where applies are predicted. */
  readonly comparison?: Comparison;
}

export interface WalkProps {
  readonly document: DocumentInput;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly refusedEdits: Readonly<Record<string, RefusedEdit>>;
  readonly deployment: Deployment;
  readonly edits: number;
  /** So many are applied at once. @default 1 */
  readonly together?: number;
  readonly random: Random;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Step {
  /** Such as `country: BH to regions[0]`. */
  readonly edits: readonly string[];
  readonly seconds: number;
  /** Why it was not as the page says; empty where it was. */
  readonly problems: readonly string[];
  readonly seen: Seen;
  readonly comparison?: Comparison;
}

const NOBODY: Seen = { site: { failed: 0, of: 0 }, media: { failed: 0, of: 0 } };

/** Edits of an applied document, one after the other, at whose end it is as it was. */
export class Walk {
  private readonly course: Course;
  private stacks: readonly SynthesizedStack[] = [];
  /** Those of the edit that is under way: a failed one may leave new ones behind. */
  private attempted: readonly SynthesizedStack[] = [];
  /** Those of the last edit. */
  private moves: readonly Move[] = [];

  constructor(private readonly props: WalkProps) {
    this.course = new Course(props.document, props.kinds, props.random);
  }

  /** Ends early where a step fails in a way that says nothing of where things are. */
  async run(): Promise<readonly Step[]> {
    const { deployment, document, edits, signal } = this.props;
    // What was denied before is of no edit.
    await deployment.denials();
    this.stacks = await deployment.synthesize(document);
    await this.requireApplied();
    const steps: Step[] = [];
    try {
      for (let done = 0; done < edits; done += steps.at(-1)?.edits.length ?? edits) {
        signal.throwIfAborted();
        steps.push(await this.step(done));
      }
    } catch (error) {
      const reason = signal.aborted ? signal.reason : error;
      await this.restore().catch((further: unknown) => {
        throw new Error(`${sentenceOf(reason)}\nThe way back failed as well: ${sentenceOf(further)}`, {
          cause: reason,
        });
      });
      throw reason;
    }
    return steps;
  }

  private async requireApplied(): Promise<void> {
    const problems = await this.replanned();
    if (problems.length === 0) return;
    throw new Error(
      ['The deployment is not as its document says: run "npm start" first', ...problems].join('\n  '),
    );
  }

  /** The next edits after so many. */
  private async step(done: number): Promise<Step> {
    const { edits, together = 1, random, print } = this.props;
    const started = performance.now();
    const left = edits - done;
    const moves = this.course.distance < left && random(8) === 0 ? [] : this.course.advance(together, left);
    const { told, ...step } = moves.length === 0 ? await this.refused() : await this.made(moves);
    const { problems, seen } = step;
    const seconds = Math.round((performance.now() - started) / 1000);
    const requests = seen.site.of + seen.media.of;
    const asked =
      requests === 0 ? '' : `; ${seen.site.failed + seen.media.failed} of ${requests} requests failed`;
    print(`${String(done + 1).padStart(4)}  ${step.edits.join(' + ')}: ${told}; ${seconds} s${asked}`);
    for (const problem of problems) print(`      ! ${problem}`);
    if (step.comparison !== undefined) print(`      ${comparisonInWords([step.comparison])}`);
    return { ...step, seconds };
  }

  private async made(moves: readonly Move[]): Promise<Omit<Step, 'seconds'> & { readonly told: string }> {
    const { deployment, kinds, signal, random } = this.props;
    this.moves = moves;
    const made = moves.flatMap(({ kind }) => kinds[kind] ?? []);
    const edits = moves.map((move) => this.course.shown(move));
    const after = await deployment.synthesize(this.course.document);
    this.attempted = after;
    const tasks = this.tasks(after);
    const order = this.orderOf(moves);
    await deployment.register(tasks.flatMap(({ stack, work }) => (work === 'apply' ? [stack] : [])));
    const {
      result: done,
      seen,
      comparison,
    } = await deployment.watchedDuring(async () => {
      const applied = await applyInRandomOrder(tasks, { teams: deployment, random, order, signal });
      if (made.some(({ publishesKeys }) => publishesKeys)) await deployment.publishKeys();
      return applied;
    });
    this.stacks = after;
    const named = made.flatMap(({ stacks }) => stacks);
    const problems = [
      ...tasks
        .filter(({ stack }) => !named.some((pattern) => isNamed(stack, pattern)))
        .map(({ stack }) => `${stack.id} changes as well`),
      ...(await this.replanned()),
      ...failedRequests(
        seen,
        made.some(({ mediaMayFail }) => mediaMayFail),
      ),
      ...(await deployment.denials()),
      ...(comparison === undefined ? [] : problemsOf(comparison)),
    ];
    return {
      edits,
      told: done.join(', ') || 'no stack changes',
      problems,
      seen,
      ...(comparison && { comparison }),
    };
  }

  private orderOf(moves: readonly Move[]): readonly (readonly string[])[] {
    return moves.flatMap(({ kind, from, to }) => {
      const { order = [], orderBack = order } = this.props.kinds[kind] ?? {};
      return to < from ? orderBack : order;
    });
  }

  private tasks(after: readonly SynthesizedStack[]): Task[] {
    const { deployment } = this.props;
    const before = new Map(this.stacks.map((stack) => [stack.id, stack]));
    const ids = new Set(after.map(({ id }) => id));
    const changed = after.filter((stack) => {
      const was = before.get(stack.id);
      return was === undefined || !deployment.isSame(was, stack);
    });
    return [
      ...changed.map((stack) => ({ stack, work: 'apply' }) as const),
      ...this.stacks.filter(({ id }) => !ids.has(id)).map((stack) => ({ stack, work: 'destroy' }) as const),
    ];
  }

  /** Plans whatever may have changed: nothing is left to do. */
  private async replanned(): Promise<string[]> {
    const { deployment, signal } = this.props;
    const problems = await sideBySide(this.stacks, 2, async (stack) => {
      signal.throwIfAborted();
      if (await deployment.isAsApplied(stack)) return [];
      const changes = await deployment.plan(stack);
      if (!isNothing(changes)) return [`${stack.id} plans again: ${describeChanges(changes, 'to')}`];
      await deployment.remember(stack);
      return [];
    });
    return problems.flat();
  }

  /** Somebody tries what cannot be done. */
  private async refused(): Promise<Omit<Step, 'seconds'> & { readonly told: string }> {
    const { refusedEdits, random, deployment } = this.props;
    const name = pick(Object.keys(refusedEdits), random) ?? '';
    const refusedEdit = refusedEdits[name];
    if (refusedEdit === undefined) throw new Error('There is no edit that is refused');
    const { edit, stacks: where, sentence, summary } = refusedEdit;
    const said: string[] = [];
    try {
      const after = await deployment.synthesize(edit(this.course.document));
      for (const stack of after.filter((one) => where?.some((pattern) => isNamed(one, pattern)))) {
        await deployment.plan(stack).catch((error: unknown) => said.push(sentenceOf(error)));
      }
    } catch (error) {
      said.push(sentenceOf(error));
    }
    const problems = said.some((each) => sentence.test(each))
      ? await deployment.denials()
      : [`expected a refusal as ${sentence}, got ${said.join(' ') || 'none'}`];
    return { edits: [name], told: `${summary}: refused`, problems, seen: NOBODY };
  }

  /** Applies the document, whatever the walk has come to: edit after edit, and in the order of a first apply where that fails. */
  async restore(): Promise<void> {
    const { deployment, document, print } = this.props;
    print('Back to the document …');
    await this.takeBack().catch((error: unknown) =>
      print(`… in the order of a first apply: ${sentenceOf(error)}`),
    );
    const after = await deployment.synthesize(document);
    for (const stack of this.without(after).reverse()) await deployment.destroy(stack);
    for (const stack of after) {
      if (await deployment.isAsApplied(stack)) continue;
      if (!isNothing(await deployment.plan(stack))) await deployment.apply(stack);
      await deployment.remember(stack);
    }
    await deployment.publishKeys();
    print('The deployment is as its document says.');
  }

  /** Each edit in its own order back, the one that may be half applied first. */
  private async takeBack(): Promise<void> {
    // What was on its way back goes on.
    const begun = this.moves.filter(({ from, to }) => to < from);
    if (begun.length > 0) await this.settle(begun);
    for (const move of this.course.wayBack()) await this.settle([move]);
  }

  private async settle(moves: readonly Move[]): Promise<void> {
    const { deployment, random } = this.props;
    const after = await deployment.synthesize(this.course.document);
    const asApplied = await Promise.all(after.map((stack) => deployment.isAsApplied(stack)));
    const tasks: Task[] = [
      ...after.filter((_, index) => !asApplied[index]).map((stack) => ({ stack, work: 'apply' }) as const),
      ...this.without(after).map((stack) => ({ stack, work: 'destroy' }) as const),
    ];
    // An interruption has ended the walk, and not its way back.
    const { signal } = new AbortController();
    await applyInRandomOrder(tasks, { teams: deployment, random, order: this.orderOf(moves), signal });
    for (const { stack, work } of tasks) if (work === 'apply') await deployment.remember(stack);
    this.stacks = after;
    this.attempted = [];
  }

  /** Stacks that there may be, and these do not have. */
  private without(after: readonly SynthesizedStack[]): SynthesizedStack[] {
    const ids = new Set(after.map(({ id }) => id));
    const known = new Map([...this.stacks, ...this.attempted].map((stack) => [stack.id, stack]));
    return [...known.values()].filter(({ id }) => !ids.has(id));
  }
}

function failedRequests({ site, media }: Seen, mediaMayFail: boolean): string[] {
  return [
    ...(site.failed > 0 ? [`${site.failed} of ${site.of} requests for the site failed`] : []),
    ...(media.failed > 0 && !mediaMayFail
      ? [`${media.failed} of ${media.of} requests for objects failed`]
      : []),
  ];
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
