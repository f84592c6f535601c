import type { ResourceChange } from '../plan-json';
import { walk } from '../reads';
import { writtenPolicy } from './written-policy';

export interface Known {
  /** Everything that the plan changes, and what stays. */
  readonly all: readonly ResourceChange[];
  /** The resource's block in the base. */
  readonly writtenBefore: unknown;
}

const REFERENCES = /\$\{([^}]+)\.(\w+)\}/g;

/** What a reference can be that the plan does not tell, such as one to data; `*` is none. */
const FORMS: Readonly<Record<string, string>> = { account_id: '\\d{12}', arn: 'arn:[^*]+' };
const OTHER_FORM = '[^*:/]+';

/**
 * A policy as it is written, with what its references stood for before the change. The plan says it of the very resource; where it
 * does not, a text that the base's policy has too is the one that fits in the policy as it was. What is left is new.
 */
export function asItStood(policy: string, before: unknown, { all, writtenBefore }: Known): string {
  const had = textsOf(before);
  const inBase = new Set<string>();
  walk(writtenBefore, (text) => {
    for (const each of textsOf(writtenPolicy(text))) inBase.add(each);
  });
  const stood = (text: string): string => {
    const told = text.replace(REFERENCES, (reference, address: string, attribute: string) => {
      const known = all.find((each) => each.address === address && each.deposed === undefined);
      const value = (known?.change.before as Readonly<Record<string, unknown>> | null | undefined)?.[
        attribute
      ];
      return typeof value === 'string' ? value : reference;
    });
    if (!told.includes('${') || !inBase.has(text)) return told;
    const form = new RegExp(`^${formOf(told)}$`);
    return had.find((each) => form.test(each)) ?? told;
  };
  return JSON.stringify(JSON.parse(policy), (_, value: unknown) =>
    typeof value === 'string' ? stood(value) : value,
  );
}

function textsOf(policy: unknown): string[] {
  const texts: string[] = [];
  if (typeof policy !== 'string' || !policy.startsWith('{')) return texts;
  try {
    walk(JSON.parse(policy), (text) => texts.push(text));
  } catch {
    // No policy.
  }
  return texts;
}

/** A regular expression for what the text may have been. */
function formOf(text: string): string {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let form = '';
  let done = 0;
  for (const { 0: reference, 2: attribute = '', index } of text.matchAll(REFERENCES)) {
    form += literal(text.slice(done, index)) + (FORMS[attribute] ?? OTHER_FORM);
    done = index + reference.length;
  }
  return form + literal(text.slice(done));
}
