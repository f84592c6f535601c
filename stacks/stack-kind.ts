import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Document } from '../config/document';
import type { Contract } from '../modules/contract/contract';
import type { Permission } from '../permissions/permission';

/** What the stacks of one kind promise each other's readers; the kind is the second part of their ids. */
export interface StackContract extends Contract {
  readonly kind: string;
}

/** One kind of stack: all that has to be said of it beside what it is built of. */
export interface StackKind {
  readonly contract: StackContract;
  /** Whose stacks these are: a key of the document's `teams`. */
  readonly team: string;
  /** Its line in the README's table. */
  readonly readme: { readonly stack: string; readonly owns: string; readonly reads: string };
  /** What CI may do in its stacks. A kind that gets a new service gets it here, through an administrator. */
  readonly permissions: readonly Permission[];
  /** Its stacks in a document, in the order of first application. */
  readonly stacks: (document: Document) => readonly StackOfKind[];
}

/** One stack of a kind. */
export interface StackOfKind {
  /** Last part of the id, where a document may have several stacks of the kind. */
  readonly name?: string;
  /** Team that plans, reviews and applies it. @default - the one that the kind belongs to */
  readonly team?: string;
  /** Where it is. */
  readonly awsRegion: string;
  /** Every AWS region that it has resources in. @default - `awsRegion` alone */
  readonly awsRegions?: readonly string[];
  /** Names of the public and private zones whose records it owns; `*` stands for anything. @default - none */
  readonly recordNames?: readonly string[];
  /** Names of what else it owns, wherever AWS lets resources have names; `*` stands for anything. @default - none */
  readonly resourceNames?: readonly string[];
  /** Whether tools refuse a plan that destroys what holds data. @default - the document's `deletionProtection` */
  readonly deletionProtection?: boolean;
  /** Ids of the stacks that it reads. @default - none */
  readonly reads?: readonly string[];
  readonly create: (scope: Construct, props: PlatformStackProps) => TerraformStack;
}

/** A stack of a document, with its defaults. */
export interface PlannedStack extends Required<Omit<StackOfKind, 'name'>> {
  readonly id: string;
  readonly kind: StackKind;
  readonly name?: string;
  /** Who is told when one of its alarms is raised: the team that the kind belongs to. */
  readonly alarmEmail: string;
}

export interface PlatformStackProps {
  readonly document: Document;
  readonly stack: PlannedStack;
  /** Every stack of the document. */
  readonly platform: readonly PlannedStack[];
}
