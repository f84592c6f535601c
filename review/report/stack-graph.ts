import { isOpen, type JudgedReview } from '../gates/judge';
import { xml } from './machine';
import { summaryOf } from './overview';

const BOX = { width: 190, height: 44, gapX: 24, gapY: 46 };
const PER_ROW = 4;

/** Stacks as boxes, in the order of apply from top to bottom, with lines from who publishes to who reads. */
export function stackGraph(review: JudgedReview): string {
  const { stacks, findings } = review;
  const levels = levelsOf(stacks);
  const rows = [...new Set(levels.values())]
    .sort((a, b) => a - b)
    .flatMap((level) => {
      const ids = stacks.filter(({ id }) => levels.get(id) === level).map(({ id }) => id);
      return Array.from({ length: Math.ceil(ids.length / PER_ROW) }, (_, row) =>
        ids.slice(row * PER_ROW, (row + 1) * PER_ROW),
      );
    });
  const places = new Map(
    rows.flatMap((ids, row) =>
      ids.map((id, column): [string, { x: number; y: number }] => [
        id,
        { x: 8 + column * (BOX.width + BOX.gapX), y: 8 + row * (BOX.height + BOX.gapY) },
      ]),
    ),
  );
  const columns = Math.max(1, ...rows.map((ids) => ids.length));
  const width = 16 + columns * (BOX.width + BOX.gapX) - BOX.gapX;
  const height = 16 + rows.length * (BOX.height + BOX.gapY) - BOX.gapY;
  const lines = stacks.flatMap((stack) =>
    [...new Set(stack.inputs.map(({ producer }) => producer))].flatMap((producer) => {
      const [from, to] = [places.get(producer), places.get(stack.id)];
      if (from === undefined || to === undefined) return [];
      const isMade = stack.inputs.some((input) => input.producer === producer && input.source !== 'live');
      return [
        `<line class="${isMade ? 'made' : 'live'}" x1="${from.x + BOX.width / 2}" y1="${from.y + BOX.height}" x2="${to.x + BOX.width / 2}" y2="${to.y}"/>`,
      ];
    }),
  );
  const boxes = stacks.flatMap((stack) => {
    const place = places.get(stack.id);
    if (place === undefined) return [];
    const open = findings.filter((finding) => finding.stack === stack.id && isOpen(finding));
    const worst = (['refuse', 'hold', 'warn'] as const).find((each) =>
      open.some(({ severity }) => severity === each),
    );
    return [
      `<g class="${worst ?? 'clear'}"><rect x="${place.x}" y="${place.y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${place.x + 10}" y="${place.y + 18}">${xml(stack.id)}</text><text class="small" x="${place.x + 10}" y="${place.y + 35}">${xml(summaryOf(stack, review))}</text></g>`,
    ];
  });
  return `<svg role="img" aria-label="Stacks and who reads whom" viewBox="0 0 ${width} ${height}" width="${width}">${lines.join('')}${boxes.join('')}</svg>`;
}

/** How many stacks of the review stand one behind the other before each. */
function levelsOf(stacks: JudgedReview['stacks']): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { id, inputs } of stacks) {
    const before = inputs.map(({ producer }) => levels.get(producer) ?? -1);
    levels.set(id, 1 + Math.max(-1, ...before));
  }
  return levels;
}
