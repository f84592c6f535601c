import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../terraform/known-failures';
import { alone } from '../terraform/plan-alone';
import { type SynthesizedStack, stackJson } from '../terraform/synthesized';
import { TerraformError } from '../terraform/terraform-error';
import type { Versions, WorkspaceOptions } from '../terraform/workspace';
import { type EdgeInputs, isLive, type StateOutputs } from './inputs';
import { type PlanJson, type ResourceChange, withoutIndex } from './plan-json';
import { NOT_APPLIED, reviewJson } from './review-json';

export interface PlanStackOptions extends Omit<WorkspaceOptions, 'directory'> {
  /** What it reads of each of its upstreams. */
  readonly edges: readonly EdgeInputs[];
  /** False while there is no bucket for its state: then it is planned as if nothing of it were there. */
  readonly hasBucket: boolean;
  /**
   * A stack that it reads and that the review changes: what that one makes, such as a secret's replica, cannot be read yet.
   * @default - what cannot be read is an error, where everything else is as it is applied
   */
  readonly pending?: string | undefined;
  /** Plans what its removal destroys. */
  readonly isRemoved?: boolean;
  /** File for the plan, where it is one that may be applied. @default - it is not kept */
  readonly keepAs?: string;
  /** The account that the plan is for, where the stack names none. */
  readonly accountId?: string | undefined;
  /** How a stack is applied here; the advice quotes it. */
  readonly applyCommand: (stackId: string) => string;
}

export interface StackPlan {
  /** Undefined where Terraform could not make one. */
  readonly plan?: PlanJson;
  /** One sentence: why there is none. */
  readonly problem?: string;
  /** Addresses of data that could not be read, though everything that it reads of others is applied: it is read with the apply. */
  readonly unread?: readonly string[];
  /** Of who made the plan, where it was kept. */
  readonly kept?: Versions;
}

/** Plans one stack in a folder of its own, against its real state; nothing is locked, and nothing changed. */
export async function planStack(stack: SynthesizedStack, options: PlanStackOptions): Promise<StackPlan> {
  const lost = options.edges.flatMap(({ edge, lost }) => lost.map((name) => lostOutput(stack, edge, name)));
  if (lost.length > 0 && options.isRemoved !== true) return { problem: lost.join(' ') };
  try {
    return await planAlone(stack, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { applyCommand } = options;
    return { problem: explain(error, stack, { applyCommand }).message };
  }
}

const lostOutput = (
  { id }: SynthesizedStack,
  { producer }: { readonly producer: string },
  name: string,
): string =>
  `"${id}" reads ${name} of "${producer}", which "${producer}" does not publish: put the output back, or let "${id}" do without it first.`;

function planAlone(stack: SynthesizedStack, options: PlanStackOptions): Promise<StackPlan> {
  const {
    edges,
    hasBucket,
    pending,
    isRemoved = false,
    keepAs,
    accountId,
    applyCommand: _,
    ...terraform
  } = options;
  const made = edges.filter((edge) => !isLive(edge));
  const placeholders = new Map(
    made.map(({ edge: { block }, inputs }) => [
      block,
      inputs.flatMap(({ output, source }) => (source === 'placeholder' ? [output] : [])),
    ]),
  );
  const isAsApplied = made.length === 0 && hasBucket;
  const deferred = new Set<string>();
  let isUnguarded = false;
  const prepare = (directory: string) => {
    const states = new Map(
      made.map(({ edge: { block }, outputs }) => [
        block,
        writeState(join(directory, `${block}.json`), outputs),
      ]),
    );
    const ownState = hasBucket ? undefined : join(directory, 'own-state.json');
    const asked = { states, ownState, deferred, placeholders, accountId, isUnguarded };
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(reviewJson(stackJson(stack), asked)));
  };
  return alone(stack, { ...terraform, prepare, init: ['-reconfigure'] }, async (workspace, directory) => {
    for (let isPlanned = false; !isPlanned; ) {
      try {
        await workspace.plan('-lock=false', ...(isRemoved ? ['-destroy'] : []));
        isPlanned = true;
      } catch (error) {
        const mayWait = !isAsApplied || pending !== undefined;
        const unread = mayWait
          ? unreadData(error, isAsApplied).filter((address) => !deferred.has(address))
          : [];
        for (const address of unread) deferred.add(address);
        // The plan is shown all the same, and a gate refuses it.
        if (unread.length === 0 && (isUnguarded || !isGuarded(error))) throw error;
        isUnguarded ||= unread.length === 0;
        prepare(directory);
      }
    }
    const plan = reviewedPart(await workspace.showJson(REVIEWED));
    if (isAsApplied && deferred.size > 0) return { plan, unread: [...deferred] };
    if (keepAs === undefined || !isAsApplied || plan.applyable !== true) return { plan };
    const kept = await workspace.versions();
    workspace.keepPlan(keepAs);
    return { plan, kept };
  });
}

/** As Terraform writes a state: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
function writeState(file: string, outputs: StateOutputs): string {
  const state = { version: 4, serial: 1, lineage: randomUUID(), outputs, resources: [] };
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  return file;
}

/**
 * What the AWS provider, and AWS, say of something that is not there:
 * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/tfresource/not_found_error.go
 */
const NOT_THERE =
  /couldn't find resource|no matching .*found|empty result|no results|\bnot found\b|does ?n[o']t exist|\bNoSuch[A-Z]|NotFound(?:Exception|Fault)?\b/;
/** What no apply of another stack mends: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const REFUSED =
  /AccessDenied|Unauthorized|not authorized|Forbidden|AuthFailure|UnrecognizedClient|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch/i;
const CONDITION = /^Resource (?:pre|post)condition failed$/;

/** Addresses of data that may be there later: where every value is as it is applied, only what says that it is not there. */
function unreadData(error: unknown, isAsApplied: boolean): string[] {
  if (!(error instanceof TerraformError)) return [];
  const addresses = error.diagnostics.flatMap(({ severity, address, summary, detail }) => {
    if (severity !== 'error' || address === undefined) return [];
    const said = `${summary}\n${detail}`;
    if (CONDITION.test(summary) || REFUSED.test(said) || (isAsApplied && !NOT_THERE.test(said))) return [];
    return [withoutIndex(address)];
  });
  return [...new Set(addresses)].filter((address) => /^data\.(?!terraform_remote_state\.)/.test(address));
}

function isGuarded(error: unknown): boolean {
  const errors = error instanceof TerraformError ? error.diagnostics : [];
  return errors.length > 0 && errors.every(({ summary }) => summary === 'Instance cannot be destroyed');
}

/** What a review reads of Terraform's JSON: about half of it says once more what is there and what was asked for. */
export const REVIEWED: readonly (keyof PlanJson)[] = [
  ...(['format_version', 'terraform_version', 'applyable', 'complete', 'errored'] as const),
  ...(['resource_changes', 'resource_drift', 'output_changes'] as const),
];

/** The same without the resource that was added for it. */
export function reviewedPart(json: object): PlanJson {
  const { format_version, terraform_version, applyable, complete, errored, ...changes } = json as PlanJson;
  const { resource_changes, resource_drift, output_changes } = changes;
  return {
    format_version,
    terraform_version,
    ...(applyable === undefined ? {} : { applyable }),
    ...(complete === undefined ? {} : { complete }),
    ...(errored === undefined ? {} : { errored }),
    resource_changes: (resource_changes ?? [])
      .filter(({ address }) => address !== NOT_APPLIED)
      .map((each) =>
        isNoOp(each) ? { ...each, change: { ...each.change, after: each.change.before } } : each,
      ),
    ...(resource_drift === undefined ? {} : { resource_drift }),
    ...(output_changes === undefined ? {} : { output_changes }),
  };
}

/** Nine in ten, mostly: what stays is held once, since both sides say the same. */
const isNoOp = ({ change: { actions } }: ResourceChange) => actions.length === 1 && actions[0] === 'no-op';
