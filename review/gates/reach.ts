import type { Gate } from './gate';

/** More resources in one stack than a person reads one by one. */
const MANY_RESOURCES = 100;

export const regionAsymmetry: Gate = {
  id: 'G07',
  title: 'one region changes, and its siblings do not',
  severity: 'warn',
  check: ({ asymmetries }) =>
    asymmetries.flatMap(({ address, action, attributes, changedIn, absentIn }) => {
      const what = attributes.length > 0 ? ` (${attributes.join(', ')})` : '';
      const without = absentIn.map((id) => `"${id}"`).join(', ');
      return changedIn.map((stack) => ({
        stack,
        address,
        sentence: `"${stack}" has ${action} ${address}${what}, which ${without} ${absentIn.length > 1 ? 'have' : 'has'} not.`,
      }));
    }),
};

export const blastRadius: Gate = {
  id: 'G08',
  title: 'a change reaches far',
  severity: 'warn',
  check: ({ blastRadius: all, stacks }) => {
    const regional = stacks.filter(({ kind, resources }) => kind === 'region' && resources.length > 0);
    return all.flatMap(({ stack, readers, resources, awsRegions, teams }) => {
      const own = stacks.find(({ id }) => id === stack);
      const said = [
        ...(resources > MANY_RESOURCES ? [`touches ${resources} resources`] : []),
        ...(readers.length > 0 && awsRegions.length > 1 ? [`reaches ${awsRegions.join(', ')}`] : []),
        ...(teams.length > 1 ? [`is felt by the teams ${teams.join(', ')}`] : []),
        ...(own?.kind === 'global' && resources > 0 && regional.length > 0
          ? [`comes together with ${regional.map(({ id }) => `"${id}"`).join(', ')}`]
          : []),
      ];
      return said.length === 0 ? [] : [{ stack, sentence: `"${stack}" ${said.join(', and ')}.` }];
    });
  },
};
