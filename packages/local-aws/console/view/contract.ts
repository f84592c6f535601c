import type { BackendState } from '../../edge/types';

/** What the console reads of `GET /_local/world`. */
export interface ShownWorld {
  /** Milliseconds of the world's clock, as every time here. */
  readonly now: number;
  readonly speed: number;
  /** Regions out of service; absent where the platform has no way to take one out. */
  readonly drained?: readonly string[];
  readonly faults?: readonly ShownFault[];
  readonly regions: readonly ShownRegion[];
  readonly healthChecks: readonly ShownHealthCheck[];
  readonly names: readonly { readonly awsRegion: string; readonly answers: readonly KeptName[] }[];
  readonly buckets?: readonly ShownBucket[];
  readonly queues: readonly ShownQueue[];
  readonly events: readonly ShownEvent[];
}

/** A part of the local AWS that refuses its callers. */
export interface ShownFault {
  readonly name: string;
  readonly status: number;
}

export interface ShownRegion {
  readonly name: string;
  readonly state: BackendState;
  /** This and what follows: absent where it stands for a host outside. */
  readonly awsRegion?: string;
  readonly loadBalancer?: string;
  readonly targetsHealthy?: boolean;
}

export interface ShownHealthCheck {
  readonly id: string;
  readonly host?: string;
  readonly healthy: boolean;
}

/** A name that a resolver keeps. */
export interface KeptName {
  readonly name: string;
  /** From the name that was asked for to the load balancer's. */
  readonly chain: readonly string[];
  readonly until: number;
}

export interface ShownBucket {
  readonly bucket: string;
  readonly awsRegion: string;
  readonly originId: string;
}

export interface ShownQueue {
  readonly awsRegion: string;
  readonly queueArn: string;
}

export type ShownEvent = HealthEvent | SwitchEvent | MessageEvent | BatchEvent;

export interface HealthEvent {
  readonly event: 'health';
  readonly at: number;
  /** Id of the health check, or name of the region. */
  readonly of: string;
  readonly kind: 'health check' | 'targets';
  readonly healthy: boolean;
}

/** Somebody broke or mended something. */
export interface SwitchEvent {
  readonly event: 'switch';
  readonly at: number;
  readonly action: string;
  /** Name of the region or of the fault, or key of the object. */
  readonly of: string;
}

/** A message was sent to a queue. */
export interface MessageEvent {
  readonly event: 'message';
  readonly at: number;
  readonly queueArn: string;
  /** Of the object that it is about. */
  readonly key?: string;
}

/** A queue's function ran. */
export interface BatchEvent {
  readonly event: 'batch';
  readonly at: number;
  readonly queueArn: string;
  readonly messages: readonly { readonly key?: string; readonly done: boolean }[];
  readonly error?: string;
}

export interface ShownTrace {
  readonly id: string;
  readonly startedAt: number;
  readonly steps: readonly ShownStep[];
}

export interface ShownStep {
  readonly at: number;
  readonly step: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface ShownDistribution {
  readonly id: string;
  readonly domainName: string;
  readonly aliases: readonly string[];
}

/** A viewer's request, as the console describes it to `POST /_local/ask`. */
export interface Asking {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly scheme: string;
  readonly country?: string;
  readonly location?: string;
}

/** What the viewer got. */
export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Id of the trace. */
  readonly trace?: string;
  readonly milliseconds: number;
  readonly bytes: number;
  /** Start of the body, where that is text. */
  readonly text?: string;
}
