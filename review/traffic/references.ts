import type { StackJson } from '../../terraform/synthesized';
import { walk } from '../reads';

const REFERENCE = /\b(?:data\.)?(?:aws|time|random|null|terraform)_\w+\.[\w-]+|\blocal\.[\w-]+/g;

type Json = Pick<StackJson, 'resource' | 'data' | 'locals'>;

/** Which resources of a stack stand on which others, through data and locals as well. Addresses have no index. */
export class References {
  private readonly direct = new Map<string, Set<string>>();
  private readonly closures = new Map<string, ReadonlySet<string>>();

  /** Of several versions of the stack: what one refers to counts for all. */
  constructor(versions: readonly Json[]) {
    for (const { resource = {}, data = {}, locals = {} } of versions) {
      this.note(resource, '');
      this.note(data, 'data.');
      for (const [name, value] of Object.entries(locals)) this.add(`local.${name}`, value);
    }
  }

  /** Every resource that this one refers to, or that one of those does. */
  of(address: string): ReadonlySet<string> {
    const known = this.closures.get(address);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const open = [...(this.direct.get(address) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(this.direct.get(next) ?? []));
    }
    this.closures.set(address, found);
    return found;
  }

  private note(byType: Readonly<Record<string, Readonly<Record<string, unknown>>>>, prefix: string): void {
    for (const [type, byName] of Object.entries(byType)) {
      for (const [name, block] of Object.entries(byName)) this.add(`${prefix}${type}.${name}`, block);
    }
  }

  private add(address: string, value: unknown): void {
    const referred = this.direct.get(address) ?? new Set();
    const note = (text: string) => {
      for (const [found] of text.matchAll(REFERENCE)) if (found !== address) referred.add(found);
    };
    walk(value, (text) => {
      if (text.includes('${')) note(text);
    });
    // Addresses without marks of an expression.
    walk((value as { readonly depends_on?: unknown } | null)?.depends_on, note);
    this.direct.set(address, referred);
  }
}
