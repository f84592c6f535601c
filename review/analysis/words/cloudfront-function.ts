import { createHash } from 'node:crypto';
import { parse } from '@babel/parser';
import type { CrossOriginRules, MediaRoutes, SiteRoutes, TokenRules } from '../../../lambda-src/edge/routes';
import { beyond, type Changed, listed, same, shown } from './words';

/** What a bundled function consists of: its constants, and the source without them. */
interface Parsed {
  /** By the names of their fields, which the bundler keeps. */
  readonly constants: ReadonlyMap<string, unknown>;
  /** Digest of the source, whatever its constants are. */
  readonly digest: string;
}

/** A function's change, as that of the constants that the document gives it, and of its source. */
export function cloudfrontFunctionWords({ action, before, after }: Changed): string[] {
  const name = String(after.name ?? before.name);
  if (action === 'destroy') return [`${name} no longer runs at the edge`];
  if (action === 'create' || same(before.code, after.code)) return [];
  const [was, is] = [parsedOf(before.code), parsedOf(after.code)];
  if (was === undefined || is === undefined) return [`the code of ${name} changes`];
  const shapes = [...new Set([...was.constants.keys(), ...is.constants.keys()])].sort();
  return [
    ...shapes.flatMap((shape) => constantWords(shape, was.constants.get(shape), is.constants.get(shape))),
    ...(was.digest === is.digest ? [] : [`the source of ${name} changes: ${was.digest} → ${is.digest}`]),
  ];
}

function constantWords(shape: string, before: unknown, after: unknown): string[] {
  if (same(before, after)) return [];
  const known = CONSTANTS[shape];
  if (known !== undefined) return known(before, after);
  return [`the constant {${shape}} ${shown(before)} → ${shown(after)}`];
}

/** By the names of a constant's fields. */
const CONSTANTS: Readonly<Record<string, (before: unknown, after: unknown) => string[]>> = {
  'failover,masks,regions': (before, after) => siteWords(before as SiteRoutes, after as SiteRoutes),
  'buckets,fallbacks,masks': (before, after) => mediaWords(before as MediaRoutes, after as MediaRoutes),
  'keyIds,prefixes': (before, after) => tokenWords(before as TokenRules, after as TokenRules),
  'credentials,headers,maxAge,methods,origins': (before, after) =>
    corsWords(before as CrossOriginRules, after as CrossOriginRules),
};

function siteWords(before: SiteRoutes | undefined, after: SiteRoutes | undefined): string[] {
  if (!before || !after) return [];
  const standIn = ({ regions, failover }: SiteRoutes, region: string) => {
    const index = regions.indexOf(region);
    const other = failover[index];
    return other === undefined || other === index ? 'nobody' : regions[other];
  };
  return [
    ...placeWords('the edge', before.regions, after.regions),
    ...countryWords(before.masks, before.regions, after.masks, after.regions),
    ...after.regions.flatMap((region) => {
      const [was, is] = [standIn(before, region), standIn(after, region)];
      return before.regions.includes(region) && was !== is
        ? [`${region} fails over to ${is} instead of ${was}`]
        : [];
    }),
  ];
}

function mediaWords(before: MediaRoutes | undefined, after: MediaRoutes | undefined): string[] {
  if (!before || !after) return [];
  return [
    ...placeWords('media', before.buckets, after.buckets),
    ...countryWords(before.masks, before.buckets, after.masks, after.buckets),
    ...after.buckets.flatMap((bucket, index) => {
      const was = before.fallbacks[before.buckets.indexOf(bucket)];
      const is = after.fallbacks[index];
      return was === undefined || was === is
        ? []
        : [`what ${bucket} lacks comes from ${is} instead of ${was}`];
    }),
  ];
}

function placeWords(who: string, before: readonly string[], after: readonly string[]): string[] {
  const [come, gone] = [beyond(after, before), beyond(before, after)];
  return [
    ...(come.length > 0 ? [`${who} knows ${come.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${who} forgets ${gone.join(', ')}`] : []),
  ];
}

type Masks = readonly (readonly number[])[];

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** `IS: europe → asia`, for each pair of places that countries move between. */
function countryWords(
  masks: Masks,
  names: readonly string[],
  newMasks: Masks,
  newNames: readonly string[],
): string[] {
  const moves = new Map<string, string[]>();
  for (const [first, letter] of LETTERS.entries()) {
    for (const [second, other] of LETTERS.entries()) {
      const [was, is] = [placeOf(masks, first, second), placeOf(newMasks, first, second)];
      // What no mask names is no country, or served by default.
      if (was === 0 && is === 0) continue;
      const move = `${names[was]} → ${newNames[is]}`;
      if (names[was] !== newNames[is]) moves.set(move, [...(moves.get(move) ?? []), `${letter}${other}`]);
    }
  }
  const rest = names[0] === newNames[0] ? [] : [`countries that nobody names: ${names[0]} → ${newNames[0]}`];
  return [...[...moves].map(([move, countries]) => `${listed(countries)}: ${move}`), ...rest];
}

function placeOf(masks: Masks, first: number, second: number): number {
  return masks.findIndex((seconds) => ((seconds[first] ?? 0) & (1 << second)) !== 0) + 1;
}

function tokenWords(before: TokenRules | undefined, after: TokenRules | undefined): string[] {
  const of = (rules: TokenRules | undefined) => ({
    prefixes: rules?.prefixes ?? [],
    keyIds: rules?.keyIds ?? [],
  });
  const [was, is] = [of(before), of(after)];
  return [
    ...beyond(is.prefixes, was.prefixes).map((prefix) => `${prefix} asks for a token from now on`),
    ...beyond(was.prefixes, is.prefixes).map((prefix) => `${prefix} is open to everybody`),
    ...beyond(is.keyIds, was.keyIds).map((id) => `members' sessions: key ${id} is accepted`),
    ...beyond(was.keyIds, is.keyIds).map(
      (id) => `members' sessions: key ${id} retires, and whoever has a token of it logs in again`,
    ),
  ];
}

function corsWords(before: CrossOriginRules | undefined, after: CrossOriginRules | undefined): string[] {
  const [was, is] = [before?.origins ?? [], after?.origins ?? []];
  return [
    ...beyond(is, was).map((origin) => `pages of ${origin} may call the site`),
    ...beyond(was, is).map((origin) => `pages of ${origin} may no longer call the site`),
    ...(['methods', 'headers', 'credentials', 'maxAge'] as const).flatMap((field) =>
      before && after && before[field] !== after[field]
        ? [`preflight answers: ${field} ${shown(before[field])} → ${shown(after[field])}`]
        : [],
    ),
  ];
}

/** Undefined where it is no whole script: then nothing is said of its parts. */
function parsedOf(code: unknown): Parsed | undefined {
  if (typeof code !== 'string') return undefined;
  try {
    const constants = new Map<string, unknown>();
    const cuts: [number, number][] = [];
    for (const statement of parse(code, { sourceType: 'module' }).program.body) {
      if (statement.type !== 'VariableDeclaration') continue;
      for (const { init } of statement.declarations) {
        if (init?.type !== 'ObjectExpression') continue;
        const value = literal(init);
        if (!isRecord(value)) continue;
        constants.set(Object.keys(value).sort().join(','), value);
        cuts.push([init.start ?? 0, init.end ?? 0]);
      }
    }
    const source = cuts.reduceRight((text, [start, end]) => text.slice(0, start) + text.slice(end), code);
    return { constants, digest: createHash('sha256').update(withoutNames(source)).digest('hex').slice(0, 8) };
  } catch {
    return undefined;
  }
}

/** The minifier gives the shortest names to what is used most, constants included: names count by where they first stand. */
function withoutNames(source: string): string {
  const order = new Map<string, string>();
  return source.replace(/(?<![\w$])[A-Za-z_$][\w$]?(?![\w$])/g, (name) => {
    const known = order.get(name) ?? `n${order.size}`;
    order.set(name, known);
    return known;
  });
}

type Statement = ReturnType<typeof parse>['program']['body'][number];
type Declaration = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number];
type Expression = NonNullable<Declaration['init']>;

/** The value of an expression that says one; undefined where it computes. */
function literal(node: Expression): unknown {
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'NullLiteral':
      return null;
    case 'UnaryExpression': {
      const value = literal(node.argument);
      if (node.operator === '!') return !value;
      return node.operator === '-' && typeof value === 'number' ? -value : undefined;
    }
    case 'ArrayExpression':
      return node.elements.map((element) =>
        element === null || element.type === 'SpreadElement' ? undefined : literal(element),
      );
    case 'ObjectExpression': {
      const entries = node.properties.map((property): [string, unknown] | undefined => {
        if (property.type !== 'ObjectProperty') return undefined;
        const { key, value } = property;
        const name =
          key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : undefined;
        const held = literal(value as Expression);
        return name === undefined || held === undefined ? undefined : [name, held];
      });
      const whole = entries.filter((entry) => entry !== undefined);
      return whole.length === entries.length ? Object.fromEntries(whole) : undefined;
    }
    default:
      return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
