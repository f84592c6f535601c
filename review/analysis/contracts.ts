import { VERSION_OUTPUT } from '../../modules/contract/contract';
import type { OutputBlock } from '../../terraform/synthesized';
import type { PlanJson } from '../plan-json';
import type { PlannedStack } from '../planned-stack';
import type { Reads } from './readers';
import type { ContractChange, ContractChangeKind, Reader } from './review';
import type { StackSource } from './stack-source';

export interface ContractProps {
  /** Undefined where the stack comes or goes. */
  readonly base?: StackSource | undefined;
  readonly head?: StackSource | undefined;
  readonly planned: Pick<PlannedStack, 'plan' | 'reason'>;
  readonly headReads: Reads;
  readonly baseReads: Reads;
}

/** What becomes of the outputs of one stack. */
export function contractChanges({
  base,
  head,
  planned,
  headReads,
  baseReads,
}: ContractProps): ContractChange[] {
  const { plan } = planned;
  const producer = (head ?? base)?.stack.id ?? '';
  const before = outputsOf(base);
  // A removed stack is planned as it was: its plan says that everything goes.
  const after = planned.reason === 'removed' ? {} : outputsOf(head);
  const live = Object.keys(plan?.output_changes ?? {}).filter((name) => wasLive(plan, name));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...live])].sort();
  return names.flatMap((name) => {
    const change = changeOf(name, before[name], after[name], plan);
    if (change === undefined) return [];
    const readers = headReads.readersOf(producer, name);
    return [
      {
        producer,
        output: name,
        ...change,
        readers,
        formerReaders: without(baseReads.readersOf(producer, name), readers),
      },
    ];
  });
}

type Kind = Pick<ContractChange, 'change' | 'before' | 'after'>;

function changeOf(
  name: string,
  before: OutputBlock | undefined,
  after: OutputBlock | undefined,
  plan: PlanJson | undefined,
): Kind | undefined {
  const hadIt = before !== undefined || wasLive(plan, name);
  if (after === undefined) return hadIt ? { change: 'removed' } : undefined;
  if (!hadIt) return { change: 'added' };
  const { value } = after;
  // Terraform keeps no output that is null: to a reader it is gone.
  if (isNull(name, after, plan) && !(before !== undefined && isNull(name, before, undefined)))
    return { change: 'nulled' };
  if (name === VERSION_OUTPUT) return versionChange(before?.value, value);
  const types = typesOf(name, before, after, plan);
  if (types !== undefined) return { change: 'retyped', ...types };
  if (before === undefined) return undefined;
  const [was, is] = [before.sensitive === true, after.sensitive === true];
  return was === is ? undefined : { change: is ? 'made-sensitive' : 'made-plain' };
}

function versionChange(before: unknown, after: unknown): Kind | undefined {
  if (typeof before !== 'number' || typeof after !== 'number' || before === after) return undefined;
  const change: ContractChangeKind = after < before ? 'version-lowered' : 'version-raised';
  return { change, before: String(before), after: String(after) };
}

const outputsOf = (source: StackSource | undefined): Readonly<Record<string, OutputBlock>> =>
  source?.json.output ?? {};

const wasLive = (plan: PlanJson | undefined, name: string) => {
  const change = plan?.output_changes?.[name];
  return change !== undefined && change.before !== null && change.before !== undefined;
};

function isNull(name: string, { value }: OutputBlock, plan: PlanJson | undefined): boolean {
  if (value === null || value === undefined || value === '${null}') return true;
  const change = plan?.output_changes?.[name];
  if (change === undefined || change.after_unknown === true) return false;
  return (change.after === null || change.after === undefined) && !change.actions.includes('delete');
}

/** What both sides are, where that differs: by what is written, else by the values that the plan knows. */
function typesOf(
  name: string,
  before: OutputBlock | undefined,
  after: OutputBlock,
  plan: PlanJson | undefined,
): Pick<Kind, 'before' | 'after'> | undefined {
  const change = plan?.output_changes?.[name];
  const known = change?.after_unknown === true ? undefined : typeOf(change?.after);
  const was = typeOf(change?.before) ?? writtenType(before?.value);
  const is = known ?? writtenType(after.value);
  return was === undefined || is === undefined || was === is ? undefined : { before: was, after: is };
}

function typeOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : typeof value === 'string' ? 'text' : typeof value;
}

/** Functions of Terraform that the platform writes outputs with, and what they give. */
const GIVES: Readonly<Record<string, string>> = {
  tolist: 'list',
  toset: 'list',
  concat: 'list',
  keys: 'list',
  values: 'list',
  split: 'list',
  sort: 'list',
  tomap: 'map',
  merge: 'map',
  zipmap: 'map',
  tostring: 'text',
  join: 'text',
  format: 'text',
  jsonencode: 'text',
  tonumber: 'number',
  length: 'number',
  tobool: 'boolean',
};

/** Attributes that have the same type in every resource of AWS. */
const TEXT_ATTRIBUTE =
  /^(?:data\.)?aws_\w+\.[\w-]+(?:\[\d+\])?\.(?:id|arn|name|bucket|zone_id|dns_name|domain_name)$/;

/** The type of an expression, as far as it tells without the provider's schema. */
function writtenType(value: unknown): string | undefined {
  if (typeof value !== 'string') return typeOf(value);
  const expression = /^\$\{(.*)\}$/s.exec(value)?.[1];
  // Text around an expression, or between two, makes it text.
  if (expression === undefined || expression.includes('${')) return 'text';
  const called = /^(\w+)\(/.exec(expression)?.[1];
  if (called !== undefined) return GIVES[called];
  if (/^\[.*\]$/.test(expression) || /\[\*\]/.test(expression)) return 'list';
  return TEXT_ATTRIBUTE.test(expression) ? 'text' : undefined;
}

/** Those of the readers who read it in a place where they no longer do. */
function without(former: readonly Reader[], now: readonly Reader[]): Reader[] {
  const still = new Set(now.map(({ stack }) => stack));
  return former.filter(({ stack }) => !still.has(stack));
}
