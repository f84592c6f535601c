/** One statement of a policy of AWS, each field as a list. */
export interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  /** Everything but these is meant. */
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** `StringEquals aws:SourceArn`, in small letters. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
}

type Json = Readonly<Record<string, unknown>>;

/** Statements of a policy; none where the value is no policy. */
export function statementsOf(policy: unknown): Statement[] {
  if (typeof policy !== 'string' || !policy.includes('Statement')) return [];
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement?: unknown };
    return listOf(statements).map((each) => statementOf(each as Json));
  } catch {
    return [];
  }
}

const statementOf = ({ Effect, Action, NotAction, Resource, Principal, Condition }: Json): Statement => ({
  isAllow: Effect === 'Allow',
  actions: listOf(Action).map(String),
  notActions: listOf(NotAction).map(String),
  resources: listOf(Resource).map(String),
  principals: principalsOf(Principal),
  conditions: new Map(
    Object.entries((Condition ?? {}) as Json).flatMap(([operator, keys]) =>
      Object.entries(keys as Json).map(([key, values]): [string, string[]] => [
        `${operator} ${key}`.toLowerCase(),
        listOf(values).map(String),
      ]),
    ),
  ),
});

/** `AWS arn:…`, or `*` for everybody. */
function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') return [principal];
  return Object.entries((principal ?? {}) as Json).flatMap(([kind, values]) =>
    listOf(values).map((value) => (kind === 'AWS' && value === '*' ? '*' : `${kind} ${String(value)}`)),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
