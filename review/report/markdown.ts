import type { StackReview } from '../analysis/review';
import { isOpen, type JudgedFinding, type JudgedReview } from '../gates/judge';
import { trafficInWords } from '../traffic/words';
import { becauseOf, countsOf, diffLines, isDestructive, OUTCOMES, openOf, wordsOf } from './overview';

/** GitHub takes 65,536 characters for a comment: https://github.com/orgs/community/discussions/27190 */
export const MOST_BYTES = 60_000;
/** By which the comment is found again, so that there is one. */
export const MARKER = '<!-- meridian review -->';

/** A part of the report; what is last is left out first. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** For a comment under a pull request. Where it would be too long, it says so and keeps every refusal that fits. */
export function markdown(review: JudgedReview): string {
  const head = [MARKER, '', `## ${OUTCOMES[review.outcome]}`, ''].join('\n');
  const sections = [
    ...(['refuse', 'hold'] as const).map((severity) => findingSection(review, severity)),
    stackSection(review),
    destructiveSection(review),
    wordSection(review),
    trafficSection(review),
    contractSection(review),
    radiusSection(review),
    findingSection(review, 'warn'),
    allowedSection(review),
    ...review.stacks.map(diffSection),
  ].filter(({ lines }) => lines.length > 0);
  return fitted(head, sections);
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

function fitted(head: string, sections: readonly Section[]): string {
  const note = (left: number) =>
    `\n**Cut: ${left} more lines are in the HTML report.** A comment takes ${MOST_BYTES.toLocaleString('en-US')} bytes.\n`;
  const reserve = bytes(note(1_000_000_000));
  let text = head;
  let left = 0;
  for (const { title, lines } of sections) {
    const body = `### ${title}\n\n${lines.join('\n')}\n\n`;
    if (left === 0 && bytes(text) + bytes(body) + reserve <= MOST_BYTES) {
      text += body;
      continue;
    }
    // A folded diff that is cut open would fold the rest of the comment.
    const isFolded = lines.some((line) => line.startsWith('<details>'));
    const opening = `### ${title}\n\n`;
    let room = left > 0 || isFolded ? 0 : MOST_BYTES - reserve - bytes(text) - bytes(opening) - 1;
    const fitting: string[] = [];
    for (const line of lines) {
      room -= bytes(line) + 1;
      if (room < 0) break;
      fitting.push(line);
    }
    if (fitting.length > 0) text += `${opening}${fitting.join('\n')}\n`;
    left += lines.length - fitting.length;
  }
  return left === 0 ? text : text + note(left);
}

const TITLES = {
  refuse: 'Refused',
  hold: 'Planned again before it is applied',
  warn: 'Worth a look',
} as const;

const findingSection = (review: JudgedReview, severity: JudgedFinding['severity']): Section => ({
  title: TITLES[severity],
  lines: openOf(review, severity).map(({ gate, sentence }) => `- **${gate}** ${plain(sentence)}`),
});

const allowedSection = ({ findings }: JudgedReview): Section => ({
  title: 'Allowed',
  lines: findings.flatMap(({ gate, sentence, allowedBy }) =>
    allowedBy === undefined
      ? []
      : [
          `- **${gate}** ${plain(sentence)} ${plain(allowedBy.owner)} answers for it until ${allowedBy.expires} (${plain(allowedBy.ticket)}): ${plain(allowedBy.reason)}`,
        ],
  ),
});

const stackSection = ({ stacks, findings, appliable }: JudgedReview): Section => ({
  title: 'Stacks, in the order of apply',
  lines: [
    '| stack | why | does | gates | applied as reviewed |',
    '| --- | --- | --- | --- | --- |',
    ...stacks.map((stack) => {
      const ids = findings
        .filter((finding) => finding.stack === stack.id && isOpen(finding))
        .map(({ gate }) => gate);
      const applied = appliable.includes(stack.id) ? 'yes' : countsOf(stack) === 'nothing' ? '–' : 'no';
      return `| ${plain(stack.id)} | ${stack.reason} | ${countsOf(stack)} | ${[...new Set(ids)].join(' ') || '–'} | ${applied} |`;
    }),
  ],
});

const destructiveSection = ({ stacks }: JudgedReview): Section => ({
  title: 'Destroyed and replaced',
  lines: stacks.flatMap(({ id, resources }) =>
    resources
      .filter(isDestructive)
      .map((resource) =>
        `- ${plain(id)}: ${resource.action} ${code(resource.address)} ${plain(becauseOf(resource))}`.trimEnd(),
      ),
  ),
});

const wordSection = ({ stacks }: JudgedReview): Section => ({
  title: 'What that means',
  lines: stacks.flatMap((stack) => wordsOf(stack).map((words) => `- ${plain(stack.id)}: ${plain(words)}`)),
});

const trafficSection = ({ traffic }: JudgedReview): Section => ({
  title: 'Traffic',
  lines: traffic === undefined ? [] : trafficInWords(traffic).map((words) => `- ${plain(words)}`),
});

const contractSection = ({ contracts }: JudgedReview): Section => ({
  title: 'Contracts',
  lines: contracts.map(({ producer, output, change, before, after, readers }) => {
    const types = before === undefined ? '' : ` (${plain(before)} → ${plain(after ?? 'none')})`;
    const read = readers.map(
      ({ stack, addresses }) => `${plain(stack)} at ${addresses.map(code).join(', ')}`,
    );
    return `- ${plain(producer)}: ${code(output)} is ${change.replaceAll('-', ' ')}${types}; read by ${read.join('; ') || 'nobody'}`;
  }),
});

const radiusSection = ({ blastRadius }: JudgedReview): Section => ({
  title: 'How far it reaches',
  lines: blastRadius
    .filter(({ resources, outputs }) => resources + outputs.length > 0)
    .map(({ stack, outputs, readers, resources, awsRegions, teams }) =>
      plain(
        `- ${stack}: ${resources} resources${outputs.length > 0 ? `, outputs ${outputs.join(', ')}` : ''}${readers.length > 0 ? ` → ${readers.map((reader) => reader.stack).join(', ')}` : ''} → ${awsRegions.join(', ') || 'no AWS region'} → ${teams.join(', ') || 'no team'}`,
      ),
    ),
});

function diffSection(stack: StackReview): Section {
  const diffs = stack.resources.flatMap((resource) => {
    const lines = diffLines(resource).map(({ sign, text }) => `${sign} ${text}`);
    const moved = resource.previousAddress === undefined ? '' : ` (was ${resource.previousAddress})`;
    return [`# ${resource.action} ${resource.address}${moved}`, ...lines].map((line) =>
      line.replace(/[\r\n]+/g, ' '),
    );
  });
  const moves = stack.renames.flatMap(({ moved }) => moved.split('\n').map((line) => `  ${line}`));
  const all = moves.length > 0 ? [...diffs, '# this keeps what would be destroyed', ...moves] : diffs;
  if (all.length === 0) return { title: stack.id, lines: [] };
  // A fence longer than any in the values: they are somebody else's text.
  const runs = all.flatMap((line) => line.match(/`+/g) ?? []);
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return {
    title: plain(stack.id),
    lines: [
      `<details><summary>${countsOf(stack)}</summary>`,
      '',
      `${fence}diff`,
      ...all,
      fence,
      '',
      '</details>',
    ],
  };
}

/** Text of others in Markdown: nothing of it is a mark, a mention or a tag. */
export function plain(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*[\]|~]/g, '\\$&')
    .replace(/(^|\W)@(?=\w)/g, '$1@\u200b')
    .replace(/(^|\s)#(?=\d)/g, '$1#\u200b')
    .replace(/(?<!\w)_|_(?!\w)/g, '\\_');
}

function code(text: string): string {
  const ticks = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const pad = ticks.length > 1 ? ' ' : '';
  return `${ticks}${pad}${text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|')}${pad}${ticks}`;
}
