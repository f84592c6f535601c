import { ACTIONS, type ResourceReview, type StackReview } from '../analysis/review';
import { isOpen, type JudgedReview } from '../gates/judge';

const OUTCOMES = {
  refused: 'Refused: this must not be applied',
  held: 'May be merged; some plans are made again before they are applied',
  clear: 'Nothing stands against applying this',
} as const;

/** What a report says first. */
export function headlineOf({ outcome, outside, findings }: JudgedReview): string {
  if (outside === undefined) return OUTCOMES[outcome];
  const open = findings.filter(isOpen).length;
  if (open > 0) return `${open} ${open === 1 ? 'difference' : 'differences'} from what was applied`;
  return outside.unlisted === undefined
    ? 'Nothing differs from what was applied'
    : 'Nothing is known to differ from what was applied';
}

/** `3 create, 1 replace`, or `nothing`: what a plan does, or what somebody else has done. */
export function summaryOf(
  { counts, drift, problem }: StackReview,
  { outside }: Pick<JudgedReview, 'outside'>,
): string {
  if (problem !== undefined) return outside === undefined ? 'not planned' : 'not looked at';
  const count = (action: ResourceReview['action']) => drift.filter((each) => each.action === action).length;
  const counted =
    outside === undefined
      ? [...ACTIONS, 'outputs' as const].map((action) => [counts[action], action] as const)
      : ([
          [count('destroy'), 'deleted'],
          [count('update'), 'changed'],
        ] as const);
  const said = counted.flatMap(([many, what]) => (many > 0 ? [`${many} ${what}`] : []));
  return said.length === 0 ? 'nothing' : said.join(', ');
}

/** Resources whose difference is shown as attributes. */
export const shownOf = ({ resources, drift }: StackReview, { outside }: Pick<JudgedReview, 'outside'>) =>
  outside === undefined ? resources : drift;

export const isDestructive = ({ action }: ResourceReview) => action === 'destroy' || action === 'replace';

/** Why, as Terraform says it: `because of cidr_block (cannot update)`. */
export function becauseOf({ forcedBy, reason }: ResourceReview): string {
  const said = reason?.replace(/^(?:replace|delete)_because_|^replace_by_/, '').replaceAll('_', ' ');
  const why = forcedBy.length > 0 ? `because of ${forcedBy.join(', ')}` : '';
  return [why, said === undefined ? '' : `(${said})`].filter((each) => each !== '').join(' ');
}

/** Sentences of a stack, each once: what several resources mean is one change to a person. */
export const wordsOf = ({ resources, outputs }: StackReview) => [
  ...new Set([...outputs, ...resources].flatMap(({ words }) => words)),
];

/** One line for a value, whatever it holds. */
function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}

/** Characters of a value that a person compares by eye. */
const LONGEST = 160;

export interface DiffLine {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
}

/** What stands in a folded diff for one resource. A function's code has words, and is no line that a person reads. */
export function diffLines(resource: ResourceReview): DiffLine[] {
  return resource.attributes.flatMap(({ path, before, after }): DiffLine[] => {
    if (path === 'code' && resource.words.length > 0) return [];
    if (before === null) return [{ sign: '+', text: `${path} = ${shownValue(after)}` }];
    if (after === null) return [{ sign: '-', text: `${path} = ${shownValue(before)}` }];
    return linesOf(path, before, after);
  });
}

function linesOf(path: string, before: unknown, after: unknown): DiffLine[] {
  const [was, is] = [before, after].map((value) => longLines(value));
  if (was === undefined || is === undefined) {
    return [{ sign: '~', text: `${path}: ${shownValue(before)} → ${shownValue(after)}` }];
  }
  return [
    { sign: '~', text: `${path}:` },
    ...was
      .filter((line) => !is.includes(line))
      .map((line): DiffLine => ({ sign: '-', text: shownValue(line) })),
    ...is
      .filter((line) => !was.includes(line))
      .map((line): DiffLine => ({ sign: '+', text: shownValue(line) })),
  ];
}

/** Lines of a text or of a policy that is too long for one; undefined for what fits. */
function longLines(value: unknown): string[] | undefined {
  if (typeof value !== 'string' || value.length <= LONGEST) return undefined;
  try {
    return JSON.stringify(JSON.parse(value), undefined, 2).split('\n');
  } catch {
    return value.includes('\n') ? value.split('\n') : undefined;
  }
}
