import type { Parameters } from './parameters';

/** Where requests have the tags that they set. */
const TAGS = ['Tags', 'tags', 'TagList', 'TagSet', 'Tag', 'TagSpecification', 'AddTags', 'ResourceTags'];

/** And the keys of tags that they remove. */
const KEYS = ['TagKeys', 'tagKeys', 'TagKeyList', 'RemoveTagKeys', 'UntagKeys'];

/** The tags that a request sets, in whichever form its service has them. */
export function tagsIn(parameters: Parameters): ReadonlyMap<string, string> {
  return new Map(TAGS.flatMap((name) => pairs(parameters[name])));
}

/** The keys of all tags that a request sets or removes. */
export function tagKeysIn(parameters: Parameters): readonly string[] {
  const removed = KEYS.flatMap((name) => strings(parameters[name]));
  return [...new Set([...tagsIn(parameters).keys(), ...removed])];
}

/** `[{ Key, Value }]` in either case, `{ key: value }`, and either of them deeper down (`Items`, `TagSpecification.1.Tag`). */
function pairs(value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap(pairs);
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map(Object.entries(value));
  const key = fields.get('Key') ?? fields.get('key') ?? fields.get('TagKey');
  if (typeof key === 'string') {
    return [[key, String(fields.get('Value') ?? fields.get('value') ?? fields.get('TagValue') ?? '')]];
  }
  return [...fields].flatMap(([name, inside]) =>
    typeof inside === 'object' ? pairs(inside) : OTHER_FIELDS.has(name) ? [] : [[name, String(inside)]],
  );
}

/** Of a tag specification, beside its tags. */
const OTHER_FIELDS = new Set(['ResourceType', 'Quantity']);

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
