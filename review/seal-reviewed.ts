import type { ReviewedStack } from './review';
import { circumstancesOf, type Seal, seal } from './seal';

export interface SealReviewedOptions extends Pick<Seal, 'commit' | 'destroys'> {
  /** What the gates say of the stack. @default - none was asked */
  readonly gates?: Seal['gates'];
}

/** Seals the plan of a stack that was kept, with all that it was made from; the others have none. */
export function sealReviewed(
  { stack, kept, inputs }: ReviewedStack,
  { commit, destroys, gates = { passed: [], refused: [] } }: SealReviewedOptions,
): void {
  if (kept === undefined) return;
  const { file, versions, state, edges } = kept;
  const circumstances = circumstancesOf({
    stack,
    planFile: file,
    versions,
    state,
    edges: edges.map(({ edge, outputs }) => ({ edge, live: outputs })),
  });
  seal({ ...circumstances, stack: stack.id, commit, inputs, gates, destroys }, file);
}
