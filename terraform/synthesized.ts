import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stateContract } from '../stacks/state/contract';
import { synthesized } from './paths';

/** Where a stack keeps its state. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** One stack as Terraform will see it. */
export interface SynthesizedStack {
  readonly id: string;
  /** The folder that holds `cdk.tf.json` and the assets. */
  readonly directory: string;
  readonly deployment: string;
  /** The account that its document names; undefined where it names none. */
  readonly accountId?: string;
  /** Kind of stack, such as `region`: that of its contract. */
  readonly kind: string;
  /** Which stack of its kind, such as `asia`; undefined where a deployment has one. */
  readonly name?: string;
  /** Whether what it holds is kept: no plan may destroy it unasked. */
  readonly deletionProtection: boolean;
  /** Where it is. */
  readonly awsRegion: string;
  /** Every AWS region whose APIs its plan needs. */
  readonly awsRegions: readonly string[];
  /** Ids of the stacks whose state it reads. */
  readonly upstreams: readonly string[];
  readonly backend: StateLocation;
  readonly resourceCount: number;
}

/** What is read of a synthesized stack. */
export interface StackJson {
  readonly '//'?: {
    readonly metadata?: {
      readonly stack?: Pick<SynthesizedStack, 'deployment' | 'kind' | 'name' | 'deletionProtection'>;
    };
  };
  readonly provider?: { readonly aws?: readonly AwsProvider[] };
  readonly terraform?: {
    readonly backend?: { readonly s3?: StateLocation; readonly local?: { readonly path: string } };
    readonly required_providers?: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, OutputBlock>>;
  readonly locals?: Readonly<Record<string, unknown>>;
}

/** What a stack publishes: a value, or expressions in its place. */
export interface OutputBlock {
  readonly value?: unknown;
  readonly sensitive?: boolean;
}

interface AwsProvider {
  readonly region: string;
  readonly alias?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly default_tags?: readonly { readonly tags: Readonly<Record<string, string>> }[];
}

/** By type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** What Terraform asks of values before it goes on. */
export interface Condition {
  /** An expression. */
  readonly condition: string;
  readonly error_message: string;
}

interface Block {
  /** Such as `aws.eu-west-1`. */
  readonly provider?: string;
  readonly lifecycle?: {
    readonly prevent_destroy?: boolean;
    readonly precondition?: readonly Condition[];
    readonly postcondition?: readonly Condition[];
  };
  readonly [argument: string]: unknown;
}

/** Every synthesized stack in the order of apply: upstreams first, otherwise by name. */
export function synthesizedStacks(outputDirectory = synthesized): SynthesizedStack[] {
  const directory = join(outputDirectory, 'stacks');
  const ids = existsSync(directory)
    ? readdirSync(directory).filter((id) => existsSync(join(directory, id, 'cdk.tf.json')))
    : [];
  if (ids.length === 0)
    throw new Error(`No stack is synthesized in ${outputDirectory}: run "npx meridian synth"`);
  ids.sort();
  return inApplyOrder(ids.map((id) => readStack(join(directory, id))));
}

function readStack(directory: string): SynthesizedStack {
  const read = readJson(directory);
  const { json } = read;
  const expected = (what: string) =>
    new Error(`${join(directory, 'cdk.tf.json')}: expected ${what}, got none`);
  const backend = json.terraform?.backend?.s3;
  if (!backend) throw expected('an S3 backend');
  const stack = json['//']?.metadata?.stack;
  if (!stack) throw expected("the stack's deployment and kind");
  const provider = json.provider?.aws?.find(({ alias }) => alias === undefined);
  if (!provider) throw expected('an AWS provider without an alias');
  const synthesizedStack: SynthesizedStack = {
    id: basename(directory),
    directory,
    ...stack,
    accountId: provider.allowed_account_ids?.[0],
    awsRegion: provider.region,
    awsRegions: awsRegionsOf(json),
    upstreams: Object.keys(json.data?.terraform_remote_state ?? {}),
    backend: { bucket: backend.bucket, key: backend.key, region: backend.region },
    resourceCount: Object.values(json.resource ?? {}).reduce(
      (sum, byName) => sum + Object.keys(byName).length,
      0,
    ),
  };
  lastRead.set(synthesizedStack, read);
  return synthesizedStack;
}

/** Global Accelerator has one endpoint: https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html */
const ACCELERATOR_AWS_REGION = 'us-west-2';

/** Those of the providers that something uses: Terraform starts no other. */
function awsRegionsOf({ provider, resource, data }: StackJson): string[] {
  const types = Object.keys(resource ?? {});
  const blocks = [resource, data].flatMap((byType) =>
    Object.values(byType ?? {}).flatMap(Object.values<Block>),
  );
  const used = new Set([undefined, ...blocks.map((block) => block.provider)]);
  return [
    ...new Set([
      ...(provider?.aws ?? []).filter((each) => used.has(nameOf(each))).map(({ region }) => region),
      ...(types.some((type) => type.startsWith('aws_globalaccelerator_')) ? [ACCELERATOR_AWS_REGION] : []),
    ]),
  ];
}

/** As blocks name a provider; undefined for the one that they need not name. */
const nameOf = ({ alias }: AwsProvider) => (alias === undefined ? undefined : `aws.${alias}`);

/** The AWS region that a block is in, where its provider says one. */
export const awsRegionOf = ({ provider }: StackJson, block: Block): string | undefined =>
  provider?.aws?.find((each) => nameOf(each) === block.provider)?.region;

/** The providers a stack asks Terraform for: name to source and version. */
export function requiredProviders(stack: SynthesizedStack) {
  return stackJson(stack).terraform?.required_providers ?? {};
}

/** Types of the resources that the stack asks for. */
export function resourceTypes(stack: Pick<SynthesizedStack, 'directory'>): readonly string[] {
  return Object.keys(stackJson(stack).resource ?? {});
}

/** Whether Terraform refuses to destroy the stack as it is synthesized now. */
export function isProtected(stack: SynthesizedStack): boolean {
  const resources = Object.values(stackJson(stack).resource ?? {}).flatMap((byName) => Object.values(byName));
  return resources.some(({ lifecycle }) => lifecycle?.prevent_destroy === true);
}

interface ReadJson {
  readonly json: StackJson;
  /** Of the file. */
  readonly version: string;
}

/** As long as somebody has the stack: a review asks for the same one a dozen times. */
const lastRead = new WeakMap<object, ReadJson>();

/** A stack as it is synthesized; with `reviver`, that of `JSON.parse`, it is read anew. */
export function stackJson(
  stack: Pick<SynthesizedStack, 'directory'>,
  reviver?: (key: string, value: unknown) => unknown,
): StackJson {
  const { directory } = stack;
  if (reviver !== undefined) return JSON.parse(readFileSync(fileOf(directory), 'utf8'), reviver);
  const known = lastRead.get(stack);
  if (known !== undefined && known.version === versionOf(directory)) return known.json;
  const read = readJson(directory);
  lastRead.set(stack, read);
  return read.json;
}

function readJson(directory: string): ReadJson {
  // Before it is read: what is written meanwhile is read again.
  const version = versionOf(directory);
  return { version, json: JSON.parse(readFileSync(fileOf(directory), 'utf8')) };
}

const fileOf = (directory: string) => join(directory, 'cdk.tf.json');

function versionOf(directory: string): string {
  const { mtimeNs, ino, size } = statSync(fileOf(directory), { bigint: true });
  return `${mtimeNs} ${ino} ${size}`;
}

/** The stack that holds every state of its deployment: nothing is applied before it, although nothing reads it. */
export const isStateStack = ({ kind }: Pick<SynthesizedStack, 'kind'>) => kind === stateContract.kind;

function inApplyOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack, readers: readonly string[]) => {
    if (readers.includes(stack.id)) {
      throw new Error(`Stacks read each other in a circle: ${[...readers, stack.id].join(' -> ')}`);
    }
    if (ordered.has(stack)) return;
    for (const upstream of stack.upstreams) {
      const found = byId.get(upstream);
      if (found) visit(found, [...readers, stack.id]);
    }
    ordered.add(stack);
  };
  const stateFirst = [...stacks].sort((a, b) => Number(isStateStack(b)) - Number(isStateStack(a)));
  for (const stack of stateFirst) visit(stack, []);
  return [...ordered];
}
