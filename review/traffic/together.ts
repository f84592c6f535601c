import { COUNTRIES } from './countries';
import type { Question } from './served';
import type { Askers } from './traffic-effect';

/** What is told of some questions alike. */
export interface Told<T> {
  readonly questions: readonly Question[];
  readonly told: T;
}

/** What is told alike, told once: of names, paths and methods that the same countries ask. */
export function together<T extends object>(all: readonly Told<T>[]): (T & Askers)[] {
  const byTold = new Map<string, { readonly told: T; readonly questions: Question[] }>();
  for (const { told, questions } of all) {
    const key = JSON.stringify(told);
    const found = byTold.get(key) ?? { told, questions: [] };
    found.questions.push(...questions);
    byTold.set(key, found);
  }
  return [...byTold.values()].flatMap(({ told, questions }) =>
    askersOf(questions).map((askers) => ({ ...told, ...askers })),
  );
}

function askersOf(questions: readonly Question[]): Askers[] {
  const countries = new Map<string, Set<string>>();
  for (const question of questions) {
    const what = question.at === 'edge' ? [question.name, question.method, question.path] : [question.name];
    const key = JSON.stringify(what);
    countries.set(key, (countries.get(key) ?? new Set()).add(question.at === 'edge' ? question.country : ''));
  }
  const alike = new Map<string, (readonly [name: string, method?: string, path?: string])[]>();
  for (const [key, asking] of countries) {
    const list = [...asking]
      .filter((country) => country !== '')
      .sort()
      .join(' ');
    alike.set(list, [...(alike.get(list) ?? []), JSON.parse(key)]);
  }
  return [...alike].map(([list, whats]) => {
    const asking = list === '' ? [] : list.split(' ');
    const methods = unique(whats.map(([, method]) => method));
    const paths = unique(whats.map(([, , path]) => path));
    return {
      names: unique(whats.map(([name]) => name)),
      countries: asking,
      isEverywhere: asking.length === COUNTRIES.length,
      methods: methods.includes('GET') ? [] : methods,
      paths: paths.includes('/') ? [] : paths,
    };
  });
}

const unique = (all: readonly (string | undefined)[]) =>
  [...new Set(all)].filter((each): each is string => each !== undefined).sort();
