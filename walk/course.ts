import type { DocumentInput } from '../config/document';
import type { Kind } from './kinds';
import { pick, type Random } from './random-sequence';

/** From one variant of a kind to another; 0 is what the document says. */
export interface Move {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

const DEFAULT_WEIGHT = 4;

/** Two kinds with an order of their own have none together, and one that lets viewers fail would hide who else does. */
function fits(name: string, kind: Kind, beside: readonly Move[], kinds: Readonly<Record<string, Kind>>) {
  const isAlone = ({ order, mediaMayFail = false }: Kind) => order !== undefined || mediaMayFail;
  return (
    beside.length === 0 ||
    (!isAlone(kind) && beside.every((move) => move.kind !== name && !isAlone(kinds[move.kind] ?? kind)))
  );
}

/** Where the walk is: the document, and what has been changed in it so far. */
export class Course {
  /** By kind; the one that was moved last comes last. */
  private readonly at = new Map<string, number>();

  constructor(
    private readonly start: DocumentInput,
    private readonly kinds: Readonly<Record<string, Kind>>,
    private readonly random: Random,
  ) {}

  /** The document as it is now. */
  get document(): DocumentInput {
    return Object.entries(this.kinds).reduce(
      (document, [name, { variants }]) => variants[this.place(name) - 1]?.edit(document) ?? document,
      this.start,
    );
  }

  /** How many moves lead back to the document. */
  get distance(): number {
    return Object.keys(this.kinds).reduce((sum, name) => sum + this.distanceOf(name, this.place(name)), 0);
  }

  /**
   * Makes so many moves of different kinds that can be applied at once, or fewer where there are no others, of `left` that are left: in
   * the end they lead back.
   */
  advance(count: number, left: number): readonly Move[] {
    const made: Move[] = [];
    while (made.length < Math.min(count, left)) {
      const move = this.draw(left - made.length - 1, made);
      if (move === undefined) break;
      this.make(move);
      made.push(move);
    }
    return made;
  }

  /** Makes the moves that lead back, one by one, of the kind first that was moved last. */
  *wayBack(): Iterable<Move> {
    for (const kind of [...this.at.keys()].reverse()) {
      for (let from = this.place(kind); from > 0; from = this.place(kind)) {
        const move = { kind, from, to: this.kinds[kind]?.inTurn ? from - 1 : 0 };
        this.make(move);
        yield move;
      }
    }
  }

  private make({ kind, to }: Move): void {
    this.at.delete(kind);
    this.at.set(kind, to);
  }

  /** A move after which at most so many more lead back, beside others. */
  private draw(atMost: number, beside: readonly Move[]): Move | undefined {
    const moves = Object.entries(this.kinds)
      .filter(([name, kind]) => fits(name, kind, beside, this.kinds))
      .flatMap(([name, { weight = DEFAULT_WEIGHT }]) => {
        const possible = this.moves(name).filter((move) => this.distanceAfter(move) <= atMost);
        const move = pick(possible, this.random);
        return move === undefined ? [] : Array<Move>(weight).fill(move);
      });
    return pick(moves, this.random);
  }

  /** Such as `origin-secret: secretVersions [1,2]`. */
  shown({ kind, to }: Move): string {
    const variant = this.kinds[kind]?.variants[to - 1];
    return `${kind}: ${variant?.shown ?? 'as the document says'}`;
  }

  private place(name: string): number {
    return this.at.get(name) ?? 0;
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
