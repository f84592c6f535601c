import { groupBy } from '../analysis/group-by';
import type { ContractChange, Unasked } from '../analysis/review';
import { costsInWords } from '../costs/words';
import { isOpen, type JudgedFinding, type JudgedReview } from '../gates/judge';
import { trafficInWords } from '../traffic/words';
import { becauseOf, isDestructive, wordsOf } from './overview';

/** Text of others, which no format takes for a mark; or a name, or a word that stands out. */
export type Part = string | { readonly code: string } | { readonly strong: string };
export type Line = readonly Part[];

/** What every report says, in the same words. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** What stands against an apply, and what else there is to say; a section without lines is left out. */
export function sectionsOf(review: JudgedReview): { readonly against: Section[]; readonly about: Section[] } {
  const against = [findings(review, 'refuse'), findings(review, 'hold')];
  const about = [
    destroyed(review),
    { title: 'What that means', lines: words(review) },
    { title: 'Traffic', lines: review.traffic === undefined ? [] : trafficInWords(review.traffic).map(line) },
    { title: 'Contracts', lines: review.contracts.map(contractLine) },
    radius(review),
    { title: 'Costs', lines: review.costs === undefined ? [] : costsInWords(review.costs).map(line) },
    findings(review, 'warn'),
    allowed(review),
    ...outside(review),
  ];
  const isSaid = ({ lines }: Section) => lines.length > 0;
  return { against: against.filter(isSaid), about: about.filter(isSaid) };
}

const line = (text: string): Line => [text];

const TITLES = {
  refuse: 'Refused',
  hold: 'Planned again before it is applied',
  warn: 'Worth a look',
} as const;

const findings = ({ findings, outside }: JudgedReview, severity: JudgedFinding['severity']): Section => ({
  title: outside !== undefined && severity === 'refuse' ? 'Must be mended' : TITLES[severity],
  lines: findings
    .filter((finding) => isOpen(finding) && finding.severity === severity)
    .map(({ gate, sentence }) => [{ strong: gate }, ` ${sentence}`]),
});

const allowed = ({ findings }: JudgedReview): Section => ({
  title: 'Allowed',
  lines: findings.flatMap(({ gate, sentence, allowedBy }): Line[] =>
    allowedBy === undefined
      ? []
      : [
          [
            { strong: gate },
            ` ${sentence} ${allowedBy.owner} answers for it until ${allowedBy.expires} (${allowedBy.ticket}): ${allowedBy.reason}`,
          ],
        ],
  ),
});

const destroyed = ({ stacks }: JudgedReview): Section => ({
  title: 'Destroyed and replaced',
  lines: stacks.flatMap(({ id, resources }) =>
    resources.filter(isDestructive).map((resource): Line => {
      const because = becauseOf(resource);
      return [`${id}: ${resource.action} `, { code: resource.address }, because === '' ? '' : ` ${because}`];
    }),
  ),
});

const words = ({ stacks, edgeFunctions = [] }: JudgedReview): Line[] =>
  stacks.flatMap((stack) =>
    [
      ...wordsOf(stack),
      ...edgeFunctions.filter((each) => each.stack === stack.id).map(({ says }) => says),
    ].map((said) => line(`${stack.id}: ${said}`)),
  );

function contractLine({ producer, output, change, before, after, readers }: ContractChange): Line {
  const types = before === undefined ? '' : ` (${before} → ${after ?? 'none'})`;
  const read = readers.flatMap(({ stack, addresses }, index): Part[] => [
    `${index === 0 ? '' : '; '}${stack} at `,
    ...addresses.flatMap((address, place): Part[] => [...(place === 0 ? [] : [', ']), { code: address }]),
  ]);
  return [
    `${producer}: `,
    { code: output },
    ` is ${change.replaceAll('-', ' ')}${types}; read by ${read.length === 0 ? 'nobody' : ''}`,
    ...read,
  ];
}

const radius = ({ blastRadius }: JudgedReview): Section => ({
  title: 'How far it reaches',
  lines: blastRadius
    .filter(({ resources, outputs }) => resources + outputs.length > 0)
    .map(({ stack, outputs, readers, resources, awsRegions, teams }) =>
      line(
        `${stack}: ${resources} resources${outputs.length > 0 ? `, outputs ${outputs.join(', ')}` : ''}${readers.length > 0 ? ` → ${readers.map((reader) => reader.stack).join(', ')}` : ''} → ${awsRegions.join(', ') || 'no AWS region'} → ${teams.join(', ') || 'no team'}`,
      ),
    ),
});

function outside({ outside }: JudgedReview): Section[] {
  if (outside === undefined) return [];
  const { unapplied, unlisted, unasked } = outside;
  return [
    {
      title: 'Differs, and no stack asks for it',
      lines: unaskedLines(unasked),
    },
    {
      title: 'Not looked at',
      lines: [
        ...unapplied.map((id) => line(`${id}: nothing of it is applied`)),
        ...(unlisted === undefined ? [] : [line(`What carries the tags and is in no state: ${unlisted}`)]),
      ],
    },
  ];
}

/** One line for what differs alike: a type whose attributes AWS fills in has many resources. */
function unaskedLines(unasked: readonly Unasked[]): Line[] {
  const alike = groupBy(unasked, ({ stack, address, attributes }) =>
    JSON.stringify([stack, typeOf(address), attributes]),
  );
  return [...alike.values()].flatMap((group): Line[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { stack, address, attributes } = first;
    const name = group.length === 1 ? address : typeOf(address);
    return [
      [
        `${stack}: ${group.length === 1 ? '' : `${group.length} × `}`,
        { code: name },
        ` ${attributes.join(', ')}`,
      ],
    ];
  });
}

const typeOf = (address: string) => address.replace(/\..*/s, '');
