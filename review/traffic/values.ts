/** Attributes of a resource, by their names in Terraform. */
export type Values = Readonly<Record<string, unknown>>;

/** The text of an attribute; empty where there is none. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function number(values: Values, name: string, otherwise: number): number {
  const value = values[name];
  return typeof value === 'number' ? value : otherwise;
}

export function blocks(values: Values, name: string): Values[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}

export const block = (values: Values, name: string): Values => blocks(values, name)[0] ?? {};
