import type { DeployedFunction } from '../configuration';
import { CREATE_CLOUDFRONT } from './cloudfront-module';
import type { FunctionCall, FunctionEngine, FunctionOutcome, OriginDecision, ReadKeyValue } from './engine';
import { QuickJsScript } from './quickjs/script';

const CLOUDFRONT = `
${CREATE_CLOUDFRONT}
var made = __createCloudFront(function (key) { return JSON.parse(__ask(key)); });
made.cf.__made = made;
export default made.cf;
`;

const DRIVER = `
import __edge from 'cloudfront';
globalThis.__run = function (text) {
  var call = JSON.parse(text), made = __edge.__made;
  made.begin(call);
  Promise.resolve(null).then(function () { return handler(call.event); }).then(
    function (result) {
      var end = made.end();
      __answer(JSON.stringify({ result: result, decision: end.decision, reads: end.reads }));
    },
    function (error) { __answer(JSON.stringify({ error: String(error) })); }
  );
};
`;

/** Stands in for njs: runs in this process, and takes newer syntax than CloudFront does. */
export class QuickJsEngine implements FunctionEngine {
  readonly name = 'QuickJS';
  private readonly published = new Map<string, Published>();

  constructor(private readonly readKeyValue: ReadKeyValue) {}

  async run(edgeFunction: DeployedFunction, call: FunctionCall): Promise<FunctionOutcome> {
    let published = this.published.get(edgeFunction.arn);
    if (published?.version !== edgeFunction.version) {
      void published?.close();
      published = new Published(edgeFunction, this.readKeyValue);
      this.published.set(edgeFunction.arn, published);
    }
    return published.run(call);
  }

  close(): void {
    for (const published of this.published.values()) void published.close();
    this.published.clear();
  }
}

interface Answer {
  readonly error?: string;
  readonly result?: unknown;
  readonly decision?: OriginDecision | null;
  readonly reads?: readonly string[];
}

/** One published version of a function. */
class Published {
  readonly version: string;
  private script: Promise<QuickJsScript> | undefined;
  private answer: Answer | undefined;
  private logs: string[] = [];

  constructor(
    private readonly edgeFunction: DeployedFunction,
    private readonly readKeyValue: ReadKeyValue,
  ) {
    this.version = edgeFunction.version;
  }

  async run(call: FunctionCall): Promise<FunctionOutcome> {
    this.script ??= this.load();
    const script = await this.script;
    // Nothing waits from here on, so that what a call reads, logs and decides is not another's.
    this.logs = [];
    this.answer = undefined;
    this.begin(script, call);
    const { error, result, decision, reads = [] } = this.answered();
    if (error !== undefined) throw new Error(error);
    return { result, decision: decision ?? undefined, reads, logs: this.logs };
  }

  close(): void {
    this.script?.then(
      (script) => script.dispose(),
      () => undefined,
    );
    this.script = undefined;
  }

  private load(): Promise<QuickJsScript> {
    return QuickJsScript.load({
      code: `${this.edgeFunction.code}\n${DRIVER}`,
      modules: { cloudfront: CLOUDFRONT },
      host: {
        __ask: (key = '') => JSON.stringify(this.read(key)),
        __answer: (text = '') => {
          this.answer = JSON.parse(text);
        },
      },
      onLog: (line) => this.logs.push(line),
    });
  }

  private begin(script: QuickJsScript, call: FunctionCall): void {
    try {
      script.call('__run', JSON.stringify(call));
    } catch (error) {
      // It was stopped in the middle: the next call needs another one.
      this.close();
      throw error;
    }
  }

  private answered(): Answer {
    return this.answer ?? { error: 'the function never answers' };
  }

  private read(key: string): object {
    const { keyValueStoreArn } = this.edgeFunction;
    const value = keyValueStoreArn && this.readKeyValue(keyValueStoreArn, key);
    return value === undefined ? { missing: true, none: keyValueStoreArn === undefined } : { value };
  }
}
