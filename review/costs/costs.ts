import type { Costs, StackCosts } from '../analysis/review';
import type { StackSource } from '../analysis/stack-source';
import { type PlanJson, type ResourceChange, withoutIndex } from '../plan-json';
import { monthlyOf, type Side } from './monthly';
import { PRICES_OF } from './prices';

type Attributes = Readonly<Record<string, unknown>>;

interface Planned {
  readonly id: string;
  readonly plan: PlanJson | undefined;
  /** As it is synthesized before the change, and after. */
  readonly before: StackSource | undefined;
  readonly after: StackSource | undefined;
}

/** What the plans change of what is paid by the hour or by the month. */
export function costsOf(planned: readonly Planned[]): Costs {
  const stacks = planned
    .map(stackCosts)
    .filter(({ changes, unpriced }) => changes.length + unpriced.length > 0);
  const cents = stacks.reduce((sum, { monthly }) => sum + Math.round(monthly * 100), 0);
  return { ...PRICES_OF, monthly: cents / 100, stacks };
}

function stackCosts({ id, plan, before, after }: Planned): StackCosts {
  const all = (plan?.resource_changes ?? []).filter(
    ({ mode, deposed }) => mode === 'managed' && deposed === undefined,
  );
  const [was, is] = [sideOf(all, 'before', before), sideOf(all, 'after', after ?? before)];
  const changes = new Map<string, number>();
  const unpriced = new Map<string, number>();
  for (const resource of all) {
    const [from, to] = [priceOf(resource, 'before', was), priceOf(resource, 'after', is)];
    if (from === undefined || to === undefined) {
      if (doesSomething(resource)) unpriced.set(resource.type, (unpriced.get(resource.type) ?? 0) + 1);
    } else if (from !== to) {
      changes.set(resource.type, (changes.get(resource.type) ?? 0) + to - from);
    }
  }
  const said = [...changes]
    .map(([type, monthly]) => ({ type, monthly: rounded(monthly) }))
    .filter(({ monthly }) => monthly !== 0)
    .sort((a, b) => Math.abs(b.monthly) - Math.abs(a.monthly) || (a.type < b.type ? -1 : 1));
  return {
    stack: id,
    monthly: rounded(said.reduce((sum, { monthly }) => sum + monthly, 0)),
    changes: said,
    unpriced: [...unpriced]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => (a.type < b.type ? -1 : 1)),
  };
}

const rounded = (dollars: number) => Math.round(dollars * 100) / 100;

/** What is not there costs nothing. */
function priceOf(resource: ResourceChange, when: 'before' | 'after', side: Side): number | undefined {
  const attributes = resource.change[when] as Attributes | null | undefined;
  return attributes ? monthlyOf(attributes, resource, side) : 0;
}

/** What is made or goes: a change in place of what is paid by use says nothing about what it costs. */
const doesSomething = ({ change: { actions } }: ResourceChange) =>
  actions.length === 1 && actions[0] !== 'no-op' && actions[0] !== 'update';

function sideOf(
  all: readonly ResourceChange[],
  when: 'before' | 'after',
  source: StackSource | undefined,
): Side {
  const byAddress = new Map(
    all.flatMap(({ address, previous_address: previous, change }) => {
      const attributes = change[when] as Attributes | null | undefined;
      const name = when === 'before' ? (previous ?? address) : address;
      return attributes ? [[withoutIndex(name), attributes] as const] : [];
    }),
  );
  const resources = source?.json.resource ?? {};
  return {
    find: (address) => byAddress.get(address),
    written: ({ type, address, previous_address: previous }) => {
      const [, name = ''] = withoutIndex(when === 'before' ? (previous ?? address) : address).split('.');
      return resources[type]?.[name];
    },
  };
}
