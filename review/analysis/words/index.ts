import { KNOWN_AFTER_APPLY, masked } from '../../masking/masked';
import type { Secrets } from '../../masking/secrets';
import type { Change, ResourceChange } from '../../plan-json';
import type { ResourceAction } from '../review';
import { cloudfrontFunctionWords } from './cloudfront-function';
import { databaseWords } from './database';
import { dnsWords } from './dns';
import { edgeWords } from './edge';
import { instanceWords } from './instances';
import { outputWords } from './outputs';
import { secretWords } from './secrets';
import { serviceWords } from './services';
import type { Attributes, Changed, Words } from './words';

/** What a change means, by the type of the resource that changes. What has no words is shown as attributes. */
export const WORDS: Readonly<Record<string, Words>> = {
  aws_cloudfront_function: cloudfrontFunctionWords,
  ...databaseWords,
  ...dnsWords,
  ...edgeWords,
  ...instanceWords,
  ...secretWords,
  ...serviceWords,
};

/** `place`: what the stack is of, such as `asia`. */
export function wordsFor(
  { type, change }: ResourceChange,
  action: ResourceAction,
  place: string,
  secrets: Secrets,
): readonly string[] {
  const words = WORDS[type];
  if (words === undefined || action === 'move' || action === 'import') return [];
  return words(changedIn(change, action, place, secrets));
}

/** The same for an output that readers depend on. */
export function wordsForOutput(name: string, before: unknown, after: unknown): readonly string[] {
  return outputWords[name]?.(before, after) ?? [];
}

function changedIn(change: Change, action: ResourceAction, place: string, secrets: Secrets): Changed {
  const before = masked(change.before, secrets, change.before_sensitive) as Attributes | null;
  const after = masked(change.after, secrets, change.after_sensitive) as Attributes | null;
  const unknown = Object.entries(change.after_unknown ?? {}).filter(([, each]) => each === true);
  return {
    action,
    place,
    before: before ?? {},
    after: { ...after, ...Object.fromEntries(unknown.map(([name]) => [name, KNOWN_AFTER_APPLY])) },
  };
}
