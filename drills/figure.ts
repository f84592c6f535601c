/** Something that a drill measured, with its bound where it has one. */
export interface Figure {
  readonly name: string;
  /** `undefined`: it never came to that. */
  readonly value: number | undefined;
  /** Such as `s`. */
  readonly unit?: string;
  /** What the value is a part of, such as requests that failed of those that were sent. */
  readonly of?: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Such as `GET failed: 0 of 52` and `time to move: 60 s (at most 90 s)`. */
export function shown(figure: Figure): string {
  const { name, of } = figure;
  return `${name}: ${amount(figure)}${of === undefined ? '' : ` of ${of}`}${bound(figure, ' (', ')')}`;
}

/** Why figures do not hold; empty where all do. */
export function missed(figures: readonly Figure[]): string[] {
  return figures
    .filter((figure) => !holds(figure))
    .map((figure) => `${figure.name}: expected ${bound(figure)}, got ${amount(figure)}`);
}

function holds({ value, atMost, atLeast }: Figure): boolean {
  if (atMost === undefined && atLeast === undefined) return true;
  if (value === undefined) return false;
  return value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? Number.NEGATIVE_INFINITY);
}

function amount({ value, unit = '' }: Figure): string {
  if (value === undefined) return 'never';
  const digits = Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${unit}`.trimEnd();
}

function bound({ unit = '', atMost, atLeast }: Figure, before = '', after = ''): string {
  const said = [
    ...(atLeast === undefined ? [] : [`at least ${`${atLeast} ${unit}`.trimEnd()}`]),
    ...(atMost === undefined ? [] : [`at most ${`${atMost} ${unit}`.trimEnd()}`]),
  ];
  return said.length === 0 ? '' : `${before}${said.join(' and ')}${after}`;
}
