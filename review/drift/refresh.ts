import { explain } from '../../terraform/known-failures';
import { alone } from '../../terraform/plan-alone';
import type { SynthesizedStack } from '../../terraform/synthesized';
import type { WorkspaceOptions } from '../../terraform/workspace';
import { reviewedPart, type StackPlan } from '../plan-stack';

export interface RefreshOptions extends Omit<WorkspaceOptions, 'directory'> {
  /** How a stack is applied here; the advice quotes it. */
  readonly applyCommand: (stackId: string) => string;
}

/** What has changed of an applied stack outside of Terraform, whatever its sources ask for by now; nothing is locked, and nothing changed. */
export async function refreshed(
  stack: SynthesizedStack,
  { applyCommand, ...terraform }: RefreshOptions,
): Promise<Pick<StackPlan, 'plan' | 'problem'>> {
  try {
    return await alone(stack, { ...terraform, init: ['-reconfigure'] }, async (workspace) => {
      await workspace.plan('-refresh-only', '-lock=false');
      const { resource_drift = [], ...plan } = reviewedPart(await workspace.showJson());
      // What outputs would become follows from the sources, which nobody may have applied yet.
      return {
        plan: { ...plan, applyable: false, resource_changes: [], output_changes: {}, resource_drift },
      };
    });
  } catch (error) {
    if (terraform.signal?.aborted) throw error;
    return { problem: explain(error, stack, { applyCommand }).message };
  }
}
