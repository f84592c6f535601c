import type { ProgressEvent } from '../../terraform/json-output';
import type { State } from '../../terraform/state-store';
import type { SynthesizedStack } from '../../terraform/synthesized';
import type { WorkspaceOptions } from '../../terraform/workspace';
import type { Outside } from '../analysis/review';
import { LiveStates } from '../live-states';
import { maskedKnown } from '../masking/masked';
import { Secrets } from '../masking/secrets';
import type { PlannedStack } from '../planned-stack';
import { brokenPromises } from './live-contracts';
import { refreshed } from './refresh';
import { GLOBAL_AWS_REGION, type Tagged } from './tagged';
import { unmanagedOf } from './unmanaged';

export interface DriftOptions {
  readonly deployment: string;
  /** Every stack of the deployment, upstreams first. */
  readonly stacks: readonly SynthesizedStack[];
  /** Added to `process.env`, as for Terraform. */
  readonly environment: Readonly<Record<string, string>>;
  readonly applyCommand: (stackId: string) => string;
  /** What carries the deployment's tags in these AWS regions. */
  readonly taggedIn: (awsRegions: readonly string[]) => Promise<readonly Tagged[]>;
  readonly onStart?: (stack: SynthesizedStack) => void;
  readonly onLooked?: (looked: PlannedStack) => void;
  readonly terraform?: Pick<WorkspaceOptions, 'binary' | 'signal' | 'onProgress'>;
  /** Learns what is secret from each state, for whoever prints beside the report. @default - nobody does */
  readonly secrets?: Secrets;
}

export interface Drifted {
  /** Each with a plan that only says what has changed outside of Terraform. */
  readonly stacks: readonly PlannedStack[];
  readonly outside: Omit<Outside, 'unasked'>;
}

/** Looks at everything that is applied of a deployment; changes nothing. */
export async function drifted(options: DriftOptions): Promise<Drifted> {
  const { stacks, environment, applyCommand, onStart, onLooked, terraform = {} } = options;
  const { secrets = new Secrets([]) } = options;
  const onProgress = (event: ProgressEvent) => terraform.onProgress?.(maskedKnown(event, secrets));
  const live = new LiveStates(environment);
  try {
    const states = new Map<string, State>();
    const looked: PlannedStack[] = [];
    for (const stack of stacks) {
      terraform.signal?.throwIfAborted();
      const common = { stack, reason: 'asked' as const, inputs: [] };
      const state = await live.read(stack).catch((error: Error) => error);
      if (state === undefined) continue;
      if (!(state instanceof Error)) {
        if (state.resources.length === 0) continue;
        states.set(stack.id, state);
        secrets.learn(state);
        onStart?.(stack);
      }
      const { problem, ...plan } =
        state instanceof Error
          ? { problem: state.message }
          : await refreshed(stack, { ...terraform, onProgress, environment, applyCommand });
      const result = problem === undefined ? plan : { problem: secrets.mask(problem) };
      looked.push({ ...common, ...result });
      onLooked?.({ ...common, ...result });
    }
    const seen = new Set(looked.map(({ stack }) => stack.id));
    return {
      stacks: looked,
      outside: {
        unapplied: stacks.map(({ id }) => id).filter((id) => !seen.has(id)),
        contracts: stacks.flatMap((stack) => {
          const outputs = states.get(stack.id)?.outputs;
          return outputs === undefined ? [] : brokenPromises({ ...stack, outputs });
        }),
        ...(await unmanaged(options, [...states.values()], seen.size === states.size)),
      },
    };
  } finally {
    live.close();
  }
}

/** Where a state could not be read, everything in it would seem to be nobody's. */
async function unmanaged(
  { deployment, stacks, taggedIn }: DriftOptions,
  states: readonly State[],
  areAllRead: boolean,
): Promise<Pick<Outside, 'unmanaged' | 'unlisted'>> {
  if (!areAllRead) return { unmanaged: [], unlisted: 'not every state can be read' };
  const awsRegions = [...new Set([...stacks.flatMap((stack) => stack.awsRegions), GLOBAL_AWS_REGION])].sort();
  try {
    const tagged = await taggedIn(awsRegions);
    return {
      unmanaged: unmanagedOf(tagged, states).map(({ arn, awsRegion, tags }) => ({
        stack: tags.stack ?? deployment,
        arn,
        awsRegion,
      })),
    };
  } catch (error) {
    return { unmanaged: [], unlisted: (error as Error).message };
  }
}
