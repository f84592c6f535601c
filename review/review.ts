import { join } from 'node:path';
import { refuseAnotherFounder } from '../terraform/founder';
import type { State } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { Versions, WorkspaceOptions } from '../terraform/workspace';
import { withAppliedSince } from './applied-since';
import { changedValues } from './counts';
import { type Edge, edgesOf } from './edges';
import { type EdgeInputs, inputsOf } from './inputs';
import { LiveStates } from './live-states';
import { maskedKnown } from './masking/masked';
import { Secrets } from './masking/secrets';
import { planStack } from './plan-stack';
import type { Input, PlannedStack, Reason, UnplannedUpstream } from './planned-stack';
import { promisedBy } from './promised';
import { changedOutputs, changedStacks, type Selected } from './select';

export interface ReviewOptions {
  /** Every stack as it is synthesized now, upstreams first: readers join those that change. */
  readonly head: readonly SynthesizedStack[];
  /** The same before the change; undefined where there is nothing to compare with. */
  readonly base?: readonly SynthesizedStack[];
  /** What is planned in any case. */
  readonly selected: readonly Selected[];
  /** What else may be planned: whoever reads what changes. @default - every stack of the head */
  readonly isIncluded?: (stack: SynthesizedStack) => boolean;
  /** Added to `process.env`, as for Terraform. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for the plans that may be applied, unless a gate refuses them. @default - none is kept */
  readonly plansIn?: string | undefined;
  /** The account that plans are for, where stacks name none. */
  readonly accountId?: string | undefined;
  readonly applyCommand: (stackId: string) => string;
  readonly onStart?: (stack: SynthesizedStack, reason: Reason) => void;
  readonly onPlanned?: (planned: ReviewedStack) => void;
  readonly terraform?: Pick<WorkspaceOptions, 'binary' | 'signal' | 'onProgress'>;
  /** Learns what is secret from each state and plan that is read, for whoever prints beside the report. @default - nobody does */
  readonly secrets?: Secrets;
}

/** A plan that may be applied, and what it was made with. */
export interface KeptPlan {
  readonly file: string;
  readonly versions: Versions;
  readonly state: State | undefined;
  readonly edges: readonly EdgeInputs[];
}

export interface ReviewedStack extends PlannedStack {
  readonly kept?: KeptPlan;
}

/** Plans every stack that a change concerns, upstreams first, each with what its upstreams will publish. */
export async function review(options: ReviewOptions): Promise<readonly ReviewedStack[]> {
  const { head, selected, isIncluded = () => true, environment, terraform = {} } = options;
  const run = new Run(options, new LiveStates(environment));
  try {
    const reasons = new Map(selected.map(({ stack, reason }) => [stack.id, reason]));
    for (const stack of head) {
      terraform.signal?.throwIfAborted();
      const reason =
        reasons.get(stack.id) ?? (isIncluded(stack) && run.readsChange(stack) ? 'reader' : undefined);
      if (reason !== undefined) await run.plan(stack, reason);
    }
    for (const { stack } of selected.filter(({ reason }) => reason === 'removed')) {
      await run.plan(stack, 'removed');
    }
    return await withAppliedSince(run.done, head, environment);
  } finally {
    run.live.close();
  }
}

class Run {
  readonly done: ReviewedStack[] = [];
  private readonly secrets: Secrets;
  /** Ids of the stacks that differ from the base. */
  private readonly touched: ReadonlySet<string>;

  constructor(
    private readonly options: ReviewOptions,
    readonly live: LiveStates,
  ) {
    const { base, head, secrets = new Secrets([]) } = options;
    this.secrets = secrets;
    this.touched = new Set(base === undefined ? [] : changedStacks(base, head).map(({ stack }) => stack.id));
  }

  /** Whether the stack reads an output whose value changes, or may: that of a stack which could not be planned. */
  readsChange(stack: SynthesizedStack): boolean {
    return this.edgesOf(stack).some(({ producer, outputs, required }) => {
      const planned = this.done.find((each) => each.stack.id === producer);
      const removed = this.options.selected.some(
        (each) => each.stack.id === producer && each.reason === 'removed',
      );
      if (planned === undefined) return removed;
      const changed = planned.plan ? changedValues(planned.plan) : this.rewrittenOutputs(planned.stack);
      return changed.some((name) => outputs.includes(name) || required.includes(name));
    });
  }

  async plan(stack: SynthesizedStack, reason: Reason): Promise<void> {
    const { onStart, onPlanned } = this.options;
    onStart?.(stack, reason);
    const { problem, ...made } = await this.planned(stack, reason).catch((error: Error): ReviewedStack => {
      this.options.terraform?.signal?.throwIfAborted();
      return { stack, reason, inputs: [], problem: error.message };
    });
    // Where there is no plan, the states alone tell what of it is secret.
    const planned = { ...made, ...(problem === undefined ? {} : { problem: this.secrets.mask(problem) }) };
    this.done.push(planned);
    onPlanned?.(planned);
  }

  private async planned(stack: SynthesizedStack, reason: Reason): Promise<ReviewedStack> {
    const { head, environment, plansIn, accountId, applyCommand, terraform = {} } = this.options;
    const isRemoved = reason === 'removed';
    const hasBucket = await this.live.hasBucket(stack);
    // Read before the plan: what changes in between is found when the plan is to be applied.
    const state = await this.live.read(stack);
    this.secrets.learn(state);
    // What is destroyed reads its upstreams as they are.
    const read = isRemoved ? [] : this.edgesOf(stack);
    const edges = await Promise.all(read.map((edge) => this.inputsOf(edge)));
    if (hasBucket && !isRemoved) await refuseAnotherFounder(stack, head, { environment });
    const file = plansIn === undefined ? undefined : join(plansIn, `${stack.id}.tfplan`);
    const keepAs = file === undefined || isRemoved ? {} : { keepAs: file };
    const pending = read.map(({ producer }) => producer).find((id) => this.isChanged(id));
    const {
      kept,
      unread = [],
      ...result
    } = await planStack(stack, {
      ...terraform,
      onProgress: (event) => terraform.onProgress?.(maskedKnown(event, this.secrets)),
      ...keepAs,
      environment,
      edges,
      hasBucket,
      pending,
      isRemoved,
      applyCommand,
      accountId,
    });
    this.secrets.learn(result.plan);
    const made = unread.map(
      (output): Input => ({ producer: pending ?? stack.id, output, source: 'placeholder' }),
    );
    const unplanned = isRemoved ? [] : this.unplannedUpstreams(stack);
    return {
      stack,
      reason,
      ...(unplanned.length === 0 ? {} : { unplanned }),
      inputs: [...edges.flatMap(({ inputs }) => inputs), ...made],
      isNew: (state?.resources ?? []).length === 0,
      ...result,
      ...(kept === undefined || file === undefined ? {} : { kept: { file, versions: kept, state, edges } }),
    };
  }

  /** What the stack reads of stacks that differ from the base, or read one that does, and that nobody plans here. */
  private unplannedUpstreams(stack: SynthesizedStack): UnplannedUpstream[] {
    return this.edgesOf(stack).flatMap(({ producer, outputs, required }) => {
      const touched = this.unplannedTouch(producer, new Set());
      const read = [...new Set([...outputs, ...required])].sort();
      return touched === undefined ? [] : [{ stack: producer, outputs: read, touched }];
    });
  }

  private unplannedTouch(id: string, seen: Set<string>): string | undefined {
    if (seen.has(id) || this.done.some(({ stack }) => stack.id === id)) return undefined;
    seen.add(id);
    if (this.touched.has(id)) return id;
    const stack = this.options.head.find((each) => each.id === id);
    if (stack === undefined) return undefined;
    for (const { producer } of this.edgesOf(stack)) {
      const found = this.unplannedTouch(producer, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private isChanged(id: string): boolean {
    return this.done.some(({ stack, plan }) => stack.id === id && plan?.applyable === true);
  }

  private edgesOf(stack: SynthesizedStack): readonly Edge[] {
    return edgesOf(stack, [...this.options.head, ...(this.options.base ?? [])]);
  }

  private rewrittenOutputs(stack: SynthesizedStack): readonly string[] {
    return changedOutputs(
      this.options.base?.find(({ id }) => id === stack.id),
      stack,
    );
  }

  private async inputsOf(edge: Edge): Promise<EdgeInputs> {
    const { head, base = [] } = this.options;
    const producer = [...head, ...base].find(({ id }) => id === edge.producer);
    if (producer === undefined) {
      throw new Error(`It reads the state of "${edge.producer}", which is no stack of its document.`);
    }
    const isRemoved = !head.includes(producer);
    if (!isRemoved) this.secrets.learn(await this.live.read(producer));
    const planned = this.done.find(({ stack }) => stack.id === producer.id)?.plan?.output_changes;
    return inputsOf(edge, {
      live: isRemoved ? undefined : await this.live.outputs(producer),
      planned,
      promised: isRemoved ? {} : promisedBy(producer),
    });
  }
}
