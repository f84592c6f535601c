/** Attributes that hold a policy which says who may do what; others, such as `redrive_policy`, only have the word. */
export const POLICY =
  /(?:^|[\].])(?:policy|assume_role_policy|access_policy|access_policies|resource_policy|inline_policy)$/;

/** What AWS gives something in the same stack: no text that somebody could make `*`, such as one of `tags` or of `data.aws_arn`. */
const REFERENCE =
  /^\$\{(?:(?:data\.)?(?!aws_arn\.)aws_\w+\.[\w-]+(?:\[\d+\])?\.(?:arn|id|account_id)|(?:data\.)?aws_s3_bucket\.[\w-]+(?:\[\d+\])?\.bucket)\}$/;
const EXPRESSIONS = /\$\{[^}]*\}/g;

type Json = Readonly<Record<string, unknown>>;

/**
 * A policy as the stack writes it down, `${jsonencode({…})}`, with references where only the apply will tell an ARN or a name.
 * Undefined where it is written in any other way: then nobody can tell from it what it will allow.
 */
export function writtenPolicy(written: unknown): string | undefined {
  const [, inner] = /^\$\{jsonencode\((.*)\)\}$/s.exec(typeof written === 'string' ? written : '') ?? [];
  if (inner === undefined) return undefined;
  try {
    const policy = new Expression(inner).whole();
    return isTold(policy) ? JSON.stringify(policy) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether all that decides what is allowed is written down. */
function isTold(policy: unknown): boolean {
  const { Statement: statements } = policy as Json;
  return (
    Array.isArray(statements) &&
    statements.every((statement: unknown) => {
      if (typeof statement !== 'object' || statement === null) return false;
      const { Effect, Action, NotAction, ...rest } = statement as Json;
      const isPlain = ![Effect, Action, NotAction].some((each) => JSON.stringify(each)?.includes('${'));
      const references = JSON.stringify(rest).match(EXPRESSIONS) ?? [];
      return isPlain && references.every((each) => REFERENCE.test(each));
    })
  );
}

/** Reads what CDKTF writes of objects, lists and texts: https://developer.hashicorp.com/terraform/language/expressions/types */
class Expression {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw new Error(`expected the end at ${this.at}`);
    return value;
  }

  private value(): unknown {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return Object.fromEntries(
          this.items('}', (): [string, unknown] => {
            const name = this.string();
            this.take('=');
            return [name, this.value()];
          }),
        );
      case '[':
        return this.items(']', () => this.value());
      case '"':
        return this.string();
      default:
        return this.other();
    }
  }

  private items<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    this.at += 1;
    for (this.space(); this.text[this.at] !== end; this.space()) {
      if (items.length > 0) this.take(',');
      items.push(item());
    }
    this.at += 1;
    return items;
  }

  /** References in it stay as they are. */
  private string(): string {
    this.space();
    const [quoted, inner = ''] = this.match(/"((?:[^"\\$]|\\.|\$(?!\{)|\$\{[^}"]*\})*)"/y);
    this.at += quoted.length;
    return JSON.parse(`"${inner}"`) as string;
  }

  private other(): unknown {
    const [word] = this.match(/[\w.-]+(?:\[\d+\][\w.-]*)*/y);
    this.at += word.length;
    return /^(?:true|false|null|\d+)$/.test(word) ? JSON.parse(word) : `\${${word}}`;
  }

  private take(sign: string): void {
    this.space();
    if (this.text[this.at] !== sign) throw new Error(`expected ${sign} at ${this.at}`);
    this.at += 1;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) throw new Error(`expected a value at ${this.at}`);
    return found;
  }
}
