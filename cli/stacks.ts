import { declaredStacks } from '../terraform/declared-stacks';
import { stacksOf } from './find-stack';

export interface StacksArguments {
  readonly deployment?: string | undefined;
  readonly json: boolean;
}

/** Prints the ids of every stack, or of those of one deployment; as JSON all that the documents tell of them. */
export async function stacks({ deployment, json }: StacksArguments, signal: AbortSignal): Promise<void> {
  const all = await declaredStacks({ signal });
  const listed = deployment === undefined ? all : stacksOf(all, deployment);
  if (json) console.log(JSON.stringify(listed, undefined, 2));
  else for (const { id } of listed) console.log(id);
}
