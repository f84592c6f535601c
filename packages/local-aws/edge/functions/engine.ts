import type { DeployedFunction } from '../configuration';
import type { FunctionEvent } from './event';

/** What a viewer-request function made of the origin. */
export type OriginDecision =
  | { readonly kind: 'select'; readonly originId: string }
  | {
      readonly kind: 'group';
      readonly originIds: readonly [string, string];
      readonly statusCodes: readonly number[];
    }
  | { readonly kind: 'update'; readonly changes: OriginChanges };

/** Argument of `cf.updateRequestOrigin`; what is left out stays as it is in the assigned origin. */
export interface OriginChanges {
  readonly domainName?: string;
  readonly originPath?: string;
  readonly customHeaders?: Readonly<Record<string, string>>;
  readonly connectionAttempts?: number;
  readonly timeouts?: {
    readonly readTimeout?: number;
    readonly keepAliveTimeout?: number;
    readonly connectionTimeout?: number;
  };
  readonly originAccessControlConfig?: { readonly enabled: boolean };
  readonly customOriginConfig?: { readonly port: number; readonly protocol: string };
}

export interface FunctionOutcome {
  /** What the handler returned; not checked yet. */
  readonly result: unknown;
  readonly decision?: OriginDecision;
  /** Keys read from the store. */
  readonly reads: readonly string[];
  readonly logs: readonly string[];
}

export interface FunctionCall {
  readonly event: FunctionEvent;
  /** Ids that the function may choose from. */
  readonly originIds: readonly string[];
}

/** Runs CloudFront Functions; rejects where the function throws, does not load, or does not end. */
export interface FunctionEngine {
  /** For traces and warnings. */
  readonly name: string;
  run(edgeFunction: DeployedFunction, call: FunctionCall): Promise<FunctionOutcome>;
  close(): void;
}

/** Longer than AWS lets a function run, so that a slow machine is not taken for a slow function. */
export const TIME_LIMIT_MILLISECONDS = 2000;

/** A function was stopped because it did not end within that time. */
export class NeverEnds extends Error {}

/** Where a function's store is read; `undefined`: no such key. */
export type ReadKeyValue = (storeArn: string, key: string) => string | undefined;
