import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from './json-output';
import { KEPT_TYPES } from './kept-types';
import {
  GUARDED_TYPES,
  LOSING_TYPES,
  LOSING_WHEN_MADE,
  liftedGuards,
  losesGuard,
  lossesInPlace,
} from './losses-in-place';
import type { SynthesizedStack } from './synthesized';
import type { PlannedResource, Workspace } from './workspace';

export interface DestructionOptions {
  /**
   * What somebody has agreed to lose: addresses, or types, which stand for all of the stack's resources of that type. For a loss
   * of a resource that stays, the attribute behind it: `aws_rds_cluster.main:backup_retention_period`. @default - none
   */
  readonly destroys?: readonly string[];
  /** How the stack is applied here; the advice quotes it. */
  readonly applyCommand: (stackId: string) => string;
}

const LOSABLE_TYPES: ReadonlySet<string> = new Set([...Object.keys(KEPT_TYPES), ...LOSING_TYPES]);

type Guarded = Pick<SynthesizedStack, 'id' | 'deletionProtection'>;

/** What a plan does to one resource, the sentence that refuses it, and the words that agree to it. */
interface Loss {
  readonly sentence: string;
  readonly agreement: string;
  /** Agrees to all of this kind, of each resource of the type. */
  readonly agreementToAll: string;
}

/**
 * Throws where the plan of a protected stack would lose what is kept, whatever the edit was: unlike Terraform's own guard, it
 * does not go with the block that it stands in.
 */
export async function refuseDestruction(
  workspace: Pick<Workspace, 'plannedResources'>,
  planned: Pick<Changes, 'add' | 'change' | 'remove'>,
  { id, deletionProtection }: Guarded,
  options: DestructionOptions,
): Promise<void> {
  const { destroys = [] } = options;
  if (planned.add + planned.change + planned.remove === 0) return;
  if (!deletionProtection && !(await workspace.plannedResources(GUARDED_TYPES)).some(losesGuard)) return;
  const resources = await workspace.plannedResources(LOSABLE_TYPES);
  const why = deletionProtection ? WHILE_PROTECTED : 'in the apply that switches its protection off';
  const destroyed = resources.filter(isDestroyed);
  const losses = [
    ...destroyed
      .filter((resource) => resource.type in KEPT_TYPES && !goesWithBucket(resource, destroyed))
      .map((resource) => destructionOf(id, nameOf(resource), why)),
    ...resources
      .filter((resource) => !isDestroyed(resource) || LOSING_WHEN_MADE.has(resource.type))
      .flatMap((resource) =>
        [...lossesInPlace(resource, resources), ...(deletionProtection ? liftedGuards(resource) : [])].map(
          ({ attribute, words }) => ({
            sentence: `"${id}" ${words}, ${why}.`,
            agreement: `${resource.address}:${attribute}`,
            agreementToAll: `${resource.type}:${attribute}`,
          }),
        ),
      ),
  ].filter(
    ({ agreement, agreementToAll }) => !destroys.includes(agreement) && !destroys.includes(agreementToAll),
  );
  if (losses.length > 0) throw new Error(refusalOf(id, losses, options));
}

/** One sentence per resource, and the way to agree to it. */
export function wouldDestroy(
  stackId: string,
  addresses: readonly string[],
  options: Pick<DestructionOptions, 'applyCommand'>,
): string {
  const losses = addresses.map((address) => destructionOf(stackId, address, WHILE_PROTECTED));
  return refusalOf(stackId, losses, options);
}

const WHILE_PROTECTED = 'while its deletionProtection is on';

const destructionOf = (stackId: string, address: string, why: string): Loss => ({
  sentence: `"${stackId}" would destroy ${address}, which holds data or a name, ${why}.`,
  agreement: address,
  agreementToAll: address.split('.', 1)[0] ?? '',
});

function refusalOf(
  stackId: string,
  losses: readonly Loss[],
  { applyCommand }: Pick<DestructionOptions, 'applyCommand'>,
): string {
  const agreed = agreementsTo(losses).map((each) => ` --destroys ${quoted(each)}`);
  return [
    ...losses.map(({ sentence }) => sentence),
    `Nothing was changed. If it is to be lost: ${applyCommand(stackId)}${agreed.join('')}`,
  ].join('\n');
}

/** More agreements of one kind than a person compares one by one. */
const MANY = 3;

function agreementsTo(losses: readonly Loss[]): string[] {
  const unlike = (all: string) =>
    new Set(losses.filter((loss) => loss.agreementToAll === all).map(({ agreement }) => agreement)).size;
  return [
    ...new Set(
      losses.map(({ agreement, agreementToAll }) =>
        unlike(agreementToAll) > MANY ? agreementToAll : agreement,
      ),
    ),
  ];
}

/** Who agrees to lose what a replacement has left behind has not agreed to lose what stands in its place. */
const nameOf = ({ address, deposed }: PlannedResource) =>
  deposed === undefined ? address : `${address}/deposed/${deposed}`;

/** For a shell, which takes `["a"]` for a pattern. */
const quoted = (word: string) => (/^[\w./:-]+$/.test(word) ? word : `'${word}'`);

const isDestroyed = ({ change }: PlannedResource) => change.actions.includes('delete');

/** What says how a bucket is kept is no loss beside the bucket itself. */
function goesWithBucket({ type, change }: PlannedResource, destroyed: readonly PlannedResource[]): boolean {
  return (
    type === 'aws_s3_bucket_versioning' &&
    destroyed.some(
      (other) => other.type === 'aws_s3_bucket' && other.change.before?.bucket === change.before?.bucket,
    )
  );
}

/**
 * Takes Terraform's own guard from what somebody has agreed to lose, in the synthesized stack, and returns what sets it again:
 * the next run may take the stack as it is. What somebody else has synthesized meanwhile stays.
 */
export function liftGuards(
  { directory }: Pick<SynthesizedStack, 'directory'>,
  addresses: readonly string[],
): () => void {
  if (addresses.length === 0) return () => undefined;
  const file = join(directory, 'cdk.tf.json');
  const guarded = readFileSync(file, 'utf8');
  const json = JSON.parse(guarded) as {
    resource?: Record<string, Record<string, { lifecycle?: { prevent_destroy?: boolean } }>>;
  };
  for (const address of addresses) {
    const [type = '', name] = address.split('.');
    const named = Object.entries(json.resource?.[type] ?? {}).filter(([each]) => (name ?? each) === each);
    for (const [, { lifecycle }] of named) if (lifecycle) lifecycle.prevent_destroy = false;
  }
  const lifted = JSON.stringify(json, undefined, 2);
  writeFileSync(file, lifted);
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === lifted) writeFileSync(file, guarded);
  };
}
