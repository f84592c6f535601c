import type { Gate } from './gate';

export const upgradeOrder: Gate = {
  id: 'G22',
  title: 'members of the database are upgraded out of order',
  severity: 'refuse',
  check: ({ upgrades }) =>
    upgrades.map(({ stack, address, running, wanted, first }) => ({
      stack,
      address,
      sentence: `"${stack}" gets parameters of version ${wanted} with ${address}, and its database runs ${running}: ${
        first === undefined
          ? `no plan of this review takes the global cluster to ${wanted}; that comes first.`
          : `apply "${first}", which takes every member to ${wanted}, first; then plan this one again.`
      }`,
      ...(first === undefined ? {} : { severity: 'hold' as const }),
    })),
};
