import type { ConsoleWords } from './console/words';
import type { DeployedDistribution } from './edge/configuration';
import type { ViewerRequest } from './edge/message';
import type { AskAws } from './world/aws-api';
import type { FindObject } from './world/elb/backends';
import type { RecordSet } from './world/route53/records';

/**
 * What a platform knows of itself, and AWS cannot know: every part may be left out. Whoever has one starts the daemon from a
 * file of its own, which calls `runDaemon({ plugin })`.
 */
export interface LocalAwsPlugin {
  /** What switches and the console call a load balancer. @default - its AWS region */
  readonly regionName?: (balancer: NamedLoadBalancer) => string | undefined;
  /** What targets of load balancers have, and hosts outside. @default - targets say what they were asked for */
  readonly objects?: FindObject;
  /** Hosts that are not AWS's, for which one server stands. @default - none */
  readonly outside?: OutsideHosts;
  /** Variables of a function that differ on this machine. @default - none */
  readonly environmentOf?: (
    deployed: Readonly<Record<string, string>>,
    /** Leads to the host on this machine that stands for the one in the URL. */
    doorTo: (url: string) => Promise<string>,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Key of the object that a message of a queue is about. @default - it is about none */
  readonly objectKey?: (messageBody: string) => string | undefined;
  /** Who asks the edge, where it is a program of the platform's. @default - a viewer */
  readonly requester?: (request: ViewerRequest) => string | undefined;
  /** How a region is taken out of service. @default - it cannot be */
  readonly drains?: Drains;
  readonly words?: Partial<ConsoleWords>;
}

export interface NamedLoadBalancer {
  /** In lower case, as records have it. */
  readonly dnsName: string;
  readonly awsRegion: string;
}

export interface OutsideHosts {
  /** Of the server. */
  readonly name: string;
  readonly hosts: () => readonly string[];
}

export interface Drains {
  /** Names of regions. */
  readonly drained: () => Promise<readonly string[]>;
  readonly drain: (region: string, on: boolean) => Promise<void>;
}

/** What is deployed now: a plugin may ask at any time. */
export interface Deployed {
  /** Calls an API of the local AWS. */
  readonly ask: AskAws;
  /** Where the local AWS keeps its files. */
  readonly directory: string;
  readonly distributions: () => readonly DeployedDistribution[];
  /** ARNs of CloudFront's key value stores. */
  readonly keyValueStores: () => readonly string[];
  readonly records: () => readonly RecordSet[];
  /** Functions that queues have, with their variables. */
  readonly consumers: () => readonly QueueConsumer[];
}

export interface QueueConsumer {
  readonly functionArn: string;
  readonly environment: Readonly<Record<string, string>>;
}

export type CreatePlugin = (deployed: Deployed) => LocalAwsPlugin;
