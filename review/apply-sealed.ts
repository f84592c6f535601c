import { type Changes, NOTHING, type ProgressEvent } from '../terraform/json-output';
import { explain } from '../terraform/known-failures';
import { alone } from '../terraform/plan-alone';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { Versions, WorkspaceOptions } from '../terraform/workspace';
import { changesOfPlan } from './counts';
import { edgesOf } from './edges';
import { LiveStates } from './live-states';
import { maskedKnown } from './masking/masked';
import { Secrets } from './masking/secrets';
import { withoutSecrets } from './masking/without-secrets';
import type { PlanJson } from './plan-json';
import { type Circumstances, circumstancesOf, readSeal, refusalsOf, type Seal } from './seal';

export interface ApplySealedOptions extends Omit<WorkspaceOptions, 'directory' | 'environment'> {
  readonly stack: SynthesizedStack;
  /** Every stack that it may read. */
  readonly stacks: readonly SynthesizedStack[];
  readonly planFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Asks whoever applies; throws where they do not agree. */
  readonly agree: (planned: Changes, words: string) => Promise<void>;
  readonly applyCommand: (stackId: string) => string;
  /** What it is applied to: the id of an account, or `local`. */
  readonly target: string;
  /** How the stack is reviewed again, beside the same commit; a refusal quotes it. */
  readonly reviewCommand: (base: string) => string;
}

/**
 * Applies a plan that was reviewed, and nothing else: refuses it where anything that it was made from has changed since. Terraform
 * itself asks only whether the stack's own state has.
 */
export async function applySealed(options: ApplySealedOptions): Promise<Changes> {
  const { stack, planFile, agree, applyCommand, onProgress, ...terraform } = options;
  // None is known until the plan is read; what Terraform says before that is of folders and versions.
  let secrets = new Secrets([]);
  const seal = readSeal(planFile, stack.id);
  const reviewCommand = options.reviewCommand(seal.base);
  // Most refusals need no Terraform.
  refuse(seal, await circumstances(options, seal.versions), reviewCommand);
  try {
    const masking = { onProgress: (event: ProgressEvent) => onProgress?.(maskedKnown(event, secrets)) };
    return await alone(stack, { ...terraform, ...masking, init: ['-reconfigure'] }, async (workspace) => {
      const versions = await workspace.versions();
      workspace.takePlan(planFile, NOTHING);
      const json = (await workspace.showJson()) as PlanWithConfiguration;
      secrets = new Secrets([json]);
      if (readsThrowAwayState(json)) {
        throw new Error(
          `"${stack.id}" was planned with values that nobody has applied: such a plan is never applied. ${again(reviewCommand)}`,
        );
      }
      const planned = changesOfPlan(json);
      refuse(seal, await circumstances(options, versions), reviewCommand);
      await agree(planned, secrets.maskKnown(await workspace.show()));
      // Whoever was asked may have thought about it for an hour.
      refuse(seal, await circumstances(options, versions), reviewCommand);
      workspace.takePlan(planFile, planned);
      return await workspace.apply();
    });
  } catch (error) {
    throw withoutSecrets(explain(error, stack, { applyCommand }), secrets);
  }
}

interface PlanWithConfiguration extends PlanJson {
  readonly configuration?: {
    readonly root_module?: {
      readonly resources?: readonly {
        readonly type: string;
        readonly expressions?: { readonly backend?: { readonly constant_value?: unknown } };
      }[];
    };
  };
}

/** Whatever the seal says: a review plans on such states only what is not to be applied. */
const readsThrowAwayState = ({ configuration }: PlanWithConfiguration) =>
  (configuration?.root_module?.resources ?? []).some(
    ({ type, expressions }) =>
      type === 'terraform_remote_state' && expressions?.backend?.constant_value !== 's3',
  );

/** As they are this moment. */
async function circumstances(
  { stack, stacks, planFile, environment, target }: ApplySealedOptions,
  versions: Versions,
): Promise<Circumstances> {
  const live = new LiveStates(environment);
  try {
    const edges = edgesOf(stack, stacks).map(async (edge) => {
      const producer = stacks.find(({ id }) => id === edge.producer);
      return { edge, live: (producer && (await live.outputs(producer))) ?? {} };
    });
    // All at once: what fails while nothing waits for it would end the process.
    const [state, ...read] = await Promise.all([live.read(stack), ...edges]);
    return circumstancesOf({ stack, planFile, versions, target, state, edges: read });
  } finally {
    live.close();
  }
}

function refuse(seal: Seal, now: Circumstances, reviewCommand: string): void {
  const refusals = refusalsOf(seal, now, new Date());
  if (refusals.length > 0) throw new Error([...refusals, again(reviewCommand)].join('\n'));
}

const again = (reviewCommand: string) => `Nothing was changed. Plan it again: ${reviewCommand}`;
