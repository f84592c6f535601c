/** A whole number from 1, as the flag gives it. */
export function positiveNumber(text: string, flag: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new Error(`${flag}: expected a whole number from 1, got "${text}"`);
  return Number(text);
}
