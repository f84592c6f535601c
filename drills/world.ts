import type { BackendState } from 'local-aws/edge/types';
import type { Fault } from 'local-aws/router/faults';
import type { AwsAnswer, AwsCall } from 'local-aws/world/aws-api';
import type { QueueMapping } from 'local-aws/world/sqs/queues';
import type { WorldEvent } from 'local-aws/world/world';

export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST';

/** A viewer's request. */
export interface Asked {
  /** @default GET */
  readonly method?: Method;
  /** Name that is asked for. @default - the site's */
  readonly host?: string;
  /** @default - a path of its own each time: a cached answer says nothing about origins */
  readonly path?: string;
  /** ISO 3166-1 code of where the viewer is. */
  readonly country: string;
  /** Edge location that the viewer enters; each has a cache of its own. @default - the same for all */
  readonly location?: string;
}

/** How a viewer was answered; status 0 where the edge itself did not. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Region that answered, where one did. */
  readonly region?: string;
  /** Of the machine's time. */
  readonly milliseconds: number;
}

/** A step of an answer's trace, see `local-aws/edge/types`. */
export interface Step {
  readonly at: number;
  readonly step: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the world says of itself. Times are milliseconds of its clock. */
export interface Described {
  readonly now: number;
  readonly speed: number;
  readonly drained: readonly string[];
  readonly faults: readonly Fault[];
  readonly regions: readonly DescribedRegion[];
  readonly healthChecks: readonly {
    readonly id: string;
    readonly host?: string;
    readonly healthy: boolean;
  }[];
  readonly buckets: readonly Bucket[];
  readonly queues: readonly QueueMapping[];
  readonly queuesHeld: boolean;
  /** The last 500. */
  readonly events: readonly WorldEvent[];
}

export interface DescribedRegion {
  readonly name: string;
  readonly state: BackendState;
  /** The full origin outside has none of these. */
  readonly awsRegion?: string;
  readonly loadBalancer?: string;
  readonly targetsHealthy?: boolean;
}

/** A near bucket, as the media distribution has it for an origin. */
export interface Bucket {
  readonly bucket: string;
  readonly awsRegion: string;
  readonly originId: string;
}

/** What a drill does to the world on localhost, and sees of it. */
export interface DrillWorld {
  /** Name of the distribution with the near buckets. */
  readonly mediaHost: string;
  /** Milliseconds of the world's clock, which runs faster while a drill runs. */
  now(): Promise<number>;
  /** Lets a moment of the world's time pass. */
  sleep(milliseconds: number): Promise<void>;
  /** Never rejects. */
  ask(asked: Asked): Promise<Answer>;
  /** What happened to a request so far. */
  steps(answer: Answer): Promise<readonly Step[]>;
  /** Paths that hold a text, of all requests that the edge has answered so far. */
  logged(part: string): Promise<readonly string[]>;
  describe(): Promise<Described>;
  /** Regions with a load balancer, in the order of the document. */
  regions(): Promise<readonly string[]>;
  /** A country whose viewers a region serves now, if there is one. */
  countryOf(region: string): Promise<string | undefined>;
  /** Changes how a region answers, as `packages/local-aws/docs/world.md` lists it. */
  turn(
    region: string,
    to: 'kill' | 'recover' | 'slow' | 'error' | 'lose-targets',
    degree?: Partial<BackendState>,
  ): Promise<void>;
  drain(region: string): Promise<void>;
  undrain(region: string): Promise<void>;
  /** Lets messages wait in their queues, or be handled again. */
  holdQueues(held: boolean): Promise<void>;
  /** Lets a part of the local AWS refuse its callers. */
  refuse(fault: Pick<Fault, 'name'> & Partial<Fault>): Promise<void>;
  allow(name: string): Promise<void>;
  /** Calls an API of the local AWS, whatever it answers. */
  aws(call: AwsCall): Promise<AwsAnswer>;
}

/** What was found of a region since a moment, in milliseconds of the world's clock. */
export function healthSince({ regions, healthChecks, events }: Described, region: string, since: number) {
  const host = regions.find(({ name }) => name === region)?.loadBalancer;
  const check = healthChecks.find((one) => one.host !== undefined && one.host === host)?.id;
  return events.flatMap((event) =>
    event.event === 'health' && event.at >= since && (event.of === check || event.of === region)
      ? [{ at: event.at, healthy: event.healthy, by: event.kind }]
      : [],
  );
}
