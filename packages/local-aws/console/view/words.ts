const countries = new Intl.DisplayNames('en', { type: 'region' });

/** `Japan` for `JP`. */
export function countryName(code: string | undefined): string {
  if (code === undefined || code === '') return 'Unknown country';
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

/** `15:03:22`, where the reader is. */
export function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toTimeString().slice(0, 8);
}

/** `0.4 s`, `12 s`, `3 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

/** `fill` for the ARN of a queue, or of a function or one of its versions. */
export function arnName(arn: unknown): string {
  const parts = String(arn).split(':');
  return (parts[2] === 'lambda' ? parts[6] : parts[5]) ?? String(arn);
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
