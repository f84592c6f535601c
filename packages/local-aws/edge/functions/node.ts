import { createRequire } from 'node:module';
import { type Context, createContext, runInContext } from 'node:vm';
import type { DeployedFunction } from '../configuration';
import { CREATE_CLOUDFRONT } from './cloudfront-module';
import {
  type FunctionCall,
  type FunctionEngine,
  type FunctionOutcome,
  type OriginDecision,
  type ReadKeyValue,
  TIME_LIMIT_MILLISECONDS,
} from './engine';

const MODULES = ['crypto', 'querystring', 'buffer'];
const requireModule = createRequire(__filename);

/** Stands in for njs: Node runs far more than CloudFront does, so a function that works here may fail there. */
export class NodeEngine implements FunctionEngine {
  readonly name = 'node';
  private readonly contexts = new Map<string, Loaded>();

  constructor(private readonly readKeyValue: ReadKeyValue) {}

  /** Like the runtime, a context answers one call after the other: what a call decides must not be another's. */
  async run(edgeFunction: DeployedFunction, call: FunctionCall): Promise<FunctionOutcome> {
    const loaded = this.loadedOf(edgeFunction);
    const running = loaded.last.then(() => runIn(loaded.context, call));
    loaded.last = running.catch(() => undefined);
    return running;
  }

  close(): void {
    this.contexts.clear();
  }

  private loadedOf(edgeFunction: DeployedFunction): Loaded {
    const known = this.contexts.get(edgeFunction.arn);
    if (known?.version === edgeFunction.version) return known;
    const { keyValueStoreArn } = edgeFunction;
    const context = createContext({
      Buffer,
      TextEncoder,
      TextDecoder,
      console: { log: () => undefined },
      require: (name: string) => {
        if (!MODULES.includes(name)) throw new Error(`Cannot find module '${name}'`);
        return requireModule(`node:${name}`);
      },
      __ask: (key: string) => {
        const value = keyValueStoreArn && this.readKeyValue(keyValueStoreArn, key);
        return value === undefined ? { missing: true, none: keyValueStoreArn === undefined } : { value };
      },
    });
    const code = edgeFunction.code.replace(
      /\bimport\s+(\w+)\s+from\s*(["'])(\w+)\2\s*;?/g,
      (_, name: string, _quote, module: string) =>
        module === 'cloudfront' ? `var ${name} = __made.cf;` : `var ${name} = require('${module}');`,
    );
    runInContext(`${CREATE_CLOUDFRONT}\nvar __made = __createCloudFront(__ask);`, context);
    runInContext(code, context, { timeout: TIME_LIMIT_MILLISECONDS });
    const loaded = { version: edgeFunction.version, context, last: Promise.resolve() };
    this.contexts.set(edgeFunction.arn, loaded);
    return loaded;
  }
}

interface Loaded {
  readonly version: string;
  readonly context: Context;
  /** Settles with the call before. */
  last: Promise<unknown>;
}

async function runIn(context: Context, call: FunctionCall): Promise<FunctionOutcome> {
  const logs: string[] = [];
  context.console = { log: (...values: unknown[]) => logs.push(values.map(String).join(' ')) };
  context.__call = JSON.stringify(call);
  const script = '__made.begin(JSON.parse(__call)); handler(JSON.parse(__call).event)';
  const result = await (runInContext(script, context, { timeout: TIME_LIMIT_MILLISECONDS }) as unknown);
  const { decision, reads } = JSON.parse(runInContext('JSON.stringify(__made.end())', context)) as {
    decision: OriginDecision | null;
    reads: string[];
  };
  return { result, decision: decision ?? undefined, reads, logs };
}
