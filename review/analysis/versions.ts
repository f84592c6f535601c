import type { VersionChange } from './review';
import type { StackSource } from './stack-source';

/** Providers that the head asks for in another version than the base. */
export function requiredProvidersOf(
  base: StackSource | undefined,
  head: StackSource | undefined,
): VersionChange[] {
  if (base === undefined || head === undefined) return [];
  const [before, after] = [base, head].map(({ json }) => json.terraform?.required_providers ?? {});
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((providers) => providers?.[name]?.version ?? 'none');
    return was === undefined || is === undefined || was === is ? [] : [{ name, before: was, after: is }];
  });
}
