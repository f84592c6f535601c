import { setAttribute } from './dom';

const SVG = 'http://www.w3.org/2000/svg';
/** Between an arrow and what it connects. */
const GAP = 4;

export interface Arrow {
  readonly id: string;
  readonly from: Element | undefined;
  readonly to: Element | undefined;
  /** `moved`, `latest` and so on. */
  readonly looks: readonly string[];
}

/** Lines with heads from the right edge of one element to the left edge of another. */
export class Arrows {
  private readonly groups = new Map<string, SVGGElement>();

  constructor(private readonly svg: SVGElement) {}

  draw(arrows: readonly Arrow[]): void {
    const ids = new Set(arrows.map(({ id }) => id));
    for (const [id, group] of this.groups) {
      if (ids.has(id)) continue;
      group.remove();
      this.groups.delete(id);
    }
    const origin = this.svg.getBoundingClientRect();
    for (const { id, from, to, looks } of arrows) {
      if (from === undefined || to === undefined) continue;
      const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
      const [x1, y1] = [start.right - origin.left + GAP, middle(start) - origin.top];
      const [x2, y2] = [end.left - origin.left - GAP, middle(end) - origin.top];
      const bend = (x2 - x1) / 2;
      const group = this.group(id);
      const [line, head] = group.children;
      if (line) setAttribute(line, 'd', `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
      if (head) setAttribute(head, 'd', `M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}`);
      setAttribute(group, 'class', looks.join(' '));
    }
  }

  private group(id: string): SVGGElement {
    const known = this.groups.get(id);
    if (known !== undefined) return known;
    const made = document.createElementNS(SVG, 'g');
    made.append(document.createElementNS(SVG, 'path'), document.createElementNS(SVG, 'path'));
    made.dataset.arrow = id;
    this.svg.append(made);
    this.groups.set(id, made);
    return made;
  }
}

const middle = ({ top, height }: DOMRect) => top + height / 2;
