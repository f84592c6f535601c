import { LOSING_WHEN_MADE } from './losses-in-place';

/** What a Terraform command is doing, as the caller of a `Workspace` hears of it. */
export type ProgressEvent =
  /** A command starts. */
  | { readonly kind: 'command'; readonly command: string }
  /** One resource will change when the plan is applied. */
  | { readonly kind: 'change'; readonly address: string; readonly action: ResourceAction }
  /** The plan is complete. */
  | { readonly kind: 'planned'; readonly add: number; readonly change: number; readonly remove: number }
  /** A resource is being changed, or (action `read`) refreshed or read. */
  | {
      readonly kind: 'resource';
      readonly address: string;
      readonly action: ResourceAction;
      readonly phase: 'start' | 'progress' | 'complete' | 'errored';
      readonly elapsedSeconds?: number;
    }
  /** Something takes a while before Terraform can start, such as its download. */
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'warning'; readonly summary: string; readonly detail: string };

export type ResourceAction =
  | 'create'
  | 'update'
  | 'delete'
  | 'replace'
  | 'read'
  | 'move'
  | 'import'
  | 'remove';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** The resource it is about, where there is one. */
  readonly address?: string;
  /** The text it is about; `context` names the block, where there is no address, and `values` what was looked up in it. */
  readonly snippet?: {
    readonly context?: string | null;
    readonly values?: readonly { readonly traversal: string }[] | null;
  } | null;
}

/** What a plan would change, or an apply has changed. All zero: the configuration is what runs. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly imported: number;
  /** Resources that stay as they are at another address. */
  readonly moved: number;
  /** Resources that stay as they are and leave the state. */
  readonly forgotten: number;
  readonly outputs: number;
}

/** What a plan comes to that finds nothing to change. */
export const NOTHING: Changes = {
  add: 0,
  change: 0,
  remove: 0,
  imported: 0,
  moved: 0,
  forgotten: 0,
  outputs: 0,
};

/** Whether an apply would leave the resources and the state as they are. */
export const isNothing = (changes: Changes) => Object.values(changes).every((count) => count === 0);

/** One line of Terraform's machine-readable output (`-json`), as far as it is used here. */
export interface OutputLine {
  readonly type: string;
  readonly diagnostic?: Diagnostic;
  readonly change?: {
    readonly resource: { readonly addr: string; readonly resource_type: string };
    readonly previous_resource?: { readonly addr: string };
    readonly action: string;
  };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly import?: number;
    readonly operation: string;
  };
  readonly hook?: {
    readonly resource: { readonly addr: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
  readonly outputs?: Record<string, { readonly action?: string }>;
}

const phases = { start: 'start', progress: 'progress', complete: 'complete', errored: 'errored' } as const;

/** The line, or undefined where Terraform printed plain text (a crash, an unknown flag, a warning about its settings). */
export function parseLine(line: string): OutputLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed = JSON.parse(line) as OutputLine;
    return typeof parsed.type === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function progressOf(line: OutputLine): ProgressEvent | undefined {
  if (line.type === 'planned_change' && line.change) {
    return {
      kind: 'change',
      address: line.change.resource.addr,
      action: line.change.action as ResourceAction,
    };
  }
  if (line.type === 'change_summary' && line.changes?.operation === 'plan') {
    const { add, change, remove } = line.changes;
    return { kind: 'planned', add, change, remove };
  }
  if (line.type === 'diagnostic' && line.diagnostic?.severity === 'warning') {
    return { kind: 'warning', summary: line.diagnostic.summary, detail: line.diagnostic.detail };
  }
  const [, operation, phase] = /^(apply|refresh)_(start|progress|complete|errored)$/.exec(line.type) ?? [];
  if (!line.hook || phase === undefined) return undefined;
  return {
    kind: 'resource',
    address: line.hook.resource.addr,
    action: operation === 'refresh' ? 'read' : (line.hook.action as ResourceAction),
    phase: phases[phase as keyof typeof phases],
    ...(line.hook.elapsed_seconds === undefined ? {} : { elapsedSeconds: line.hook.elapsed_seconds }),
  };
}

/** How much the lines of one command change; the last summary wins, so an apply reports what it did. */
export function changesOf(lines: readonly OutputLine[]): Changes {
  const summary = lines.filter((line) => line.changes).at(-1)?.changes;
  const planned = lines.find((line) =>
    Object.values(line.outputs ?? {}).some(({ action }) => action !== undefined),
  );
  const resources = plannedChanges(lines);
  return {
    add: summary?.add ?? 0,
    change: summary?.change ?? 0,
    remove: summary?.remove ?? 0,
    imported: summary?.import ?? 0,
    // Terraform's own summary counts neither.
    moved: resources.filter(({ previous_resource: previous }) => previous !== undefined).length,
    forgotten: resources.filter(({ action }) => action === 'remove').length,
    outputs: Object.values(planned?.outputs ?? {}).filter(({ action }) => action !== 'noop').length,
  };
}

/** Types of the resources that a plan updates, replaces or destroys, or makes where that loses something of others. */
export const touchedTypes = (lines: readonly OutputLine[]): ReadonlySet<string> =>
  new Set(
    plannedChanges(lines)
      .filter(
        ({ action, resource }) =>
          action === 'update' ||
          action === 'replace' ||
          action === 'delete' ||
          (action === 'create' && LOSING_WHEN_MADE.has(resource.resource_type)),
      )
      .map(({ resource }) => resource.resource_type),
  );

const plannedChanges = (lines: readonly OutputLine[]) =>
  lines.flatMap(({ type, change }) => (type === 'planned_change' && change !== undefined ? [change] : []));
