import type { Askers, TrafficEffect } from '../review/traffic/traffic-effect';

/** What a viewer asks for, again and again. */
export interface Ask {
  readonly name: string;
  readonly country: string;
  readonly method: 'GET' | 'POST';
  /** As predictions name it: `/`, or one below a prefix. */
  readonly path: string;
}

/** What came of it: a region, or the edge itself with a status; `isLost` where nobody answered. */
export interface Observed {
  readonly by: string;
  readonly isLost: boolean;
}

/** What was said of one stack's apply before it began. */
export interface Predicted {
  readonly stack: string;
  readonly effect: Pick<TrafficEffect, 'changes' | 'losses' | 'untold'>;
}

export interface Watched {
  readonly ask: Ask;
  readonly before: Observed;
  /** Everything else that was seen while the stacks were applied. */
  readonly during: readonly Observed[];
  readonly after: Observed;
}

export interface Comparison {
  readonly applies: number;
  /** Kinds of requests: name, country, method and path. */
  readonly kinds: number;
  /** Of which nothing can be said, because nobody answered them before. */
  readonly unanswered: number;
  /** Also of those who stay lost, where it was said that somebody answers them again. */
  readonly unpredictedLosses: readonly string[];
  /** Of those that were answered otherwise after the apply. */
  readonly unpredictedMoves: readonly string[];
  /** Answered by another in the middle, without a word of it: a prediction tells of losses there alone. */
  readonly movesMeanwhile: number;
  readonly moves: { readonly predicted: number; readonly seen: number };
  readonly losses: { readonly predicted: number; readonly seen: number };
  /** Sentences that begin with "It cannot be told"; and the kinds of requests that one of them is about. */
  readonly untold: { readonly sentences: number; readonly kinds: number; readonly seenOtherwise: number };
}

export const keyOf = ({ name, country, method, path }: Ask) => [name, country, method, path].join(' ');

/** Whether what is told of these askers is told of this one. */
export const isAbout = (
  { names, countries, methods, paths }: Pick<Askers, 'names' | 'countries' | 'methods' | 'paths'>,
  ask: Ask,
): boolean =>
  names.includes(ask.name) &&
  countries.includes(ask.country) &&
  (methods.length === 0 || methods.includes(ask.method)) &&
  (paths.length === 0 || paths.includes(ask.path));

/** Such as `europe or asia`, or `the edge itself, with 403`. */
const isAsSaid = (said: string, { by }: Observed) => said.split(' or ').includes(by);

/** Of a request of which only that can be seen, and not by whom. */
export const SERVED = 'served';

const isSame = (one: Observed, other: Observed) => one.by === other.by && one.isLost === other.isLost;

/** Holds what was seen against what was said. Who was answered by nobody before says nothing. */
export function compared(predicted: readonly Predicted[], watched: readonly Watched[]): Comparison {
  const changes = predicted.flatMap(({ effect }) => effect.changes);
  const losses = predicted.flatMap(({ effect }) => effect.losses);
  const untold = predicted.flatMap(({ effect }) => effect.untold);
  const of = watched.filter(({ before }) => !before.isLost);
  const isLostAsSaid = (seen: Observed, said: typeof changes) =>
    said.some(({ after }) => isAsSaid(after, seen));
  const told = of.map((each) => ({
    ...each,
    changes: each.before.by === SERVED ? [] : changes.filter((change) => isAbout(change, each.ask)),
    mayBeLost: losses.some((loss) => isAbout(loss, each.ask)),
    mayStayLost: losses.some((loss) => loss.until === undefined && isAbout(loss, each.ask)),
    isUntold: untold.some(({ askers }) => askers !== undefined && isAbout(askers, each.ask)),
    wasLost: [...each.during, each.after].some(({ isLost }) => isLost),
    isMoved: !each.after.isLost && !isSame(each.after, each.before),
  }));
  const shown = ({ ask, before, after }: Watched) => `${keyOf(ask)}: ${before.by} → ${after.by}`;
  const isFound = ({ after, changes: expected }: (typeof told)[number]) =>
    expected.some((change) => isAsSaid(change.after, after));
  // A change that was predicted and has not come is as wrong as one that came without a word.
  const isWrong = (each: (typeof told)[number]) =>
    each.changes.length === 0 ? each.isMoved : !each.after.isLost && !isFound(each);
  const lossesWithoutAWord = ({
    during,
    after,
    mayBeLost,
    mayStayLost,
    changes: said,
  }: (typeof told)[number]) =>
    [...(mayBeLost ? [] : during), ...(mayStayLost ? [] : [after])].filter(
      (seen) => seen.isLost && !isLostAsSaid(seen, said),
    );
  const expected = told.filter((each) => each.changes.length > 0);
  const lost = told.filter((each) => each.mayBeLost);
  return {
    applies: predicted.length,
    kinds: of.length,
    unanswered: watched.length - of.length,
    unpredictedLosses: told
      .filter(({ isUntold }) => !isUntold)
      .flatMap((each) =>
        lossesWithoutAWord(each)
          .slice(0, 1)
          .map(({ by }) => `${keyOf(each.ask)}: ${each.before.by} → ${by}`),
      ),
    unpredictedMoves: told.filter((each) => isWrong(each) && !each.isUntold).map(shown),
    movesMeanwhile: told.filter((each) =>
      each.during.some(
        (seen) =>
          !seen.isLost &&
          !isSame(seen, each.before) &&
          !each.changes.some((change) => isAsSaid(change.after, seen)),
      ),
    ).length,
    moves: { predicted: expected.length, seen: expected.filter(isFound).length },
    losses: { predicted: lost.length, seen: lost.filter(({ wasLost }) => wasLost).length },
    untold: {
      sentences: untold.length,
      kinds: told.filter(({ isUntold }) => isUntold).length,
      seenOtherwise: told.filter((each) => each.isUntold && (each.wasLost || each.isMoved)).length,
    },
  };
}

/** Shown of a long list. */
const MOST_SHOWN = 5;

const shortened = (what: string, all: readonly string[]): string[] =>
  all.length === 0
    ? []
    : [`${all.length} ${what}: ${all.slice(0, MOST_SHOWN).join('; ')}${all.length > MOST_SHOWN ? ' …' : ''}`];

/** What was not as predicted, a sentence a line. */
export const problemsOf = ({ unpredictedLosses, unpredictedMoves }: Comparison): string[] => [
  ...shortened('unpredicted losses', unpredictedLosses),
  ...shortened('unpredicted moves', unpredictedMoves),
];

/** What all comparisons of a walk come to, in one line. */
export function comparisonInWords(all: readonly Comparison[]): string {
  const sum = (of: (each: Comparison) => number) => all.reduce((total, each) => total + of(each), 0);
  const wrong = `${sum((each) => each.unpredictedLosses.length)} unpredicted losses and ${sum((each) => each.unpredictedMoves.length)} unpredicted moves`;
  const moves = `${sum(({ moves }) => moves.seen)} of ${sum(({ moves }) => moves.predicted)} predicted moves`;
  const losses = `${sum(({ losses }) => losses.seen)} of ${sum(({ losses }) => losses.predicted)} predicted losses`;
  const untold = `it could not tell of ${sum(({ untold }) => untold.kinds)}, in ${sum(({ untold }) => untold.sentences)} sentences, and ${sum(({ untold }) => untold.seenOtherwise)} of these were answered otherwise`;
  return `${sum(({ applies }) => applies)} applies predicted, ${sum(({ kinds }) => kinds)} kinds of requests compared, ${sum(({ unanswered }) => unanswered)} unanswered before: ${wrong}; ${moves} and ${losses} were seen; ${untold}; ${sum(({ movesMeanwhile }) => movesMeanwhile)} were answered by another in the middle.`;
}
