import type { AppliedSince, Input, Reason, UnplannedUpstream } from '../planned-stack';
import type { TrafficEffect } from '../traffic/traffic-effect';

/** Raised by one whenever a reader of the document would misunderstand it. */
export const REVIEW_VERSION = 1;

/**
 * What a set of plans would do: plain JSON from which every gate and every report is made. No value in it is a secret: what is
 * sensitive reads `‹secret 1›`, and the same secret has the same number wherever it is found.
 */
export interface Review {
  readonly version: typeof REVIEW_VERSION;
  /** In the order of apply. */
  readonly stacks: readonly StackReview[];
  readonly contracts: readonly ContractChange[];
  readonly blastRadius: readonly BlastRadius[];
  readonly asymmetries: readonly Asymmetry[];
  readonly backends: readonly BackendProblem[];
  /** Members of a global database that would be changed before it is upgraded. */
  readonly upgrades: readonly UpgradeProblem[];
  /** Functions whose replicas at the edge change. @default - none */
  readonly edgeFunctions?: readonly EdgeFunction[];
  /** Where a value stands in the open that is sensitive elsewhere, or looks like a key. */
  readonly leaks: readonly Leak[];
  /** Undefined where nobody asked. */
  readonly traffic?: TrafficEffect;
  /** What is paid by the hour or by the month, and changes. @default - nothing of that does */
  readonly costs?: Costs;
  /** Dollars a month from which on a gate tells it. @default - the gate's */
  readonly costsToldFrom?: number;
  /** What was done outside of Terraform. @default - the review is of a change, and does not ask */
  readonly outside?: Outside;
}

/** In US dollars. */
export interface Costs {
  /** When and where the prices were those of AWS. */
  readonly date: string;
  readonly awsRegion: string;
  /** How much more a month, all together. */
  readonly monthly: number;
  readonly stacks: readonly StackCosts[];
}

export interface StackCosts {
  readonly stack: string;
  readonly monthly: number;
  /** By type, the largest first. */
  readonly changes: readonly { readonly type: string; readonly monthly: number }[];
  /** What comes or goes and is in no table, or is paid by use. */
  readonly unpriced: readonly { readonly type: string; readonly count: number }[];
}

/** What differs between what is applied and what is there, beside the drift of each stack. */
export interface Outside {
  /** Ids of stacks that nothing is there of: nothing of them can have changed. */
  readonly unapplied: readonly string[];
  /** Applied outputs that are not what the contract promises. */
  readonly contracts: readonly OutputProblem[];
  /** What carries the deployment's tags, and is in no state. */
  readonly unmanaged: readonly Unmanaged[];
  /** Why that cannot be told. @default - it can */
  readonly unlisted?: string;
  /** Attributes that differ and that no stack asks for: AWS fills them in, or another resource, or somebody has. */
  readonly unasked: readonly Unasked[];
}

export interface OutputProblem {
  readonly stack: string;
  readonly output: string;
  /** End of a sentence that begins with the output. */
  readonly says: string;
}

export interface Unmanaged {
  /** By its tag; the deployment where it has none. */
  readonly stack: string;
  readonly arn: string;
  readonly awsRegion: string;
}

export interface Unasked {
  readonly stack: string;
  readonly address: string;
  readonly attributes: readonly string[];
}

export interface StackReview {
  readonly id: string;
  readonly deployment: string;
  readonly kind: string;
  readonly name?: string;
  /** By the tag of its resources. */
  readonly team?: string;
  readonly awsRegions: readonly string[];
  /** The account of its resources. @default - nothing of it is there that tells it */
  readonly accounts?: readonly string[];
  readonly reason: Reason;
  readonly inputs: readonly Input[];
  /** Why Terraform could not plan it. */
  readonly problem?: string;
  /** Whether what it holds is kept: on the base, on the head, or by what its resources say of themselves in the state. */
  readonly isProtected: boolean;
  /** Whether nothing of it is there yet. */
  readonly isNew: boolean;
  /** Whether there is a plan that may be applied as it is, unless a gate has something against it. */
  readonly isKept: boolean;
  /** Who has been applied while the review went on: the stack itself, or one that it reads. @default - nobody */
  readonly appliedSince?: readonly AppliedSince[];
  /** What it reads of stacks that the change touches and this review does not plan. @default - nothing */
  readonly unplanned?: readonly UnplannedUpstream[];
  /** Whether the plan is whole: false where Terraform has put something off, or has failed halfway. */
  readonly isComplete: boolean;
  /** What Terraform and the providers are, where the head has another than the base. */
  readonly versions: readonly VersionChange[];
  readonly counts: Counts;
  readonly resources: readonly ResourceReview[];
  readonly outputs: readonly OutputReview[];
  /** What has changed outside of Terraform: of a kept type, unless the review asks for all of it. */
  readonly drift: readonly ResourceReview[];
  readonly renames: readonly Rename[];
  /** Addresses whose block loses Terraform's own guard between base and head, or goes with it. */
  readonly unguarded: readonly string[];
}

export const ACTIONS = ['create', 'update', 'replace', 'destroy', 'move', 'import', 'forget'] as const;
export type ResourceAction = (typeof ACTIONS)[number];
export type Counts = Readonly<Record<ResourceAction | 'outputs', number>>;

export interface ResourceReview {
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  readonly previousAddress?: string;
  /** Key of an instance that a replacement has left behind. */
  readonly deposed?: string;
  /** Terraform's own reason, such as `replace_because_cannot_update`. */
  readonly reason?: string;
  /** Attributes that make it a replacement. */
  readonly forcedBy: readonly string[];
  /** What it is, as far as its type does not tell. */
  readonly traits: readonly Trait[];
  /** Why it is kept, where its type is one that no plan brings back. */
  readonly kept?: string;
  readonly attributes: readonly AttributeChange[];
  /** What is lost though the resource stays: ends of sentences that begin with the stack. */
  readonly losses: readonly string[];
  /** Rules of the platform that it breaks with the change. */
  readonly violations: readonly Violation[];
  /** What the change means, where the platform has words for it. */
  readonly words: readonly string[];
}

export interface Violation {
  /** Such as `P001`. */
  readonly rule: string;
  /** End of a sentence that begins with the address. */
  readonly says: string;
}

export type Trait =
  /** A record whose answer depends on health, place or weight. */
  | 'routed'
  /** One that leads to the name servers of a zone, or vouches for them. */
  | 'delegation'
  /** A routed record that follows no health check: whoever wants to fail over has to write to Route 53. */
  | 'unwatched'
  /** It goes together with the bucket that it says something of. */
  | 'with-bucket'
  /** Terraform itself would refuse to destroy it: on the base, or on the head. */
  | 'guarded';

/** One attribute that differs. Null stands for nothing there. */
export interface AttributeChange {
  /** Such as `rule[2].action`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** A policy that is told as it is written, with what its references stood for before: what is compared. */
  readonly afterAsItStood?: unknown;
}

export interface OutputReview {
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly before: unknown;
  readonly after: unknown;
  /** What the change means, where the platform has words for it. */
  readonly words: readonly string[];
}

export interface VersionChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface Rename {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** Share of equal attributes, in whole percent. */
  readonly likeness: number;
  /** The block that keeps the resource. */
  readonly moved: string;
  /** True where the old one is not destroyed but forgotten: AWS has it still when the new one is made. */
  readonly isForgotten?: boolean;
}

/** Who reads an output, and where. */
export interface Reader {
  readonly stack: string;
  readonly addresses: readonly string[];
}

export type ContractChangeKind =
  | 'added'
  | 'removed'
  | 'retyped'
  | 'nulled'
  | 'made-sensitive'
  | 'made-plain'
  | 'version-lowered'
  | 'version-raised';

export interface ContractChange {
  readonly producer: string;
  readonly output: string;
  readonly change: ContractChangeKind;
  /** Types or versions, where they say something. */
  readonly before?: string;
  readonly after?: string;
  /** Who reads it on the head. */
  readonly readers: readonly Reader[];
  /** Who reads it on the base and no longer on the head: they have to be applied before the producer. */
  readonly formerReaders: readonly Reader[];
}

export interface BlastRadius {
  readonly stack: string;
  /** Outputs whose value changes. */
  readonly outputs: readonly string[];
  /** Who reads these, and who reads what changes there in turn. */
  readonly readers: readonly Reader[];
  /** How many resources the plan touches. */
  readonly resources: number;
  readonly awsRegions: readonly string[];
  readonly teams: readonly string[];
}

/** One change that stacks of a kind do not share. */
export interface Asymmetry {
  readonly kind: string;
  readonly address: string;
  readonly action: ResourceAction;
  readonly attributes: readonly string[];
  /** Ids of the stacks with it, and of the siblings without. */
  readonly changedIn: readonly string[];
  readonly absentIn: readonly string[];
}

export interface BackendProblem {
  readonly stack: string;
  readonly sentence: string;
}

export interface UpgradeProblem {
  readonly stack: string;
  /** Of the parameters. */
  readonly address: string;
  /** Major versions: that of the member, and that of the parameters. */
  readonly running: string;
  readonly wanted: string;
  /** The stack whose plan of the same review upgrades the global cluster. @default - none does */
  readonly first?: string;
}

export interface EdgeFunction {
  readonly stack: string;
  readonly address: string;
  /** What becomes of its replicas. */
  readonly says: string;
  /** Why it cannot be destroyed by this apply: end of a sentence that begins with that. */
  readonly refusal?: string;
}

export interface Leak {
  readonly stack: string;
  readonly address: string;
  readonly path: string;
  /** `known`: it is sensitive elsewhere. `looks`: it only looks like a key. */
  readonly because: 'known' | 'named' | 'looks';
}
