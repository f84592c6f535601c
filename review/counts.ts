import type { Changes } from '../terraform/json-output';
import type { PlanJson, ResourceChange } from './plan-json';

/** How many resources a plan does what to. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly move: number;
  readonly import: number;
  readonly forget: number;
}

export function countsOf({ resource_changes: changes = [] }: Pick<PlanJson, 'resource_changes'>): Counts {
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const count = (is: (change: ResourceChange) => boolean) => managed.filter(is).length;
  const does = (action: 'create' | 'update' | 'delete' | 'forget') => (each: ResourceChange) =>
    each.change.actions.includes(action);
  const isReplaced = (each: ResourceChange) => does('create')(each) && does('delete')(each);
  return {
    create: count((each) => does('create')(each) && !isReplaced(each)),
    update: count(does('update')),
    replace: count(isReplaced),
    destroy: count((each) => does('delete')(each) && !isReplaced(each)),
    move: count(({ previous_address: before }) => before !== undefined),
    import: count(({ change }) => change.importing !== undefined),
    forget: count(does('forget')),
  };
}

/** The same as Terraform counts it, to which a replacement is one to add and one to remove. */
export function changesOfPlan(plan: Pick<PlanJson, 'resource_changes' | 'output_changes'>): Changes {
  const counts = countsOf(plan);
  return {
    add: counts.create + counts.replace,
    change: counts.update,
    remove: counts.destroy + counts.replace,
    imported: counts.import,
    moved: counts.move,
    forgotten: counts.forget,
    outputs: changedValues(plan).length,
  };
}

/** Names of the outputs whose values a plan would change. */
export const changedValues = ({ output_changes: changes = {} }: Pick<PlanJson, 'output_changes'>) =>
  Object.entries(changes)
    .filter(([, { actions }]) => !actions.includes('no-op'))
    .map(([name]) => name);
