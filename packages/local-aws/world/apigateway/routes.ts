/** A path that a resource or a route takes, such as `/pets/{id}` or `/{proxy+}`. */
export interface PathMatch {
  /** Undecoded, by the variables' names. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Sorts before that of a less specific match. */
  readonly rank: string;
}

/**
 * Full matches come before those of a greedy variable, and fixed segments before variables:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchPath(pattern: string, path: string): PathMatch | undefined {
  const wanted = pattern.split('/');
  const asked = path.split('/');
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, segment] of wanted.entries()) {
    const variable = /^\{([^+}]+)(\+?)\}$/.exec(segment);
    const value = asked[index];
    if (value === undefined) return undefined;
    const [, name = '', greedy] = variable ?? [];
    if (greedy) {
      const rest = asked.slice(index).join('/');
      return rest === '' ? undefined : { parameters: { ...parameters, [name]: rest }, rank: `1${rank}2` };
    }
    if (variable === null ? value !== segment : value === '') return undefined;
    if (variable !== null) parameters[name] = value;
    rank += variable === null ? '0' : '1';
  }
  return asked.length === wanted.length ? { parameters, rank: `0${rank}` } : undefined;
}

/** The most specific of what matches; of equals, the first. */
export function mostSpecific<T>(
  candidates: readonly T[],
  match: (candidate: T) => PathMatch | undefined,
): { readonly candidate: T; readonly match: PathMatch } | undefined {
  return candidates
    .flatMap((candidate) => {
      const found = match(candidate);
      return found === undefined ? [] : [{ candidate, match: found }];
    })
    .sort((a, b) => (a.match.rank < b.match.rank ? -1 : a.match.rank > b.match.rank ? 1 : 0))[0];
}

/** As it is where it cannot be decoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
