import type { DocumentInput } from '../config/document';
import type { Kind } from './kinds';

/** From one variant of a kind to another; 0 is what the document says. */
export interface Move {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** A whole number from 0 to below a bound. */
export type Random = (below: number) => number;

export function pick<T>(from: readonly T[], random: Random): T | undefined {
  return from[random(from.length)];
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random(left.length), 1));
}

const DEFAULT_WEIGHT = 4;

/** Where the walk is: the document, and what has been changed in it so far. */
export class Course {
  private readonly at: Record<string, number> = {};

  constructor(
    private readonly start: DocumentInput,
    private readonly kinds: Readonly<Record<string, Kind>>,
    private readonly random: Random,
  ) {}

  /** The document as it is now, or would be after a move. */
  document(after?: Move): DocumentInput {
    return Object.entries(this.kinds).reduce((document, [name, { variants }]) => {
      const variant = variants[(after?.kind === name ? after.to : this.place(name)) - 1];
      return variant?.edit(document) ?? document;
    }, this.start);
  }

  make({ kind, to }: Move): void {
    this.at[kind] = to;
  }

  /** How many moves lead back to the document. */
  get distance(): number {
    return Object.keys(this.kinds).reduce((sum, name) => sum + this.distanceOf(name, this.place(name)), 0);
  }

  /** Any move after which at most so many more lead back; `undefined` where there is none. */
  next(atMost: number): Move | undefined {
    const moves = Object.keys(this.kinds).flatMap((name) => {
      const possible = this.moves(name).filter((move) => this.distanceAfter(move) <= atMost);
      const move = pick(possible, this.random);
      return move === undefined ? [] : Array<Move>(this.kinds[name]?.weight ?? DEFAULT_WEIGHT).fill(move);
    });
    return pick(moves, this.random);
  }

  /** A move that leads back. */
  back(): Move | undefined {
    return this.next(this.distance - 1);
  }

  /** Such as `origin-secret: secretVersions [1,2]`. */
  shown({ kind, to }: Move): string {
    const variant = this.kinds[kind]?.variants[to - 1];
    return `${kind}: ${variant?.shown ?? 'as the document says'}`;
  }

  private place(name: string): number {
    return this.at[name] ?? 0;
  }

  private moves(name: string): Move[] {
    const { variants = [], inTurn = false } = this.kinds[name] ?? {};
    const from = this.place(name);
    return [0, ...variants.map((_, index) => index + 1)]
      .filter((to) => to !== from && (!inTurn || Math.abs(to - from) === 1))
      .map((to) => ({ kind: name, from, to }));
  }

  private distanceOf(name: string, place: number): number {
    return this.kinds[name]?.inTurn ? place : Math.min(place, 1);
  }

  private distanceAfter({ kind, from, to }: Move): number {
    return this.distance - this.distanceOf(kind, from) + this.distanceOf(kind, to);
  }
}
