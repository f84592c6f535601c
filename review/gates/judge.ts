import type { Review } from '../analysis/review';
import { type AllowEntry, objectionTo } from './allow-file';
import type { Finding, Severity } from './gate';
import { gates } from './index';

export interface JudgedFinding extends Finding {
  readonly gate: string;
  readonly title: string;
  readonly severity: Severity;
  /** Who answers for it. */
  readonly allowedBy?: Pick<AllowEntry, 'owner' | 'reason' | 'ticket' | 'expires'>;
}

export type Outcome = 'refused' | 'held' | 'clear';

export interface JudgedReview extends Review {
  /** Refusals first, then by gate and stack. */
  readonly findings: readonly JudgedFinding[];
  readonly outcome: Outcome;
  /** Ids of the stacks whose plans may be applied as they are. */
  readonly appliable: readonly string[];
}

/** Gate of what is wrong with the allow file itself. */
export const ALLOW_FILE = 'allow-file';

const RANKS: Readonly<Record<Severity, number>> = { refuse: 0, hold: 1, warn: 2 };

/**
 * Asks every gate, and takes off what somebody answers for. `today` is when the answers have to hold; `known` are the ids of all
 * stacks, reviewed or not: an answer for any other one is a mistake.
 */
export function judge(
  review: Review,
  allow: readonly AllowEntry[],
  today: Date,
  known?: readonly string[],
): JudgedReview {
  const objections = new Map(allow.map((entry) => [entry, objectionTo(entry, today)]));
  const used = new Set<AllowEntry>();
  const found = gates.flatMap((gate) =>
    gate.check(review).map((finding): JudgedFinding => {
      const judged = { gate: gate.id, title: gate.title, severity: gate.severity, ...finding };
      // What somebody has done is there already: whatever its severity, somebody may answer for it.
      if (gate.isFinal || (judged.severity !== 'refuse' && review.outside === undefined)) return judged;
      const entries = allow.filter((each) => answersFor(each, judged));
      for (const each of entries) used.add(each);
      const entry = entries.find((each) => objections.get(each) === undefined);
      if (entry === undefined) return judged;
      const { owner, reason, ticket, expires } = entry;
      return { ...judged, allowedBy: { owner, reason, ticket, expires } };
    }),
  );
  const ofFile = allow.flatMap((entry): JudgedFinding[] => {
    const { gate, stack, address } = entry;
    const common = { gate: ALLOW_FILE, title: 'the allow file', stack, address };
    const warning = (sentence: string) => [{ ...common, severity: 'warn' as const, sentence }];
    const what = `${gate} for ${address} of "${stack}"`;
    if (known?.includes(stack) === false)
      return warning(`There is no stack "${stack}": nobody needs ${what}.`);
    if (!isAsked(gate, review)) return [];
    // Of a stack that nobody reviews nothing is known.
    if (!review.stacks.some(({ id }) => id === stack)) return [];
    const objection = objections.get(entry);
    if (objection !== undefined) return [{ ...common, severity: 'refuse', sentence: objection }];
    return used.has(entry) ? [] : warning(`Nothing is found that ${what} would allow: take the entry out.`);
  });
  const findings = [...found, ...ofFile].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      order(a.gate, b.gate) ||
      order(a.stack, b.stack) ||
      order(a.address ?? '', b.address ?? ''),
  );
  const judged = { ...review, findings };
  const appliable = review.stacks.filter(
    ({ id, isKept }) => isKept && gatesOf(judged, id).refused.length === 0,
  );
  return { ...judged, outcome: outcomeOf(findings), appliable: appliable.map(({ id }) => id) };
}

/** Gates that a review of drift asks. Of these, two find nothing in a change. */
const OF_DRIFT = ['G18', 'G23', 'G24'];
const OF_DRIFT_ALONE = ['G23', 'G24'];

const isAsked = (gate: string, { outside }: Review) =>
  outside === undefined ? !OF_DRIFT_ALONE.includes(gate) : OF_DRIFT.includes(gate);

function answersFor({ gate, stack, address }: AllowEntry, finding: JudgedFinding): boolean {
  const found = finding.address ?? finding.stack;
  // `output` is no type: nobody answers for every output at once.
  const type = /^(?!output\.)\w+(?=\.)/.exec(found)?.[0];
  return gate === finding.gate && stack === finding.stack && [found, type].includes(address);
}

/** Whether nobody answers for it. */
export const isOpen = ({ allowedBy }: JudgedFinding) => allowedBy === undefined;

/** What is allowed is told after what is not. */
const rank = (finding: JudgedFinding) => (isOpen(finding) ? RANKS[finding.severity] : 3);
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function outcomeOf(findings: readonly JudgedFinding[]): Outcome {
  const open = findings.filter(isOpen);
  if (open.some(({ severity }) => severity === 'refuse')) return 'refused';
  return open.some(({ severity }) => severity === 'hold') ? 'held' : 'clear';
}

/** Ids of the gates that have nothing against applying a stack's plan, and of those that have. */
export function gatesOf(
  { findings, stacks }: Pick<JudgedReview, 'findings' | 'stacks'>,
  stackId: string,
): {
  readonly passed: string[];
  readonly refused: string[];
  /** Last day on which everybody answers who has answered for something. */
  readonly holdsUntil?: string;
} {
  if (!stacks.some(({ id }) => id === stackId)) throw new Error(`The review has no stack "${stackId}".`);
  const against = findings.filter(
    (finding) => finding.stack === stackId && isOpen(finding) && finding.severity !== 'warn',
  );
  const refused = [...new Set(against.map(({ gate }) => gate))];
  const [holdsUntil] = findings
    .flatMap(({ stack, allowedBy }) => (stack === stackId ? (allowedBy?.expires ?? []) : []))
    .sort();
  return {
    passed: gates.map(({ id }) => id).filter((id) => !refused.includes(id)),
    refused,
    ...(holdsUntil === undefined ? {} : { holdsUntil }),
  };
}
