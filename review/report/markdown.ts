import type { StackReview } from '../analysis/review';
import { isOpen, type JudgedReview } from '../gates/judge';
import { diffLines, headlineOf, shownOf, summaryOf } from './overview';
import { type Part, type Section, sectionsOf } from './sections';

/** GitHub takes 65,536 characters for a comment: https://github.com/orgs/community/discussions/27190 */
export const MOST_BYTES = 60_000;
/** By which the comment is found again, so that there is one. */
export const MARKER = '<!-- meridian review -->';

/** A part of the report as lines of Markdown; what is last is left out first. */
interface Written {
  readonly title: string;
  readonly lines: readonly string[];
}

/** For a comment under a pull request. Where it would be too long, it says so and keeps every refusal that fits. */
export function markdown(review: JudgedReview): string {
  const head = [MARKER, '', `## ${headlineOf(review)}`, ''].join('\n');
  const { against, about } = sectionsOf(review);
  const sections = [
    ...against.map(written),
    stackSection(review),
    ...about.map(written),
    ...review.stacks.map((stack) => diffSection(stack, review)),
  ].filter(({ lines }) => lines.length > 0);
  return fitted(head, sections);
}

const written = ({ title, lines }: Section): Written => ({
  title,
  lines: lines.map((parts) => `- ${parts.map(partOf).join('')}`.trimEnd()),
});

function partOf(part: Part): string {
  if (typeof part === 'string') return plain(part);
  return 'code' in part ? code(part.code) : `**${part.strong}**`;
}

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

function fitted(head: string, sections: readonly Written[]): string {
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

function stackSection(review: JudgedReview): Written {
  const { stacks, findings, appliable, outside } = review;
  const gatesOf = ({ id }: StackReview) => {
    const ids = findings.filter((finding) => finding.stack === id && isOpen(finding)).map(({ gate }) => gate);
    return [...new Set(ids)].join(' ') || '–';
  };
  if (outside !== undefined) {
    return {
      title: 'Stacks',
      lines: [
        '| stack | outside of Terraform | gates |',
        '| --- | --- | --- |',
        ...stacks.map((stack) => `| ${plain(stack.id)} | ${summaryOf(stack, review)} | ${gatesOf(stack)} |`),
      ],
    };
  }
  return {
    title: 'Stacks, in the order of apply',
    lines: [
      '| stack | why | does | gates | applied as reviewed |',
      '| --- | --- | --- | --- | --- |',
      ...stacks.map((stack) => {
        const does = summaryOf(stack, review);
        const applied = appliable.includes(stack.id) ? 'yes' : does === 'nothing' ? '–' : 'no';
        return `| ${plain(stack.id)} | ${stack.reason} | ${does} | ${gatesOf(stack)} | ${applied} |`;
      }),
    ],
  };
}

function diffSection(stack: StackReview, review: JudgedReview): Written {
  const diffs = shownOf(stack, review).flatMap((resource) => {
    const lines = diffLines(resource).map(({ sign, text }) => `${sign} ${text}`);
    const moved = resource.previousAddress === undefined ? '' : ` (was ${resource.previousAddress})`;
    return [`# ${resource.action} ${resource.address}${moved}`, ...lines].map((line) =>
      line.replace(/[\r\n]+/g, ' '),
    );
  });
  const moves = stack.renames.flatMap(({ moved }) => moved.split('\n').map((line) => `  ${line}`));
  const all = moves.length > 0 ? [...diffs, '# this keeps what is there', ...moves] : diffs;
  if (all.length === 0) return { title: stack.id, lines: [] };
  // A fence longer than any in the values: they are somebody else's text.
  const runs = all.flatMap((line) => line.match(/`+/g) ?? []);
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return {
    title: plain(stack.id),
    lines: [
      `<details><summary>${summaryOf(stack, review)}</summary>`,
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
