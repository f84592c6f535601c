import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The command-line engine frees no memory: about 20 kB stay behind each call. */
const CALLS_OF_A_PROCESS = 1000;

/** Lines of the protocol begin with it; every other line is the function's own. */
const MARK = '\u0001';

const MODULE = `
import fs from 'fs';
${CREATE_CLOUDFRONT}
var pending = Buffer.alloc(0), chunk = Buffer.alloc(65536);
function readLine() {
  for (;;) {
    var at = pending.indexOf(10);
    if (at >= 0) {
      var line = pending.slice(0, at).toString();
      pending = pending.slice(at + 1);
      return line;
    }
    var size = fs.readSync(0, chunk, 0, chunk.length, null);
    if (size === 0) { return null; }
    pending = Buffer.concat([pending, chunk.slice(0, size)]);
  }
}
function write(message) {
  var bytes = Buffer.from('\\u0001' + JSON.stringify(message) + '\\n'), done = 0;
  while (done < bytes.length) { done += fs.writeSync(1, bytes, done, bytes.length - done, null); }
}
var made = __createCloudFront(function (key) {
  write({ ask: key });
  return JSON.parse(readLine());
});
function serve(handler) {
  var line = readLine();
  if (line === null) { return; }
  var call = JSON.parse(line);
  made.begin(call);
  Promise.resolve(null).then(function () { return handler(call.event); }).then(
    function (result) {
      var end = made.end();
      write({ result: result, decision: end.decision, reads: end.reads });
      serve(handler);
    },
    function (error) { write({ error: String(error) }); serve(handler); }
  );
}
made.cf.__serve = serve;
export default made.cf;
`;

const DRIVER = "\nimport __edge from 'cloudfront';\n__edge.__serve(handler);\n";

/** Of the njs that is installed; `undefined` where none is. */
export function njsVersion(njs = 'njs'): string | undefined {
  try {
    return execFileSync(njs, ['-v'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Runs functions in njs, the engine that CloudFront's runtime is made from: a process for each published version. */
export class NjsEngine implements FunctionEngine {
  readonly name = 'njs';
  private readonly workers = new Map<string, Worker>();

  constructor(
    private readonly readKeyValue: ReadKeyValue,
    private readonly njs = 'njs',
  ) {}

  run(edgeFunction: DeployedFunction, call: FunctionCall): Promise<FunctionOutcome> {
    let worker = this.workers.get(edgeFunction.arn);
    if (worker === undefined || worker.version !== edgeFunction.version || worker.used) {
      worker?.retire();
      worker = new Worker(edgeFunction, this.readKeyValue, this.njs);
      this.workers.set(edgeFunction.arn, worker);
    }
    return worker.run(call);
  }

  close(): void {
    for (const worker of this.workers.values()) worker.close();
    this.workers.clear();
  }
}

interface Waiting {
  readonly call: FunctionCall;
  readonly resolve: (outcome: FunctionOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** One process, which answers one call after another. */
class Worker {
  readonly version: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'local-aws-njs-'));
  private readonly child: ChildProcess;
  private readonly queue: Waiting[] = [];
  private current: Waiting | undefined;
  private logs: string[] = [];
  private buffered = '';
  private calls = 0;
  private retired = false;
  private failure: Error | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly edgeFunction: DeployedFunction,
    private readonly readKeyValue: ReadKeyValue,
    njs: string,
  ) {
    this.version = edgeFunction.version;
    writeFileSync(join(this.folder, 'cloudfront'), MODULE);
    const script = join(this.folder, 'function.js');
    writeFileSync(script, `${edgeFunction.code}\n${DRIVER}`);
    this.child = spawn(njs, ['-p', this.folder, script], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin?.on('error', () => undefined);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.logs.push(text.trim()));
    this.child.on('error', (error) => this.end(error));
    this.child.on('close', () =>
      this.end(new Error([...this.logs, this.buffered].join(' ').trim().slice(0, 500) || 'njs ended')),
    );
  }

  /** Memory is used up, or the process is gone: the next call needs another one. */
  get used(): boolean {
    return this.calls >= CALLS_OF_A_PROCESS || this.failure !== undefined;
  }

  run(call: FunctionCall): Promise<FunctionOutcome> {
    this.calls++;
    return new Promise((resolve, reject) => {
      this.queue.push({ call, resolve, reject });
      this.next();
    });
  }

  /** Ends when the calls that wait have been answered. */
  retire(): void {
    this.retired = true;
    this.next();
  }

  close(): void {
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private next(): void {
    if (this.current !== undefined) return;
    this.current = this.queue.shift();
    if (this.current === undefined) {
      if (this.retired) this.child.stdin?.end();
      return;
    }
    if (this.failure !== undefined) {
      this.settle({ error: this.failure.message });
      return;
    }
    this.logs = [];
    this.timer = setTimeout(() => {
      this.settle({ error: `the function did not end within ${TIME_LIMIT_MILLISECONDS} ms` });
      this.close();
    }, TIME_LIMIT_MILLISECONDS);
    this.child.stdin?.write(`${JSON.stringify(this.current.call)}\n`);
  }

  private read(text: string): void {
    const lines = (this.buffered + text).split('\n');
    this.buffered = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith(MARK)) this.message(JSON.parse(line.slice(1)));
      else if (line !== '') this.logs.push(line);
    }
  }

  private message(message: Message): void {
    if (message.ask === undefined) {
      this.settle(message);
      return;
    }
    const { keyValueStoreArn } = this.edgeFunction;
    const value = keyValueStoreArn && this.readKeyValue(keyValueStoreArn, message.ask);
    const answer = value === undefined ? { missing: true, none: keyValueStoreArn === undefined } : { value };
    this.child.stdin?.write(`${JSON.stringify(answer)}\n`);
  }

  private settle({ error, result, decision, reads = [] }: Message): void {
    clearTimeout(this.timer);
    const waiting = this.current;
    this.current = undefined;
    if (error === undefined) {
      waiting?.resolve({ result, decision: decision ?? undefined, reads, logs: this.logs });
    } else {
      waiting?.reject(new Error(error));
    }
    this.next();
  }

  private end(error: Error): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    rmSync(this.folder, { recursive: true, force: true });
    if (this.current !== undefined) this.settle({ error: error.message });
  }
}

interface Message {
  readonly ask?: string;
  readonly error?: string;
  readonly result?: unknown;
  readonly decision?: OriginDecision | null;
  readonly reads?: readonly string[];
}
