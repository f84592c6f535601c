/** What viewers notice of a change: plain JSON, as the rest of a review. */
export interface TrafficEffect {
  /** How much was asked to find out. */
  readonly asked: {
    readonly names: number;
    readonly countries: number;
    /** How many sets of finished steps were looked at between nothing and everything. */
    readonly times: number;
    /** Whether these are all there are. */
    readonly isWhole: boolean;
  };
  /** Who is answered by another once everything is applied. */
  readonly changes: readonly TrafficChange[];
  /** Who is answered by nobody, for a time or from then on. */
  readonly losses: readonly TrafficLoss[];
  readonly untold: readonly Untold[];
}

/** Who asks: at the edge by country, or a name of DNS. */
export interface Askers {
  readonly names: readonly string[];
  /** ISO codes; none where it is a name that somebody asks DNS for. */
  readonly countries: readonly string[];
  /** Whether the edge knows all countries of them all. */
  readonly isEverywhere: boolean;
  /** Other than GET, where that alone is answered otherwise. */
  readonly methods: readonly string[];
  /** Such as `/images/*`, where it is not the whole name. */
  readonly paths: readonly string[];
}

export interface TrafficChange extends Askers {
  /** A region, a bucket, a host, or `nobody`. */
  readonly before: string;
  readonly after: string;
}

export interface TrafficLoss extends Askers {
  /** Id of the stack, and the step of its apply, after which nobody answers. */
  readonly stack: string;
  readonly address: string;
  readonly before: string;
  readonly meanwhile: string;
  /** Until when; undefined where it stays so. */
  readonly until?: {
    readonly stack: string;
    readonly address: string;
    /** Roughly; undefined where another stack has to be applied first. */
    readonly seconds?: number;
  };
  /** Whether the name itself is given up: nothing is left of it in the records or the distributions. */
  readonly isNameGone: boolean;
}

export interface Untold {
  readonly stack: string;
  readonly sentence: string;
  /** Whom it is about, where that is known. */
  readonly askers?: Askers;
}
