import { kinds } from '../../stacks/registry';

/** The README's table of stacks. */
export const stackRows = () => [
  ['stack', 'team', 'owns', 'reads'],
  ...kinds.map(({ readme: { stack, owns, reads }, team }) => [`\`${stack}\``, team, owns, reads]),
];
