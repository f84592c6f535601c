import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { State } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { Versions } from '../terraform/workspace';
import { canonicalJson, canonicalStack, digestOf } from './canonical';
import type { Edge } from './edges';
import type { StateOutputs } from './inputs';
import type { Input, InputSource } from './planned-stack';

/** Stands in the place of an account. */
export const LOCAL = 'local';

const circumstances = z.object({
  /** Digest of what the stack asks for. */
  synth: z.string(),
  /** Digest of the plan's file. */
  plan: z.string(),
  /** By whom it was planned; providers by their sources. */
  versions: z.object({ terraform: z.string(), providers: z.record(z.string(), z.string()) }),
  /** What it was planned for: the id of an account, or `local`. */
  target: z.string(),
  /** Which state it was planned on; null where there was none. */
  state: z.object({ lineage: z.string(), serial: z.number() }).nullable(),
  /** Digests of the outputs that it reads, by the producer's id and the output's name. */
  upstreams: z.record(z.string(), z.record(z.string(), z.string())),
});

const sealed = circumstances.extend({
  format: z.literal(2),
  stack: z.string(),
  /** What was checked out, and what it was compared with: a gate that compares says nothing where these are the same. */
  commit: z.string(),
  base: z.string(),
  /** What it was planned with. */
  inputs: z.array(
    z.object({
      producer: z.string(),
      output: z.string(),
      source: z.enum(['live', 'planned', 'placeholder']) satisfies z.ZodType<InputSource>,
    }),
  ),
  gates: z.object({
    /** Ids of the gates that had nothing against it, and of those that had. */
    passed: z.array(z.string()),
    refused: z.array(z.string()),
    /** Last day on which everybody answers who has answered for a finding, such as `2026-01-31`. */
    holdsUntil: z.string().optional(),
  }),
});

/** What has to be the same when a plan is applied as it was when it was reviewed. */
export type Circumstances = z.infer<typeof circumstances>;

/** The file beside a plan: without it, and unless all of it still holds, the plan is not applied. */
export type Seal = z.infer<typeof sealed>;

export const sealFileOf = (planFile: string) => planFile.replace(/(\.tfplan)?$/, '.seal.json');

export interface CircumstancesOptions {
  readonly stack: Pick<SynthesizedStack, 'directory'>;
  readonly planFile: string;
  readonly versions: Versions;
  readonly target: string;
  readonly state: State | undefined;
  readonly edges: readonly { readonly edge: Edge; readonly live: StateOutputs }[];
}

export function circumstancesOf(options: CircumstancesOptions): Circumstances {
  const { stack, planFile, versions, target, state, edges } = options;
  return {
    synth: digestOf(canonicalStack(stack)),
    plan: digestOf(readFileSync(planFile)),
    versions,
    target,
    state: state === undefined ? null : { lineage: state.lineage, serial: state.serial },
    upstreams: Object.fromEntries(
      edges.map(({ edge, live }) => [edge.producer, digestsOf(edge, live)] as const),
    ),
  };
}

/** Of what is only asked to be there it does not matter what it is. */
function digestsOf({ outputs, required }: Edge, live: StateOutputs): Readonly<Record<string, string>> {
  const names = [...new Set([...outputs, ...required])].sort();
  return Object.fromEntries(
    names.map((name) => {
      const output = live[name];
      if (output === undefined) return [name, 'absent'];
      return [name, outputs.includes(name) ? digestOf(canonicalJson(output.value ?? null)) : 'present'];
    }),
  );
}

export function seal(facts: Omit<Seal, 'format'>, planFile: string): void {
  const content: Seal = { format: 2, ...facts };
  writeFileSync(sealFileOf(planFile), `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
}

export function readSeal(planFile: string, stackId: string): Seal {
  if (!existsSync(planFile)) throw new Error(`--plan: expected a file, got ${planFile}`);
  const file = sealFileOf(planFile);
  const { data: seal, error } = sealed.safeParse(jsonOf(file));
  if (error !== undefined) {
    const [issue] = error.issues;
    const where = issue?.path.join('.') || 'all of it';
    throw new Error(
      `${file}: expected a seal of this version of "npx meridian review", got another one (${where}): plan the stack again`,
    );
  }
  if (seal.stack !== stackId)
    throw new Error(`${file}: expected a plan of "${stackId}", got one of "${seal.stack}"`);
  return seal;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`--plan: expected a plan of "npx meridian review", which has ${file} beside it`);
  }
}

/** Sentences that say why a plan may not be applied as things are now; none where it may. */
export function refusalsOf(seal: Seal, now: Circumstances, today: Date): readonly string[] {
  const { stack, state, versions, gates } = seal;
  const made = seal.inputs.filter(({ source }) => source !== 'live');
  return [
    ...(made.length > 0
      ? [`"${stack}" was planned with values that nobody has applied: ${listed(made)}.`]
      : []),
    ...(gates.refused.length > 0
      ? [`The review has refused the plan of "${stack}": ${gates.refused.join(', ')}.`]
      : []),
    ...(gates.holdsUntil !== undefined && gates.holdsUntil < today.toISOString().slice(0, 10)
      ? [`Somebody answered for what the plan of "${stack}" does until ${gates.holdsUntil}, and no longer.`]
      : []),
    ...(seal.target === now.target
      ? []
      : [
          `"${stack}" was planned for ${targetInWords(seal.target)}, and this is ${targetInWords(now.target)}.`,
        ]),
    ...(seal.plan === now.plan ? [] : [`The plan of "${stack}" is not the one that was reviewed.`]),
    ...(seal.synth === now.synth
      ? []
      : [`"${stack}" is synthesized otherwise than it was reviewed at commit ${seal.commit.slice(0, 12)}.`]),
    ...(canonicalJson(versions) === canonicalJson(now.versions)
      ? []
      : [`"${stack}" was planned with ${inWords(versions)}, and here is ${inWords(now.versions)}.`]),
    ...(canonicalJson(state) === canonicalJson(now.state)
      ? []
      : [
          `The state of "${stack}" has changed since: it was planned on ${serialOf(state)}, and is now ${serialOf(now.state)}.`,
        ]),
    ...upstreamRefusals(seal, now),
  ];
}

function upstreamRefusals({ stack, upstreams }: Seal, now: Circumstances): string[] {
  const producers = new Set([...Object.keys(upstreams), ...Object.keys(now.upstreams)]);
  return [...producers].sort().flatMap((producer) => {
    const [then = {}, today = {}] = [upstreams[producer], now.upstreams[producer]];
    const names = new Set([...Object.keys(then), ...Object.keys(today)]);
    const changed = [...names].filter((name) => then[name] !== today[name]).sort();
    return changed.length === 0
      ? []
      : [`"${producer}" has been applied since, and "${stack}" reads of it: ${changed.join(', ')}.`];
  });
}

const listed = (inputs: readonly Input[]) =>
  inputs.map(({ producer, output, source }) => `${output} of "${producer}" (${source})`).join(', ');

const targetInWords = (target: string) => (target === LOCAL ? 'the local AWS' : `account ${target}`);

const serialOf = (state: Circumstances['state']) => (state === null ? 'none' : `serial ${state.serial}`);

const inWords = ({ terraform, providers }: Versions) =>
  [
    `Terraform ${terraform}`,
    ...Object.entries(providers).map(([source, version]) => `${source.split('/').at(-1)} ${version}`),
  ].join(' and ');
