import { declaredStacks } from '../../terraform/declared-stacks';

export const stackIds = async () => (await declaredStacks()).map(({ id }) => id);

export const deployments = async () => [
  ...new Set((await declaredStacks()).map(({ deployment }) => deployment)),
];

export const stacksAndDeployments = async () => [...(await stackIds()), ...(await deployments())];

export const stack = { type: 'string', describe: 'its id', candidates: stackIds } as const;
export const deployment = {
  type: 'string',
  describe: 'the name of its document',
  candidates: deployments,
} as const;
