const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15m`, `12h` or `30d` in milliseconds. */
export function milliseconds(duration: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(duration) ?? [];
  if (count === undefined || unit === undefined) {
    throw new Error(`expected a time such as 15m, 12h or 30d, got "${duration}"`);
  }
  return Number(count) * (MILLISECONDS[unit] ?? 0);
}
