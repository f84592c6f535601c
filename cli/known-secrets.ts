import { LiveStates } from '../review/live-states';
import { Secrets } from '../review/masking/secrets';
import type { SynthesizedStack } from '../terraform/synthesized';

/**
 * What the states of these stacks call sensitive: whatever is printed goes without it. A state that these credentials may not
 * read tells them no secret either.
 */
export async function knownSecrets(
  stacks: readonly Pick<SynthesizedStack, 'backend' | 'deployment'>[],
  environment: Readonly<Record<string, string>>,
): Promise<Secrets> {
  const live = new LiveStates(environment);
  try {
    const states = await Promise.all(stacks.map((stack) => live.read(stack).catch(() => undefined)));
    return new Secrets(states);
  } finally {
    live.close();
  }
}
