import { groupBy } from './group-by';
import type { BackendProblem } from './review';
import type { ReviewContext, StackSource } from './stack-source';

/** States that would be lost or shared: a stack whose state lies elsewhere than before, and two stacks on one key. */
export function backendProblems({ base, head }: ReviewContext): BackendProblem[] {
  return [...moved(base, head), ...shared(head)];
}

function moved(base: readonly StackSource[], head: readonly StackSource[]): BackendProblem[] {
  return head.flatMap(({ stack: { id }, json }) => {
    const before = base.find(({ stack }) => stack.id === id)?.json.terraform?.backend;
    const after = json.terraform?.backend;
    if (before === undefined) return [];
    const [was, is] = [before, after ?? {}].map((backend) => flat(backend));
    const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].sort();
    const differing = names.filter((name) => was?.[name] !== is?.[name]);
    if (differing.length === 0) return [];
    const said = differing.map((name) => `${name} ${was?.[name] ?? 'none'} → ${is?.[name] ?? 'none'}`);
    return [
      {
        stack: id,
        sentence: `The backend of "${id}" changes: ${said.join(', ')}. Its state would stay where it was.`,
      },
    ];
  });
}

function flat(backend: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(backend).flatMap(([kind, settings]) =>
      Object.entries(settings ?? {}).map(([name, value]) => [`${kind}.${name}`, String(value)]),
    ),
  );
}

function shared(head: readonly StackSource[]): BackendProblem[] {
  const byPlace = groupBy(head, ({ stack: { backend } }) => `${backend.bucket}/${backend.key}`);
  return [...byPlace].flatMap(([place, sources]) => {
    const ids = sources.map(({ stack: { id } }) => id).sort();
    if (ids.length < 2) return [];
    const names = ids.map((id) => `"${id}"`).join(' and ');
    const sentence = `${names} keep their state in the same place, ${place}: each would destroy what the others own.`;
    return ids.map((stack) => ({ stack, sentence }));
  });
}
