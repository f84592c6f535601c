/** A whole number from 1, as an option gives it. */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Error(`expected a whole number from 1, got "${text}"`);
  return Number(text);
}
