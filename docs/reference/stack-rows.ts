import { kinds } from '../../stacks/registry';
import type { StackKind } from '../../stacks/stack-kind';

/** The README's table of stacks, as a registry has it. */
export const stackRows = (registry: readonly StackKind[] = kinds) => [
  ['stack', 'team', 'owns', 'reads'],
  ...registry.map(({ readme: { stack, owns, reads }, team }) => [`\`${stack}\``, team, owns, reads]),
];
