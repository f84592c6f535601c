const compiled = new Map<string, RegExp>();

/** Path patterns: `*` is any characters, `?` exactly one, everything else itself, case included; a leading slash is optional. */
export function matchesPattern(pattern: string, path: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = (pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '[^]*')
      .replace(/\?/g, '[^]');
    expression = new RegExp(`^${source}$`);
    compiled.set(pattern, expression);
  }
  return expression.test(path);
}

/** A path as behaviours are matched with: dot segments resolved, and unreserved characters not encoded (RFC 3986, 6.2.2). */
export function normalizedPath(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : octet.toUpperCase();
  });
  if (!/\/\.{1,2}(\/|$)/.test(decoded)) return decoded;
  const kept: string[] = [];
  const segments = decoded.split('/').slice(1);
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment !== '..' && segment !== '.') kept.push(segment);
    else if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}
