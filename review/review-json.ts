import type { Blocks, Condition, StackJson } from '../terraform/synthesized';

export interface ReviewJsonOptions {
  /** Files with throw-away states, by the name of the `terraform_remote_state` block that reads them. */
  readonly states: ReadonlyMap<string, string>;
  /** File of the stack's own state, where no bucket can hold it yet. */
  readonly ownState?: string | undefined;
  /** Addresses of data that cannot be read before others have been applied. */
  readonly deferred: ReadonlySet<string>;
  /** Names of the outputs that have placeholders, by the same blocks: what is asked of their values is not asked of those. */
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
  /** The account that the plan is for, where the stack names none. */
  readonly accountId?: string | undefined;
  /** Whether Terraform's own guard is left out, so that the plan shows what it would lose. */
  readonly isUnguarded: boolean;
}

/** A resource that no apply has made: Terraform puts off what depends on it. */
export const NOT_APPLIED = 'terraform_data.review-not-applied-yet';

/** The stack as a review plans it: as it is, but for the states that nobody has written yet. */
export function reviewJson(
  json: StackJson,
  { states, ownState, deferred, placeholders, accountId, isUnguarded }: ReviewJsonOptions,
): StackJson {
  const { data, resource, terraform, provider, ...rest } = json;
  const account = accountId === undefined ? {} : { allowed_account_ids: [accountId] };
  const [type = '', name = ''] = NOT_APPLIED.split('.');
  const guarded = isUnguarded && resource !== undefined ? unguarded(resource) : resource;
  const resources = guarded && mapBlocks(guarded, (block) => withoutConditions(block, placeholders));
  const readable = (block: Block, blockType: string, blockName: string): Block => {
    if (blockType === 'terraform_remote_state') {
      const path = states.get(blockName);
      if (path === undefined) return block;
      const asked = withoutConditions(block, new Map([['self', placeholders.get(blockName) ?? []]]));
      return { ...asked, backend: 'local', config: { path } };
    }
    const before = (block.depends_on as readonly string[] | undefined) ?? [];
    return deferred.has(`data.${blockType}.${blockName}`)
      ? { ...block, depends_on: [...before, NOT_APPLIED] }
      : block;
  };
  return {
    ...rest,
    ...(provider && {
      provider: { ...provider, aws: provider.aws?.map((each) => ({ ...account, ...each })) },
    }),
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

/** A block without the pre- and postconditions about outputs of these objects: `self`, or blocks of remote state. */
function withoutConditions(block: Block, outputs: ReadonlyMap<string, readonly string[]>): Block {
  const { lifecycle } = block;
  if (lifecycle === undefined) return block;
  const names = [...outputs].flatMap(([object, of]) => of.map((name) => `${object}.outputs.${name}`));
  const isAbout = ({ condition }: Condition) =>
    names.some((name) => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`).test(condition));
  const kept = (conditions: readonly Condition[] = []) => conditions.filter((each) => !isAbout(each));
  const { precondition, postcondition, ...rest } = lifecycle;
  return {
    ...block,
    lifecycle: {
      ...rest,
      ...(precondition === undefined ? {} : { precondition: kept(precondition) }),
      ...(postcondition === undefined ? {} : { postcondition: kept(postcondition) }),
    },
  };
}

function mapBlocks(blocks: Blocks, change: (block: Block, type: string, name: string) => Block): Blocks {
  return Object.fromEntries(
    Object.entries(blocks).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, block]) => [name, change(block, type, name)])),
    ]),
  );
}
