import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, type WriteStream, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';
import type { LambdaRuntime } from '../../edge/types';
import { serviceSessionKey } from '../../iam/identity/service-sessions';
import type { DeployedLambda, FindLambda } from './deployed';
import { RUNNER } from './runner';

export interface ZipLambdaRuntimeProps {
  readonly find: FindLambda;
  /** Of the local AWS: what the functions' clients talk to. */
  readonly endpoint: () => string;
  /** What functions print goes there. @default - nowhere */
  readonly logFile?: string;
}

/** Containers of one function at most. */
export const INSTANCES_OF_A_FUNCTION = 10;

/** Lambda gives a function 10 seconds to load; this machine may be busy. */
const LOADING_MILLISECONDS = 60_000;

/** Runs functions from their deployed zips: each instance is a process that answers one event at a time. */
export class ZipLambdaRuntime implements LambdaRuntime {
  private readonly functions = new Map<string, Promise<LambdaFunction>>();
  private readonly log: WriteStream | undefined;

  constructor(private readonly props: ZipLambdaRuntimeProps) {
    this.log = props.logFile === undefined ? undefined : createWriteStream(props.logFile, { flags: 'a' });
  }

  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    let found = this.functions.get(functionArn);
    if (found === undefined) {
      found = this.props
        .find(functionArn)
        .then((deployed) => new LambdaFunction(functionArn, deployed, this.props.endpoint(), this.log));
      this.functions.set(functionArn, found);
      // A function that is not there yet may be there next time.
      found.catch(() => this.functions.delete(functionArn));
    }
    return (await found).invoke(event);
  }

  /** A version never changes, but an alias or `$LATEST` does. */
  forget(functionArn: string): void {
    const found = this.functions.get(functionArn);
    this.functions.delete(functionArn);
    found?.then((one) => one.close()).catch(() => undefined);
  }

  close(): void {
    for (const functionArn of [...this.functions.keys()]) this.forget(functionArn);
    this.log?.end();
  }
}

class LambdaFunction {
  private readonly folder = mkdtempSync(join(tmpdir(), 'local-aws-lambda-'));
  private readonly idle: Instance[] = [];
  private readonly all = new Set<Instance>();
  private readonly queue: ((instance: Instance) => void)[] = [];

  constructor(
    private readonly functionArn: string,
    private readonly deployed: DeployedLambda,
    private readonly endpoint: string,
    private readonly log: WriteStream | undefined,
  ) {
    for (const [name, content] of Object.entries(unzipSync(deployed.zip))) {
      const file = resolve(this.folder, name);
      if (name.endsWith('/') || !file.startsWith(this.folder + sep)) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    writeFileSync(join(this.folder, 'local-aws-runner.mjs'), RUNNER);
  }

  async invoke(event: unknown): Promise<unknown> {
    const instance = await this.take();
    try {
      return await instance.run(event, this.context());
    } finally {
      this.giveBack(instance);
    }
  }

  close(): void {
    for (const instance of this.all) instance.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private take(): Promise<Instance> {
    const free = this.idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (this.all.size < INSTANCES_OF_A_FUNCTION) return Promise.resolve(this.instance());
    return new Promise((taken) => this.queue.push(taken));
  }

  private giveBack(instance: Instance): void {
    if (instance.ended) this.all.delete(instance);
    const next = this.queue.shift();
    if (next !== undefined) next(instance.ended ? this.instance() : instance);
    else if (!instance.ended) this.idle.push(instance);
  }

  private instance(): Instance {
    const instance = new Instance(this.folder, this.deployed, this.environment(), this.log);
    this.all.add(instance);
    return instance;
  }

  private environment(): Record<string, string> {
    const [, , , region = 'us-east-1', , , name = '', version = '$LATEST'] = this.functionArn.split(':');
    return {
      PATH: process.env.PATH ?? '',
      TMPDIR: tmpdir(),
      TZ: 'UTC',
      LAMBDA_TASK_ROOT: this.folder,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(this.deployed.memoryMegabytes),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_ACCESS_KEY_ID: serviceSessionKey({ role: this.deployed.role, name }),
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...this.deployed.environment,
    };
  }

  private context() {
    const [name = '', version = '$LATEST'] = this.functionArn.split(':').slice(6);
    return {
      invokedFunctionArn: this.functionArn,
      functionName: name,
      functionVersion: version,
      memoryLimitInMB: String(this.deployed.memoryMegabytes),
      awsRequestId: randomUUID(),
      timeoutMilliseconds: this.deployed.timeoutSeconds * 1000,
    };
  }
}

interface Reply {
  readonly id: string;
  readonly result?: string;
  readonly error?: string;
  readonly type?: string;
}

class Instance {
  ended = false;
  private readonly child: ChildProcess;
  /** The handler is loaded, or cannot be: what comes before does not count towards the function's timeout. */
  private readonly loaded: Promise<void>;

  constructor(
    folder: string,
    private readonly deployed: DeployedLambda,
    environment: Record<string, string>,
    log: WriteStream | undefined,
  ) {
    this.child = spawn(process.execPath, [join(folder, 'local-aws-runner.mjs'), folder, deployed.handler], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => log?.write(chunk));
    }
    const late = setTimeout(() => this.close(), LOADING_MILLISECONDS);
    this.loaded = new Promise((resolve) => {
      const loaded = () => {
        clearTimeout(late);
        resolve();
      };
      this.child.once('message', loaded);
      this.child.on('error', () => this.close()).on('error', loaded);
      this.child.on('exit', () => {
        this.ended = true;
        loaded();
      });
    });
  }

  async run(
    event: unknown,
    context: { readonly awsRequestId: string; readonly timeoutMilliseconds: number },
  ): Promise<unknown> {
    await this.loaded;
    if (this.ended) throw new Error('the function ended its process');
    return new Promise((succeed, fail) => {
      const timer = setTimeout(() => {
        done();
        this.close();
        fail(new Error(`the function did not end within ${this.deployed.timeoutSeconds} s`));
      }, context.timeoutMilliseconds);
      const message = ({ result, error, type }: Reply) => {
        done();
        if (error === undefined) succeed(result === undefined ? undefined : JSON.parse(result));
        else fail(Object.assign(new Error(error), { name: type ?? 'Error' }));
      };
      const exit = () => {
        done();
        fail(new Error('the function ended its process'));
      };
      const done = () => {
        clearTimeout(timer);
        this.child.off('message', message).off('exit', exit);
      };
      this.child.on('message', message).on('exit', exit);
      this.child.send({ id: context.awsRequestId, event, context }, (error) => error && exit());
    });
  }

  close(): void {
    this.ended = true;
    this.child.kill('SIGKILL');
  }
}
