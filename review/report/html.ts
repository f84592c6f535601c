import type { StackReview } from '../analysis/review';
import type { JudgedReview } from '../gates/judge';
import { xml } from './machine';
import { diffLines, headlineOf, shownOf, summaryOf } from './overview';
import { type Part, type Section, sectionsOf } from './sections';
import { stackGraph } from './stack-graph';

/** A page that stands alone: nothing is loaded, nothing runs. */
export function html(review: JudgedReview): string {
  const { stacks, outcome } = review;
  const headline = xml(headlineOf(review));
  const { against, about } = sectionsOf(review);
  const parts = [
    `<h1 class="${outcome}">${headline}</h1>`,
    `<div class="wide">${stackGraph(review)}</div>`,
    ...[...against, ...about].map(section),
    '<h2>Every stack</h2>',
    ...stacks.map((stack) => stackPart(stack, review)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${headline}</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
}

const section = ({ title, lines }: Section) =>
  `<h2>${title}</h2>\n<ul>\n${lines.map((parts) => `<li>${parts.map(partOf).join('')}</li>`).join('\n')}\n</ul>`;

function partOf(part: Part): string {
  if (typeof part === 'string') return xml(part);
  return 'code' in part ? `<code>${xml(part.code)}</code>` : `<b>${xml(part.strong)}</b>`;
}

function stackPart(stack: StackReview, review: JudgedReview): string {
  const rows = shownOf(stack, review).map((resource) => {
    const lines = diffLines(resource).map(
      ({ sign, text }) => `<span class="${SIGNS[sign]}">${sign} ${xml(text)}</span>`,
    );
    const was = resource.previousAddress === undefined ? '' : ` (was ${xml(resource.previousAddress)})`;
    return `<h4>${resource.action} <code>${xml(resource.address)}</code>${was}</h4>${lines.length > 0 ? `<pre>${lines.join('\n')}</pre>` : ''}`;
  });
  const moves = stack.renames.map(({ moved }) => `<h4>this keeps what is there</h4><pre>${xml(moved)}</pre>`);
  const about = [...(review.outside === undefined ? [stack.reason] : []), ...saidOf(stack, review)].join(
    ' · ',
  );
  return `<details><summary><b>${xml(stack.id)}</b> ${xml(about)}</summary>${stack.problem === undefined ? '' : `<p>${xml(stack.problem)}</p>`}${rows.join('\n')}${moves.join('\n')}</details>`;
}

function saidOf(stack: StackReview, review: JudgedReview): string[] {
  const does = summaryOf(stack, review);
  if (review.outside !== undefined) return [does];
  if (review.appliable.includes(stack.id)) return [does, 'may be applied as it is'];
  return does === 'nothing' ? [does] : [does, 'never applied as it is'];
}

const SIGNS = { '+': 'more', '-': 'less', '~': 'other' } as const;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; border-left: .4rem solid; padding-left: .6rem; }
h1.refused { border-color: #c62828; } h1.held { border-color: #b26a00; } h1.clear { border-color: #2e7d32; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; } h4 { margin: .8rem 0 .2rem; font-weight: 500; }
ul { padding-left: 1.2rem; } li { margin: .2rem 0; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { white-space: pre-wrap; margin: 0; padding: .5rem; background: #8881; border-radius: 4px; }
.more { color: #2e7d32; } .less { color: #c62828; } .other { color: #b26a00; }
details { border: 1px solid #8884; border-radius: 6px; padding: .4rem .7rem; margin: .4rem 0; } summary { cursor: pointer; }
.wide { overflow-x: auto; } svg text { font: 13px system-ui, sans-serif; fill: currentColor; }
svg text.small { font-size: 11px; } svg rect { fill: #8881; stroke: #2e7d32; stroke-width: 2; }
svg .refuse rect { stroke: #c62828; } svg .hold rect { stroke: #b26a00; } svg .warn rect { stroke: #8a8a00; }
svg line { stroke: #888; stroke-width: 1.5; } svg line.made { stroke-dasharray: 5 4; }
`;
