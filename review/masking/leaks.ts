import type { Leak } from '../analysis/review';
import type { Change, PlanJson } from '../plan-json';
import { isKnownKey } from './looks-secret';
import { holdsNamedSecret, masked } from './masked';
import { nameWithin, settingsIn } from './named-secret';
import { isMasked, type Secrets } from './secrets';

/** Where a plan writes a secret into an attribute or an output that nobody calls sensitive. */
export function leaksOf(stack: string, plan: PlanJson | undefined, secrets: Secrets): Leak[] {
  const changes = (plan?.resource_changes ?? []).filter(
    ({ mode, change }) => mode === 'managed' && isWritten(change),
  );
  const outputs = Object.entries(plan?.output_changes ?? {}).filter(([, change]) => isWritten(change));
  return [
    ...changes.flatMap(({ address, change }) => leaksIn({ stack, address, change, path: '' }, secrets)),
    // Ids and digests are what outputs are for: what only looks like a key is none there.
    ...outputs
      .flatMap(([name, change]) =>
        leaksIn({ stack, address: `output.${name}`, change, path: 'value', name }, secrets),
      )
      .filter(({ because }) => because !== 'looks'),
  ];
}

interface Place {
  readonly stack: string;
  readonly address: string;
  readonly change: Change;
  /** Where in it the value stands. */
  readonly path: string;
  /** What it is called, where the place itself has a name. */
  readonly name?: string;
}

function leaksIn(
  { stack, address, change, path: start, name: called = '' }: Place,
  secrets: Secrets,
): Leak[] {
  const leaks: Leak[] = [];
  visit(change.after, change.after_sensitive, start, called, (text, path, name) => {
    const because = reasonOf(text, name, secrets);
    if (because !== undefined)
      leaks.push({ stack, address: secrets.mask(address), path: secrets.mask(path), because });
  });
  return leaks;
}

function reasonOf(text: string, name: string, secrets: Secrets): Leak['because'] | undefined {
  const shown = String(masked(text, secrets, undefined, name));
  if (!isMasked(shown)) return undefined;
  if (secrets.isCalledSecret(shown)) return 'known';
  if (holdsNamedSecret(settingsIn(text) ?? text, name)) return 'named';
  return ID.test(name) && !isKnownKey(text) ? undefined : 'looks';
}

/** Ids are as random as keys: `dbi_resource_id`. */
const ID = /(?:^|_)(?:id|arn)$/;

const isWritten = ({ actions }: Change) => actions.includes('create') || actions.includes('update');

type Visit = (text: string, path: string, name: string) => void;

function visit(value: unknown, mark: unknown, path: string, name: string, found: Visit): void {
  if (mark === true || value === null || value === undefined) return;
  if (typeof value === 'string') found(value, path, name);
  if (typeof value !== 'object') return;
  const marks = (mark ?? {}) as Readonly<Record<string, unknown>>;
  for (const [key, each] of Object.entries(value)) {
    const isList = Array.isArray(value);
    visit(
      each,
      marks[key],
      isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
      isList ? name : nameWithin(value as Readonly<Record<string, unknown>>, key),
      found,
    );
  }
}
