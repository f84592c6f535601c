import { parseXml } from '../../emulators/xml';
import type { Operation, SignedRequest } from './operation';

/** The parameters of an operation by the model's names, as far as the request has them; lists as arrays. */
export type Parameters = Readonly<Record<string, unknown>>;

export function parametersOf(request: SignedRequest, operation: Operation): Parameters {
  const body = request.body ?? Buffer.alloc(0);
  switch (operation.protocol) {
    case 'query':
      return fromForm(new URLSearchParams([...request.query, ...new URLSearchParams(body.toString())]));
    case 'json':
      return fromJson(body);
    case 'rest-json':
      return { ...fromJson(body), ...fromQuery(request.query), ...operation.labels };
    case 'rest-xml':
      return { ...(parseXml(body)?.[1] ?? {}), ...fromQuery(request.query), ...operation.labels };
  }
}

/** The texts of a parameter, which may be a list; none where the request lacks it. */
export function textsOf(parameters: Parameters, name: string): string[] {
  const value = parameters[name];
  return (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string'
      ? [one]
      : typeof one === 'number' || typeof one === 'boolean'
        ? [String(one)]
        : [],
  );
}

export const textOf = (parameters: Parameters, name: string): string | undefined =>
  textsOf(parameters, name)[0];

/** Every text, however deep. */
export function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allTexts) : [];
}

function fromJson(body: Buffer): Parameters {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function fromQuery(query: URLSearchParams): Parameters {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

type Tree = { [name: string]: Tree | string };

/** `Tags.member.1.Key=a` and `SubnetId.1=s` become lists. */
function fromForm(form: URLSearchParams): Parameters {
  const tree: Tree = Object.create(null);
  for (const [name, value] of form) {
    const steps = name.split('.');
    let at = tree;
    for (const step of steps.slice(0, -1)) {
      const there = at[step];
      const next: Tree = typeof there === 'object' ? there : Object.create(null);
      at[step] = next;
      at = next;
    }
    at[steps.at(-1) ?? ''] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, listed(value)]));
}

function listed(value: Tree | string): unknown {
  if (typeof value === 'string') return value;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === 'member') return listed(value.member ?? '');
  const isList = names.length > 0 && names.every((name) => /^\d+$/.test(name));
  const entries = Object.entries(value).map(([name, one]) => [name, listed(one)] as const);
  return isList ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}
