import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
  /** Ids of the stacks whose state it reads. */
  readonly upstreams: readonly string[];
  readonly backend: StateLocation;
  readonly resourceCount: number;
}

interface StackJson {
  readonly terraform?: {
    readonly backend?: { readonly s3?: StateLocation };
    readonly required_providers?: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
  readonly data?: { readonly terraform_remote_state?: Record<string, { readonly config: StateLocation }> };
  readonly resource?: Record<
    string,
    Record<string, { readonly lifecycle?: { readonly prevent_destroy?: boolean } }>
  >;
}

/** Every synthesized stack in the order of apply: upstreams first, otherwise by name. */
export function synthesizedStacks(outputDirectory = synthesized): SynthesizedStack[] {
  const directory = join(outputDirectory, 'stacks');
  const ids = existsSync(directory)
    ? readdirSync(directory).filter((id) => existsSync(join(directory, id, 'cdk.tf.json')))
    : [];
  if (ids.length === 0) throw new Error(`No stack is synthesized in ${outputDirectory}: run "npm run synth"`);
  ids.sort();
  return inApplyOrder(ids.map((id) => readStack(join(directory, id), ids)));
}

/** Reads one stack's folder; `ids` are its siblings', from which its deployment's name follows. */
export function readStack(directory: string, ids: readonly string[]): SynthesizedStack {
  const id = basename(directory);
  const json = parse(directory);
  const backend = json.terraform?.backend?.s3;
  if (!backend) throw new Error(`${join(directory, 'cdk.tf.json')}: expected an S3 backend, got none`);
  return {
    id,
    directory,
    deployment: deploymentOf(id, ids),
    upstreams: Object.values(json.data?.terraform_remote_state ?? {}).map(({ config }) =>
      stackOfKey(config.key),
    ),
    backend: { bucket: backend.bucket, key: backend.key, region: backend.region },
    resourceCount: Object.values(json.resource ?? {}).reduce(
      (sum, byName) => sum + Object.keys(byName).length,
      0,
    ),
  };
}

/** The providers a stack asks Terraform for: name to source and version. */
export function requiredProviders({ directory }: SynthesizedStack) {
  return parse(directory).terraform?.required_providers ?? {};
}

/** Whether Terraform refuses to destroy the stack as it is synthesized now. */
export function isProtected({ directory }: SynthesizedStack): boolean {
  const resources = Object.values(parse(directory).resource ?? {}).flatMap((byName) => Object.values(byName));
  return resources.some(({ lifecycle }) => lifecycle?.prevent_destroy === true);
}

const parse = (directory: string) =>
  JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as StackJson;

/** The state key is the stack id with a suffix. */
const stackOfKey = (key: string) => key.replace(/\.tfstate$/, '');

/** A deployment is what has a stack `<deployment>-state`; its name may hold a dash. */
function deploymentOf(id: string, ids: readonly string[]): string {
  const deployments = ids
    .filter((other) => other.endsWith('-state'))
    .map((other) => other.slice(0, -'-state'.length));
  const [longest] = deployments
    .filter((name) => id.startsWith(`${name}-`))
    .sort((a, b) => b.length - a.length);
  return longest ?? id.slice(0, Math.max(id.indexOf('-'), 0));
}

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
  // The state stack holds everybody's state: nothing is applied before it, although nothing reads it.
  const stateFirst = [...stacks].sort(
    (a, b) => Number(b.id.endsWith('-state')) - Number(a.id.endsWith('-state')),
  );
  for (const stack of stateFirst) visit(stack, []);
  return [...ordered];
}
