import { readFileSync, writeFileSync } from 'node:fs';
import type { State } from '../terraform/state-store';
import type { SynthesizedStack } from '../terraform/synthesized';
import type { Versions } from '../terraform/workspace';
import { canonicalJson, canonicalStack, digestOf } from './canonical';
import type { Edge } from './edges';
import type { StateOutputs } from './inputs';
import { type Input, isTainted } from './planned-stack';

/** What has to be the same when a plan is applied as it was when it was reviewed. */
export interface Circumstances {
  /** Digest of what the stack asks for. */
  readonly synth: string;
  /** Digest of the plan's file. */
  readonly plan: string;
  readonly versions: Versions;
  /** Which state it was planned on; null where there was none. */
  readonly state: Pick<State, 'lineage' | 'serial'> | null;
  /** Digests of the outputs that it reads, by the producer's id and the output's name. */
  readonly upstreams: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The file beside a plan: without it, and unless all of it still holds, the plan is not applied. */
export interface Seal extends Circumstances {
  readonly format: 1;
  readonly stack: string;
  /** What was checked out; whether it had been changed. */
  readonly commit: { readonly sha: string; readonly isClean: boolean };
  /** What it was planned with. */
  readonly inputs: readonly Input[];
  readonly isTainted: boolean;
  /** Ids of the gates that had nothing against it, and of those that had. */
  readonly gates: { readonly passed: readonly string[]; readonly refused: readonly string[] };
  /** What somebody has agreed to lose. */
  readonly destroys: readonly string[];
}

export const sealFileOf = (planFile: string) => planFile.replace(/(\.tfplan)?$/, '.seal.json');

export interface CircumstancesOptions {
  readonly stack: Pick<SynthesizedStack, 'directory'>;
  readonly planFile: string;
  readonly versions: Versions;
  readonly state: State | undefined;
  readonly edges: readonly { readonly edge: Edge; readonly live: StateOutputs }[];
}

export function circumstancesOf(options: CircumstancesOptions): Circumstances {
  const { stack, planFile, versions, state, edges } = options;
  return {
    synth: digestOf(canonicalStack(stack)),
    plan: digestOf(readFileSync(planFile)),
    versions,
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

export function seal(facts: Omit<Seal, 'format' | 'isTainted'>, planFile: string): void {
  const content: Seal = { format: 1, ...facts, isTainted: isTainted(facts) };
  writeFileSync(sealFileOf(planFile), `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
}

export function readSeal(planFile: string, stackId: string): Seal {
  const file = sealFileOf(planFile);
  let seal: Partial<Seal>;
  try {
    seal = JSON.parse(readFileSync(file, 'utf8')) as Partial<Seal>;
  } catch {
    throw new Error(`--plan: expected a plan of "npx meridian review", which has ${file} beside it`);
  }
  if (seal.format !== 1) throw new Error(`${file}: expected format 1, got ${seal.format ?? 'none'}`);
  if (seal.stack !== stackId)
    throw new Error(`${file}: expected a plan of "${stackId}", got one of "${seal.stack}"`);
  return seal as Seal;
}

/** Sentences that say why a plan may not be applied as things are now; none where it may. */
export function refusalsOf(seal: Seal, now: Circumstances): readonly string[] {
  const { stack, state, versions } = seal;
  const made = seal.inputs.filter(({ source }) => source !== 'live');
  return [
    ...(seal.isTainted || made.length > 0
      ? [`"${stack}" was planned with values that nobody has applied: ${listed(made)}.`]
      : []),
    ...(seal.gates.refused.length > 0
      ? [`The review has refused the plan of "${stack}": ${seal.gates.refused.join(', ')}.`]
      : []),
    ...(seal.plan === now.plan ? [] : [`The plan of "${stack}" is not the one that was reviewed.`]),
    ...(seal.synth === now.synth
      ? []
      : [
          `"${stack}" is synthesized otherwise than it was reviewed at commit ${seal.commit.sha.slice(0, 12)}.`,
        ]),
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
  inputs.map(({ producer, output, source }) => `${output} of "${producer}" (${source})`).join(', ') ||
  'it is marked so';

const serialOf = (state: Circumstances['state']) => (state === null ? 'none' : `serial ${state.serial}`);

const inWords = ({ terraform, providers }: Versions) =>
  [
    `Terraform ${terraform}`,
    ...Object.entries(providers).map(([source, version]) => `${source.split('/').at(-1)} ${version}`),
  ].join(' and ');
