/** Header fields by lower-case name, each with its values in order. */
export type Fields = Map<string, string[]>;

/** From `rawHeaders`: names and values in turn, duplicates kept. */
export function fieldsOf(raw: readonly string[]): Fields {
  const fields: Fields = new Map();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}

/** One value where the field may be split over several lines. */
export function joined(fields: Fields, name: string): string | undefined {
  const values = fields.get(name);
  if (values === undefined || values.length < 2) return values?.[0];
  return values.join(name === 'cookie' ? '; ' : ', ');
}

export function copyOf(fields: Fields): Fields {
  return new Map([...fields].map(([name, values]) => [name, [...values]]));
}

/** As Node's HTTP takes them. */
export function outgoing(fields: Fields): Record<string, string | string[]> {
  return Object.fromEntries(
    [...fields].map(([name, values]) => [
      name,
      name === 'set-cookie' || values.length > 1 ? values : (values[0] ?? ''),
    ]),
  );
}

export function without(fields: Fields, drop: (name: string) => boolean): Fields {
  return new Map([...fields].filter(([name]) => !drop(name)));
}

/** Adds a name to `Vary` unless it is there. */
export function addVary(fields: Fields, name: string): void {
  const present = joined(fields, 'vary') ?? '';
  if (present.split(',').some((one) => one.trim().toLowerCase() === name.toLowerCase())) return;
  fields.set('vary', [present === '' ? name : `${present}, ${name}`]);
}
