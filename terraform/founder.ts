import { dataContract } from '../stacks/data/contract';
import { resourceTypes, type SynthesizedStack } from './synthesized';
import { type UpstreamOptions, visibleStates } from './upstreams';

const FOUNDED = 'aws_rds_global_cluster';

/**
 * Throws one sentence where the document's first region is not the one that has founded the database: the order of regions was
 * changed, or one was inserted in front, and a plan would found a second database. Roles that may not see the other data
 * stacks' states learn nothing here.
 */
export async function refuseAnotherFounder(
  stack: SynthesizedStack,
  all: readonly SynthesizedStack[],
  { environment = {} }: Pick<UpstreamOptions, 'environment'> = {},
): Promise<void> {
  if (stack.kind !== dataContract.kind) return;
  const members = all.filter(
    ({ deployment, kind }) => deployment === stack.deployment && kind === stack.kind,
  );
  const founder = members.find((member) => resourceTypes(member).includes(FOUNDED));
  const founded = (await visibleStates(stack, members, environment)).find(
    ({ id, resources }) => id !== founder?.id && resources.some(({ type }) => type === FOUNDED),
  );
  if (founded === undefined) return;
  throw new Error(
    `"${founded.id}" has founded the database, and the document's first region is "${founder?.name}": put "${founded.name}" first again, and new regions behind it`,
  );
}
