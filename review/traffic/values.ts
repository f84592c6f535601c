import { CannotTell } from './cannot-tell';
import { isKnownLater } from './known-later';

/** Attributes of a resource, by their names in Terraform. */
export type Values = Readonly<Record<string, unknown>>;

/** The text of an attribute; empty where there is none. What only the apply tells is a token, equal to those of the same thing. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** A text of which a token says nothing, because it is compared with words. */
export const word = (values: Values, name: string): string => text(known(values, name), name);

/** Texts, of which each may be a token. */
export const texts = (values: Values, name: string): string[] =>
  list(values, name).filter((each) => typeof each === 'string');

/** Texts of which a token says nothing. */
export const words = (values: Values, name: string): string[] =>
  texts(values, name).map((each) => word({ [name]: each }, name));

export function number(values: Values, name: string, otherwise: number): number {
  const value = known(values, name)[name];
  return typeof value === 'number' ? value : otherwise;
}

export const numbers = (values: Values, name: string): number[] =>
  list(values, name).map((each) =>
    number({ [name]: Number.isNaN(Number(each)) ? each : Number(each) }, name, 0),
  );

export const flag = (values: Values, name: string): boolean => known(values, name)[name] === true;

export const blocks = (values: Values, name: string): Values[] =>
  list(values, name)
    .map((each) => known({ [name]: each }, name)[name])
    .filter((each): each is Values => typeof each === 'object' && each !== null);

export const block = (values: Values, name: string): Values => blocks(values, name)[0] ?? {};

function list(values: Values, name: string): readonly unknown[] {
  const value = known(values, name)[name];
  return Array.isArray(value) ? value : [];
}

function known(values: Values, name: string): Values {
  const value = values[name];
  if (typeof value === 'string' && isKnownLater(value)) throw new CannotTell(`its ${name} is not known`);
  return values;
}

type Readers<T> = { readonly [Name in keyof T]: () => T[Name] };

/** An object of which each property is read where somebody asks for it: what cannot be told of one says nothing of the others. */
export function lazily<T extends object>(readers: Readers<T>): T {
  const object = {} as T;
  for (const name of Object.keys(readers) as (keyof T)[]) {
    const get = () => {
      const value = readers[name]();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
  return object;
}
