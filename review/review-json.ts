import type { Blocks, StackJson } from '../terraform/synthesized';

export interface ReviewJsonOptions {
  /** Files with throw-away states, by the name of the `terraform_remote_state` block that reads them. */
  readonly states: ReadonlyMap<string, string>;
  /** File of the stack's own state, where no bucket can hold it yet. */
  readonly ownState?: string | undefined;
  /** Addresses of data that cannot be read before others have been applied. */
  readonly deferred: ReadonlySet<string>;
  /** Whether Terraform's own guard is left out, so that the plan shows what it would lose. */
  readonly isUnguarded: boolean;
}

/** A resource that no apply has made: Terraform puts off what depends on it. */
export const NOT_APPLIED = 'terraform_data.review-not-applied-yet';

/** The stack as a review plans it: as it is, but for the states that nobody has written yet. */
export function reviewJson(
  json: StackJson,
  { states, ownState, deferred, isUnguarded }: ReviewJsonOptions,
): StackJson {
  const { data, resource, terraform, ...rest } = json;
  const [type = '', name = ''] = NOT_APPLIED.split('.');
  const resources = isUnguarded && resource !== undefined ? unguarded(resource) : resource;
  const readable = (block: Block, blockType: string, blockName: string): Block => {
    if (blockType === 'terraform_remote_state') {
      const path = states.get(blockName);
      return path === undefined ? block : { ...block, backend: 'local', config: { path } };
    }
    const before = (block.depends_on as readonly string[] | undefined) ?? [];
    return deferred.has(`data.${blockType}.${blockName}`)
      ? { ...block, depends_on: [...before, NOT_APPLIED] }
      : block;
  };
  return {
    ...rest,
    terraform: {
      ...terraform,
      ...(ownState === undefined ? {} : { backend: { local: { path: ownState } } }),
    },
    // Terraform takes no empty object in their places.
    ...(data === undefined ? {} : { data: mapBlocks(data, readable) }),
    ...(resources === undefined && deferred.size === 0
      ? {}
      : {
          resource: {
            ...resources,
            ...(deferred.size === 0 ? {} : { [type]: { ...resources?.[type], [name]: {} } }),
          },
        }),
  };
}

const unguarded = (resource: Blocks): Blocks =>
  mapBlocks(resource, ({ lifecycle, ...block }) =>
    lifecycle === undefined ? block : { ...block, lifecycle: { ...lifecycle, prevent_destroy: false } },
  );

type Block = Blocks[string][string];

function mapBlocks(blocks: Blocks, change: (block: Block, type: string, name: string) => Block): Blocks {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, block]) => [name, change(block, type, name)])),
    ]),
  );
}
