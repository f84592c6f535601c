/** What a run ends with: a job or a step. */
export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** Contexts by their names: `github`, `inputs`, `needs`, … */
export type Contexts = Readonly<Record<string, unknown>>;

const EXPRESSION = /\$\{\{(.*?)\}\}/gs;
const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'] as const;

/** The value of an expression, by GitHub's own evaluator; `failed` is what `success()` and `failure()` ask for. */
async function valueOfExpression(expression: string, contexts: Contexts, failed: boolean) {
  const { Lexer, Parser, Evaluator, data } = await import('@actions/expressions');
  const answers = { success: !failed, failure: failed, cancelled: false, always: true };
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answers[name]),
  }));
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(parsed, known, new Map(functions.map((each) => [each.name, each]))).evaluate();
}

/** A text with each expression in it replaced by what it comes to. */
export async function evaluated(text: unknown, contexts: Contexts, failed = false): Promise<string> {
  let result = '';
  let done = 0;
  const whole = String(text);
  for (const { 0: found, 1: expression = '', index } of whole.matchAll(EXPRESSION)) {
    result +=
      whole.slice(done, index) + (await valueOfExpression(expression, contexts, failed)).coerceString();
    done = index + found.length;
  }
  return result + whole.slice(done);
}

/** Whether something runs: without a condition, or a status function in it, only where nothing has failed or was left out. */
export async function isDue(
  condition: unknown,
  contexts: Contexts,
  ended: readonly Result[],
): Promise<boolean> {
  const asked = String(condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const failed = ended.includes('failure');
  const asksStatus = new RegExp(`\\b(?:${STATUS_FUNCTIONS.join('|')})\\(\\)`).test(asked);
  if (!asksStatus && ended.some((result) => result !== 'success')) return false;
  if (asked.trim() === 'success()') return ended.every((result) => result === 'success');
  const { truthy } = await import('@actions/expressions/result');
  return truthy(await valueOfExpression(asked, contexts, failed));
}

/** Each value of a mapping, evaluated. */
export async function evaluatedAll(
  mapping: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
  failed = false,
): Promise<Record<string, string>> {
  const entries = Object.entries(mapping ?? {}).map(
    async ([name, value]) => [name, await evaluated(value, contexts, failed)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
