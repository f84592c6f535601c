import { canonicalJson } from './canonical';
import type { Edge } from './edges';
import { hasUnknown, type Promised, placeholderOf, withPlaceholders } from './placeholder';
import type { Change } from './plan-json';
import type { Input, InputSource } from './planned-stack';

/** An output as a Terraform state keeps it. */
export interface StateOutput {
  readonly value: unknown;
  /** In cty's JSON: `"string"`, `["list", "string"]`. */
  readonly type: unknown;
  readonly sensitive?: boolean;
}

export type StateOutputs = Readonly<Record<string, StateOutput>>;

/** What is known of the stack that an edge reads. */
export interface Producer {
  /** Of its state; undefined where it has none. */
  readonly live?: StateOutputs | undefined;
  /** Of its plan in the same review; undefined where it has none. */
  readonly planned?: Readonly<Record<string, Change>> | undefined;
  /** What it publishes as it is synthesized now, by the output's name. */
  readonly promised: Readonly<Record<string, Promised & { readonly sensitive?: boolean }>>;
}

/** What a stack is planned with along one edge. */
export interface EdgeInputs {
  readonly edge: Edge;
  /** What it reads of the edge, and from where it comes. */
  readonly inputs: readonly Input[];
  /** Every output that the producer would have; what `inputs` name is among them. */
  readonly outputs: StateOutputs;
  /** Outputs that it reads and nobody will publish any more. */
  readonly lost: readonly string[];
}

interface Sourced {
  readonly source: InputSource;
  readonly output: StateOutput;
}

/** Where each output that an edge reads comes from: the live state, else the producer's plan, else the contract. */
export function inputsOf(edge: Edge, producer: Producer): EdgeInputs {
  const { live = {}, planned = {}, promised } = producer;
  const names = new Set([...Object.keys(live), ...Object.keys(planned), ...Object.keys(promised)]);
  const sourced = new Map(
    [...names].flatMap((name) => {
      const found = sourceOf(name, producer);
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
  const read = new Set([...edge.outputs, ...edge.required.filter((name) => live[name] === undefined)]);
  return {
    edge,
    inputs: [...read].sort().flatMap((output) => {
      const found = sourced.get(output);
      return found === undefined ? [] : [{ producer: edge.producer, output, source: found.source }];
    }),
    outputs: Object.fromEntries([...sourced].map(([name, { output }]) => [name, output])),
    lost: [...new Set([...edge.outputs, ...edge.required])].filter((name) => !sourced.has(name)).sort(),
  };
}

/** Whether the stack may be planned with the producer's state as it lies there. */
export const isLive = ({ inputs, lost }: EdgeInputs) =>
  lost.length === 0 && inputs.every(({ source }) => source === 'live');

function sourceOf(name: string, { live, planned, promised }: Producer): Sourced | undefined {
  const applied = live?.[name];
  const change = planned?.[name];
  const promise = promised[name];
  if (change?.actions.includes('delete')) return undefined;
  if (change !== undefined && !change.actions.includes('no-op')) {
    const isUnknown = hasUnknown(change.after_unknown);
    const value = promise
      ? withPlaceholders(change.after, change.after_unknown, promise)
      : (change.after ?? null);
    if (!isUnknown && applied && canonicalJson(applied.value) === canonicalJson(value)) {
      return { source: 'live', output: applied };
    }
    return { source: isUnknown ? 'placeholder' : 'planned', output: stateOutput(value, promise?.sensitive) };
  }
  // What the producer does not publish any more goes with its next apply.
  if (change === undefined && promise === undefined) return undefined;
  if (applied !== undefined) return { source: 'live', output: applied };
  if (promise === undefined) return undefined;
  return { source: 'placeholder', output: stateOutput(placeholderOf(promise), promise.sensitive) };
}

const stateOutput = (value: unknown, sensitive = false): StateOutput => ({
  value,
  type: typeOf(value),
  ...(sensitive ? { sensitive } : {}),
});

/** The type that a state says beside a value: https://pkg.go.dev/github.com/zclconf/go-cty/cty#Type.MarshalJSON */
export function typeOf(value: unknown): unknown {
  if (Array.isArray(value)) return ['tuple', value.map(typeOf)];
  if (value !== null && typeof value === 'object') {
    return ['object', Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typeOf(each)]))];
  }
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
