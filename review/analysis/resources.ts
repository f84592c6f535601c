import { KEPT_TYPES } from '../../terraform/kept-types';
import { lossesInPlace } from '../../terraform/losses-in-place';
import type { Blocks } from '../../terraform/synthesized';
import type { PlannedResource } from '../../terraform/workspace';
import type { Secrets } from '../masking/secrets';
import { type Change, type ResourceChange, withoutIndex } from '../plan-json';
import { attributeChanges } from './attribute-diff';
import { violationsOf } from './policy-pack';
import type { ResourceAction, ResourceReview } from './review';
import { traitsOf } from './traits';
import { wordsFor } from './words';

export interface ResourceContext {
  /** Everything that the plan changes. */
  readonly all: readonly ResourceChange[];
  /** Addresses of the blocks that Terraform refuses to destroy. */
  readonly guarded: ReadonlySet<string>;
  /** What the stack asks for. */
  readonly written: Blocks;
  /** What it asked for in the base. */
  readonly writtenBefore: Blocks;
  /** What the stack is called where its kind is known. */
  readonly place: string;
  readonly secrets: Secrets;
}

/** What a plan does to one resource; undefined where it does nothing. */
export function resourceReview(
  planned: ResourceChange,
  { all, guarded, written, writtenBefore, place, secrets }: ResourceContext,
): ResourceReview | undefined {
  const action = actionOf(planned);
  if (action === undefined) return undefined;
  const { address, type, change, previous_address: previous, action_reason: reason, deposed } = planned;
  const { replace_paths: replacing = [] } = change;
  const kept = KEPT_TYPES[type];
  const asked = {
    all,
    written: written[type]?.[planned.name],
    writtenBefore: writtenBefore[type]?.[planned.name],
  };
  const isGone = action === 'destroy' || action === 'forget';
  return {
    address: secrets.mask(address),
    type,
    action,
    ...(previous === undefined ? {} : { previousAddress: secrets.mask(previous) }),
    ...(deposed === undefined ? {} : { deposed }),
    ...(reason === undefined ? {} : { reason }),
    forcedBy: replacing.map((path) => secrets.mask(pathOf(path))),
    traits: [...traitsOf(planned, all), ...(isGuarded(planned, guarded) ? (['guarded'] as const) : [])],
    ...(kept === undefined ? {} : { kept }),
    // What goes is told by its name: its attributes are no news.
    attributes: isGone ? [] : attributeChanges(change, secrets, asked),
    losses: lossesInPlace(planned as PlannedResource, all as readonly PlannedResource[]).map(({ words }) =>
      secrets.mask(words),
    ),
    violations: violationsOf(planned),
    words: [
      ...(isForgottenAndMade(change) ? [`${secrets.mask(address)}: ${STAYS}`] : []),
      ...wordsFor(planned, action, place, secrets),
    ],
  };
}

/** A replacement whose block says `destroy = false`. */
const isForgottenAndMade = ({ actions }: Change) => actions.includes('forget') && actions.includes('create');
const STAYS =
  'the one that is there is forgotten, not destroyed, and another one is made: AWS has two from then on, or refuses the second of one name';

/** Whatever its index: guards stand in blocks. */
const isGuarded = ({ address, previous_address: previous }: ResourceChange, guarded: ReadonlySet<string>) =>
  [address, previous].some((each) => each !== undefined && guarded.has(withoutIndex(each)));

function actionOf({ mode, change, previous_address: previous }: ResourceChange): ResourceAction | undefined {
  if (mode !== 'managed') return undefined;
  const { actions } = change;
  const has = (action: Change['actions'][number]) => actions.includes(action);
  if (has('delete')) return has('create') ? 'replace' : 'destroy';
  if (has('forget')) return has('create') ? 'create' : 'forget';
  if (has('create')) return 'create';
  if (has('update')) return 'update';
  if (change.importing !== undefined) return 'import';
  return previous === undefined ? undefined : 'move';
}

const pathOf = (path: readonly (string | number)[]) =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
