import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; only "yes" is a yes, an interrupt is a no. */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await prompt.question(question, { signal })).trim() === 'yes';
  } catch {
    return false;
  } finally {
    prompt.close();
  }
}
