import type { ContractOutput } from '../modules/contract/contract';

/** What a placeholder is made for. */
export interface Promised {
  /** Name of the output. */
  readonly name: string;
  /** Of the contract. @default 'text' */
  readonly type?: ContractOutput['type'];
  /** As the producer's synthesized stack has it: values, and expressions in their place. */
  readonly expression?: unknown;
  readonly awsRegion: string;
  readonly accountId?: string;
}

/** Stands in every text that a placeholder has. */
export const MADE_UP = 'not-applied-';

/** Starts of the ids of EC2: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  aws_vpc: 'vpc-',
  aws_subnet: 'subnet-',
  aws_route_table: 'rtb-',
  aws_security_group: 'sg-',
};

/** A value of the output's type and shape that the provider takes for a real one; what the producer writes down itself stays. */
export function placeholderOf(promised: Promised): unknown {
  const { expression, name, type = 'text' } = promised;
  if (Array.isArray(expression)) return expression.map((each) => placeholderOf(partOf(promised, each)));
  if (expression !== null && typeof expression === 'object') {
    return Object.fromEntries(
      Object.entries(expression).map(([key, each]) => [key, placeholderOf(partOf(promised, each))]),
    );
  }
  if (expression !== undefined && !(typeof expression === 'string' && expression.includes('${')))
    return expression;
  const text = textFor(promised);
  if (type === 'list') return [text];
  return type === 'map' ? { [name]: text } : text;
}

/** The value with placeholders wherever the plan does not know it; `unknown` is that of Terraform's JSON. */
export function withPlaceholders(value: unknown, unknown: unknown, promised: Promised): unknown {
  if (unknown === true) return placeholderOf(promised);
  if (Array.isArray(unknown)) {
    const expressions = Array.isArray(promised.expression) ? promised.expression : [];
    const values = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(unknown.length, values.length) }, (_, index) =>
      withPlaceholders(values[index], unknown[index], partOf(promised, expressions[index])),
    );
  }
  if (unknown !== null && typeof unknown === 'object') {
    const values = (value ?? {}) as Readonly<Record<string, unknown>>;
    const expressions = (
      typeof promised.expression === 'object' ? (promised.expression ?? {}) : {}
    ) as Readonly<Record<string, unknown>>;
    const names = new Set([...Object.keys(values), ...Object.keys(unknown)]);
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        withPlaceholders(
          values[name],
          (unknown as Readonly<Record<string, unknown>>)[name],
          partOf(promised, expressions[name]),
        ),
      ]),
    );
  }
  return value;
}

/** Whether there is a place that the plan does not know. */
export const hasUnknown = (unknown: unknown): boolean =>
  unknown === true ||
  (unknown !== null && typeof unknown === 'object' && Object.values(unknown).some(hasUnknown));

const partOf = ({ type: _, ...promised }: Promised, expression: unknown): Promised => ({
  ...promised,
  type: 'text',
  expression,
});

function textFor({ name, expression, awsRegion, accountId = '123456789012' }: Promised): string {
  const [, type = '', attribute = ''] =
    /\$\{(\w+)\.[\w-]+(?:\[[^\]]*\])?\.(\w+)/.exec(String(expression)) ?? [];
  const word = `${MADE_UP}${name.replaceAll('_', '-')}`;
  if (attribute === 'arn' || /_arns?$/.test(name)) return `arn:aws:service:${awsRegion}:${accountId}:${word}`;
  const prefix = attribute === 'id' ? ID_PREFIXES[type] : undefined;
  if (prefix !== undefined) return `${prefix}00000000000000000`;
  return attribute === 'url' || /_urls?$/.test(name) ? `https://${word}.invalid/` : word;
}
