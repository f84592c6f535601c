import variant from '@jitl/quickjs-wasmfile-release-sync';
import loadEngine from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
  Scope,
} from 'quickjs-emscripten-core';
import { NeverEnds, TIME_LIMIT_MILLISECONDS } from '../engine';
import { BUILT_IN, NATIVE, PREPARE } from './globals';
import { NJS_SURFACE, OF_THE_COMMAND } from './surface';

export interface ScriptProps {
  readonly code: string;
  /** Sources of the modules that the code imports besides those of the runtime. @default - none */
  readonly modules?: Readonly<Record<string, string>>;
  /** Functions of ours that the code finds as globals. @default - none */
  readonly host?: Readonly<Record<string, TextFunction>>;
  /** @default - nobody reads what the code logs */
  readonly onLog?: (line: string) => void;
  /** How long the code may run at a time. @default - as long as a function */
  readonly timeLimitMilliseconds?: number;
}

/** Nothing but texts crosses the border between Node and QuickJS. */
type TextFunction = (...texts: string[]) => unknown;
type Result = ReturnType<QuickJSContext['evalCode']>;

let engine: Promise<QuickJSWASMModule> | undefined;

/** One script in QuickJS, with the globals of CloudFront's runtime and without those that it lacks. */
export class QuickJsScript {
  private deadline = 0;
  private isStopped = false;

  private constructor(
    private readonly context: QuickJSContext,
    private readonly timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS,
  ) {}

  /** Evaluates the code as a module; rejects where it does not compile, throws or does not end. */
  static async load(props: ScriptProps): Promise<QuickJsScript> {
    engine ??= newQuickJSWASMModuleFromVariant({ ...variant, importModuleLoader: async () => loadEngine });
    const script = new QuickJsScript((await engine).newContext(), props.timeLimitMilliseconds);
    try {
      script.prepare(props);
      script.evaluate(() => script.context.evalCode(props.code, 'function.js', { type: 'module' }));
    } catch (error) {
      script.dispose();
      throw error;
    }
    return script;
  }

  /** Calls a global function of the script, and does what it leaves for later. */
  call(name: string, text: string): void {
    const { context } = this;
    this.evaluate((scope) => {
      const called = scope.manage(context.getProp(context.global, name));
      return context.callFunction(called, context.undefined, scope.manage(context.newString(text)));
    });
  }

  dispose(): void {
    this.context.dispose();
  }

  private prepare({ modules = {}, host = {}, onLog = () => undefined }: ScriptProps): void {
    const { context } = this;
    context.runtime.setInterruptHandler(() => {
      this.isStopped ||= Date.now() > this.deadline;
      return this.isStopped;
    });
    context.runtime.setModuleLoader((name) => {
      if (BUILT_IN.includes(name)) return `export default require('${name}');`;
      return modules[name] ?? { error: new Error(`Cannot find module "${name}"`) };
    });
    this.evaluate((scope) => {
      const handleOf = (called: TextFunction) => scope.manage(this.handleOf(called));
      for (const [name, called] of Object.entries(host)) {
        context.setProp(context.global, name, handleOf(called));
      }
      const native = handleOf((name = '', ...texts) => NATIVE[name]?.(...texts));
      const surface = scope.manage(context.newString(surfaceWith(Object.keys(host))));
      const prepare = context.unwrapResult(context.evalCode(PREPARE, 'globals.js', { type: 'global' }));
      return context.callFunction(scope.manage(prepare), context.undefined, native, surface, handleOf(onLog));
    });
  }

  private handleOf(called: TextFunction): QuickJSHandle {
    const { context } = this;
    return context.newFunction('', (...handles) => {
      const text = called(...handles.map((handle) => context.getString(handle)));
      return typeof text === 'string' ? context.newString(text) : undefined;
    });
  }

  /** Within the time limit; promises that wait for nothing outside settle, too. */
  private evaluate(begin: (scope: Scope) => Result): void {
    const { context } = this;
    this.deadline = Date.now() + this.timeLimitMilliseconds;
    this.isStopped = false;
    Scope.withScope((scope) => {
      const result = scope.manage(begin(scope));
      const jobs = scope.manage(context.runtime.executePendingJobs());
      // First, because code can catch the stop as if it were an error of its own.
      if (this.isStopped)
        throw new NeverEnds(`the function did not end within ${this.timeLimitMilliseconds} ms`);
      if (result.error) throw this.thrown(result.error);
      if (jobs.error) throw this.thrown(jobs.error);
      const state = context.getPromiseState(result.value);
      if (state.type === 'fulfilled') scope.manage(state.value);
      if (state.type === 'rejected') throw this.thrown(scope.manage(state.error));
    });
  }

  private thrown(error: QuickJSHandle): Error {
    const { name, message } = this.context.dump(error);
    return new Error(`${name}: ${message}`);
  }
}

/** The names that stay: the runtime's without those of the njs command, and the host's. */
function surfaceWith(host: readonly string[]): string {
  const globals = NJS_SURFACE.globalThis.split(' ').filter((name) => !OF_THE_COMMAND.includes(name));
  return JSON.stringify({ ...NJS_SURFACE, globalThis: [...globals, ...host].join(' ') });
}
