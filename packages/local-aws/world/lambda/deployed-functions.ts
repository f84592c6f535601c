import type { LambdaRuntime } from '../../edge/types';
import { type AskAws, askJson } from '../aws-api';
import { allOf } from '../by-region';

export interface DeployedFunctionsProps {
  readonly ask: AskAws;
  readonly lambda: LambdaRuntime & { forget(functionArn: string): void };
}

/** The function runs as often at once as its reserved concurrency allows. */
export class Throttled extends Error {}

interface Known {
  /** Changes with whatever an instance is started with. */
  readonly code: string;
  readonly reservedConcurrency: number;
}

interface GetFunction {
  readonly Configuration?: Readonly<Record<string, unknown>>;
  readonly Concurrency?: { readonly ReservedConcurrentExecutions?: number };
}

/** Functions with the code and the reserved concurrency that are deployed now. */
export class DeployedFunctions implements LambdaRuntime {
  private known: ReadonlyMap<string, Known> = new Map();
  private readonly running = new Map<string, number>();

  constructor(private readonly props: DeployedFunctionsProps) {}

  /** Reads these functions again, and no others. Rejects where some cannot be read, which stay as they were. */
  async follow(functionArns: Iterable<string>): Promise<void> {
    const before = this.known;
    const now = new Map<string, Known>();
    const reading = [...new Set(functionArns)].map(async (functionArn) => {
      const known = before.get(functionArn);
      if (known !== undefined) now.set(functionArn, known);
      const found = await this.read(functionArn);
      if ((known?.code ?? found.code) !== found.code) this.props.lambda.forget(functionArn);
      now.set(functionArn, found);
    });
    await allOf(reading).finally(() => {
      this.known = now;
    });
  }

  /** Rejects with `Throttled`, or as the runtime does. */
  async invoke(functionArn: string, event: unknown): Promise<unknown> {
    // Versions and aliases share the function's concurrency.
    const name = functionArn.split(':').slice(0, 7).join(':');
    const running = this.running.get(name) ?? 0;
    const most = this.known.get(functionArn)?.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    if (running >= most) throw new Throttled(`throttled: ${most} run at once already`);
    this.running.set(name, running + 1);
    try {
      return await this.props.lambda.invoke(functionArn, event);
    } finally {
      this.running.set(name, (this.running.get(name) ?? 1) - 1);
    }
  }

  private async read(functionArn: string): Promise<Known> {
    const [, , , region = '', , , name = '', qualifier = '$LATEST'] = functionArn.split(':');
    const path = `/2015-03-31/functions/${name}?Qualifier=${encodeURIComponent(qualifier)}`;
    const answer = await this.props.ask({ service: 'lambda', region, path });
    // The runtime says that it is missing.
    if (answer.status === 404) return { code: '', reservedConcurrency: Number.POSITIVE_INFINITY };
    const found = await askJson<GetFunction>(async () => answer, { service: 'lambda', region, path });
    const { CodeSha256, Environment, Handler, MemorySize, Timeout } = found?.Configuration ?? {};
    return {
      code: JSON.stringify([CodeSha256, Environment, Handler, MemorySize, Timeout]),
      reservedConcurrency: found?.Concurrency?.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY,
    };
  }
}
