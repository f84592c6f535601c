/**
 * Reads variables that the deployment must have set: all of them, or one error that lists every missing one.
 *
 * The only place in `lambda-src/` that touches `process.env`, together with `optionalVariable`.
 */
export function readEnvironment<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(`environment: expected ${missing.join(', ')}, got nothing`);
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}

/** A variable that the runtime may have set. */
export function optionalVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}
