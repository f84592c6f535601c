/** Where connections for a name go just now. Behind it is plain HTTP/1.1, whatever scheme an origin asks for. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Who stands there, where the resolver knows it, such as a region: the name that was asked for may be another one's. */
  readonly name?: string;
}

/** DNS as an edge location asks it. */
export interface NameResolver {
  /**
   * Called once per connection attempt with an origin's domain name, in lower case: the resolver keeps its own answers for
   * their TTLs. `undefined`: the name has no record, which CloudFront answers with 502 or with the group's second origin.
   */
  resolve(name: string): Promise<Endpoint | undefined>;
}

/** A server that stands for what answers behind an origin's name: a load balancer and its targets, or a host outside. */
export interface Backend {
  /** Unique: an AWS region, where the plugin has no better name. */
  readonly name: string;
  /** Where it listens; stays the same while it is dead. */
  readonly endpoint: Endpoint;
  readonly state: BackendState;
  change(state: Partial<BackendState>): void;
  close(): Promise<void>;
}

export interface BackendState {
  /** Refuses connections. */
  readonly dead: boolean;
  /** Before each answer. */
  readonly delayMilliseconds: number;
  /** Answered instead of the content; absent while it works. */
  readonly status?: number;
  /** Share of targets that pass their health check, 0 to 1. */
  readonly healthyTargets: number;
}

/** The only time that caches, TTLs and timeouts are measured with, so that a drill can let it run faster. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What runs a published version of a Lambda function from its deployed zip. */
export interface LambdaRuntime {
  /** Rejects where the function throws, times out or does not exist. */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

/** One thing that happened to a request, in order; `at` is the clock's. */
export interface TraceStep {
  readonly at: number;
  readonly step:
    | 'viewer'
    | 'behavior'
    | 'function'
    | 'key'
    | 'cache'
    | 'origin'
    | 'trigger'
    | 'failover'
    | 'answer'
    | 'message'
    | 'batch';
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Trace {
  /** `x-local-trace` of the answer. */
  readonly id: string;
  readonly startedAt: number;
  readonly steps: readonly TraceStep[];
}
