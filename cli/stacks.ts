import { declaredStacks } from '../terraform/declared-stacks';
import { stacksOf } from './find-stack';

/** Prints the ids of every stack, or of those of one deployment. */
export async function stacks(
  { deployment }: { readonly deployment?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const all = await declaredStacks({ signal });
  for (const { id } of deployment === undefined ? all : stacksOf(all, deployment)) console.log(id);
}
