import type { StackJson } from '../../terraform/synthesized';
import { MADE_UP } from '../placeholder';
import { type ResourceChange, withoutIndex } from '../plan-json';
import type { Values } from './values';

/**
 * What stands for a value that only the apply will tell. Two tokens are equal where the values will be: a record that leads to
 * `aws_lb.x.dns_name` leads to that load balancer, whatever AWS will call it.
 */
const tokenOf = (stack: string, address: string, path: string) => `‹${stack}/${address}.${path}›`;

const OPAQUE = '‹known after apply: ';

/** What stands for a value of which not even that is known. */
export const opaque = (where: string) => `${OPAQUE}${where}›`;

export const isOpaque = (value: string) => value.startsWith(OPAQUE);
export const isKnownLater = (value: string) => value.startsWith('‹');

type Block = Readonly<Record<string, unknown>>;

/** The values of one stack's plan, with tokens for what it does not know. */
export class KnownLater {
  private readonly changes: ReadonlyMap<string, ResourceChange>;
  private readonly filled = new Map<string, Values>();
  private readonly open = new Set<string>();

  constructor(
    private readonly stack: string,
    changes: readonly ResourceChange[],
    private readonly json: Pick<StackJson, 'resource'> | undefined,
  ) {
    this.changes = new Map(
      changes.flatMap((change) => (change.deposed === undefined ? [[change.address, change] as const] : [])),
    );
  }

  valuesOf({ address, change }: ResourceChange): Values {
    const known = this.filled.get(address);
    if (known !== undefined) return known;
    if (this.open.has(address)) return {};
    this.open.add(address);
    const filled = this.fill(change.after, change.after_unknown, this.blockOf(address), {
      address,
      path: '',
    }) as Values;
    this.open.delete(address);
    this.filled.set(address, filled);
    return filled;
  }

  private blockOf(address: string): Block | undefined {
    const [type = '', name = ''] = withoutIndex(address).split('.');
    return this.json?.resource?.[type]?.[name];
  }

  private fill(value: unknown, unknown: unknown, written: unknown, here: Place): unknown {
    if (unknown === true) return this.written(written, here);
    if (Array.isArray(unknown)) {
      const values = Array.isArray(value) ? value : [];
      const sources = asList(written);
      return Array.from({ length: Math.max(values.length, unknown.length) }, (_, index) =>
        this.fill(values[index], unknown[index], sourceFor(values[index], index, sources, unknown.length), {
          ...here,
          path: `${here.path}[${index}]`,
        }),
      );
    }
    if (typeof unknown !== 'object' || unknown === null || Object.keys(unknown).length === 0) {
      return withoutMadeUp(value, `${this.stack}/${here.address}.${here.path}`);
    }
    const source = (asList(written)[0] ?? {}) as Block;
    const known = (value ?? {}) as Block;
    const filled = Object.entries(unknown).map(([name, each]) => [
      name,
      this.fill(known[name], each, source[name], { ...here, path: pathTo(here.path, name) }),
    ]);
    const told = withoutMadeUp(known, `${this.stack}/${here.address}.${here.path}`) as Block;
    return { ...told, ...Object.fromEntries(filled) };
  }

  /** What an expression will come to. */
  private written(expression: unknown, here: Place): unknown {
    if (expression === undefined) return tokenOf(this.stack, here.address, here.path);
    if (typeof expression === 'string') {
      if (!expression.includes('${')) return expression;
      const reference = /^\$\{(aws_\w+\.[\w-]+)\.([\w.[\]]+)\}$/.exec(expression);
      const [, address, path] = reference ?? [];
      return address === undefined || path === undefined
        ? opaque(`${this.stack}/${here.address}.${here.path}`)
        : this.referred(address, path, here);
    }
    if (Array.isArray(expression)) {
      return expression.map((each, index) => this.written(each, { ...here, path: `${here.path}[${index}]` }));
    }
    if (typeof expression !== 'object' || expression === null) return expression;
    // In the synthesized JSON one block is no list.
    const entries = Object.entries(expression).filter(([name]) => name !== '//');
    return [
      Object.fromEntries(
        entries.map(([name, each]) => [name, this.written(each, { ...here, path: pathTo(here.path, name) })]),
      ),
    ];
  }

  private referred(address: string, path: string, here: Place): unknown {
    const change = this.changes.get(address);
    if (change === undefined) return opaque(`${this.stack}/${here.address}.${here.path}`);
    const found = at(this.valuesOf(change), path);
    return found === undefined || found === null ? tokenOf(this.stack, address, path) : found;
  }
}

/** Nobody has a value that a review has made up. */
function withoutMadeUp(value: unknown, where: string): unknown {
  if (typeof value === 'string') return value.includes(MADE_UP) ? opaque(where) : value;
  if (Array.isArray(value)) return value.map((each, index) => withoutMadeUp(each, `${where}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutMadeUp(each, `${where}.${name}`)]),
  );
}

interface Place {
  readonly address: string;
  readonly path: string;
}

const pathTo = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

const asList = (written: unknown): readonly unknown[] =>
  written === undefined ? [] : Array.isArray(written) ? written : [written];

const at = (value: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((held, step) => (held as Block | undefined)?.[step], value);

/** Plans list the blocks of a set in an order of their own: the source of a block is the one that says what the block says. */
function sourceFor(value: unknown, index: number, sources: readonly unknown[], length: number): unknown {
  if (sources.length === 1) return length === 1 ? sources[0] : undefined;
  if (typeof value !== 'object' || value === null) return sources[index];
  const alike = sources.filter((source) =>
    Object.entries(value).every(([name, each]) => {
      const said = (source as Block)[name];
      const isComparable = typeof each === 'string' && typeof said === 'string' && !said.includes('${');
      return !isComparable || said === each;
    }),
  );
  return alike.length === 1 ? alike[0] : undefined;
}
