type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and content. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** The one element of the page, or of a part of it, that the selector names. */
export function find<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Leaves the text alone where it is the same, so that selections and screen readers are not disturbed. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** `undefined` takes the attribute away. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function setHidden(element: Element, isHidden: boolean): void {
  if (element instanceof HTMLElement && element.hidden !== isHidden) element.hidden = isHidden;
}

/** What stands for one item of a list. */
export interface Row<T> {
  readonly element: Element;
  update(item: T): void;
}

/** Elements that stand for items, one for each key: an item that stays keeps its element, and with it the focus. */
export class Rows<T> {
  private readonly rows = new Map<string, Row<T>>();

  constructor(
    private readonly parent: Element,
    private readonly keyOf: (item: T) => string,
    private readonly create: (item: T) => Row<T>,
  ) {}

  show(items: readonly T[]): void {
    const keys = new Set(items.map(this.keyOf));
    for (const [key, { element }] of this.rows) {
      if (keys.has(key)) continue;
      element.remove();
      this.rows.delete(key);
    }
    let next = this.first();
    for (const item of items) {
      const row = this.rowOf(item);
      row.update(item);
      if (row.element === next) next = next.nextElementSibling;
      else this.parent.insertBefore(row.element, next);
    }
  }

  element(key: string): Element | undefined {
    return this.rows.get(key)?.element;
  }

  private first(): Element | null {
    const own = new Set([...this.rows.values()].map(({ element }) => element));
    return [...this.parent.children].find((child) => own.has(child)) ?? null;
  }

  private rowOf(item: T): Row<T> {
    const key = this.keyOf(item);
    const row = this.rows.get(key) ?? this.create(item);
    this.rows.set(key, row);
    return row;
  }
}

const shownOptions = new WeakMap<HTMLSelectElement, string>();

/** Options of a select element, which keeps what is chosen while that is offered. */
export function setOptions(
  select: HTMLSelectElement,
  options: readonly { readonly value: string; readonly label: string }[],
): void {
  const wanted = options.map(({ value, label }) => `${value}\n${label}`).join('\n');
  if (shownOptions.get(select) === wanted) return;
  const chosen = select.value;
  shownOptions.set(select, wanted);
  select.replaceChildren(...options.map(({ value, label }) => new Option(label, value)));
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}
