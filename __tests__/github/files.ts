import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: object;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const WORKFLOWS = '.github/workflows';
const ACTIONS = '.github/actions';

/** Text of each file of `.github` that GitHub runs, by its path. */
export const texts: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...readdirSync(WORKFLOWS).map((name) => join(WORKFLOWS, name)),
    ...readdirSync(ACTIONS).map((name) => join(ACTIONS, name, 'action.yml')),
  ].map((path) => [path, readFileSync(path, 'utf8')]),
);

/** Each workflow by its path. */
export const workflows: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(texts)
    .filter(([path]) => path.startsWith(WORKFLOWS))
    .map(([path, text]) => [path, parse(text) as Workflow]),
);

export const actions: Readonly<Record<string, Action>> = Object.fromEntries(
  Object.entries(texts)
    .filter(([path]) => path.startsWith(ACTIONS))
    .map(([path, text]) => [path, parse(text) as Action]),
);

/** Every job of every workflow, as `<path> <job>`. */
export const jobs: readonly (readonly [string, Job])[] = Object.entries(workflows).flatMap(
  ([path, workflow]) => Object.entries(workflow.jobs).map(([name, job]) => [`${path} ${name}`, job] as const),
);

/** Every step of every workflow and action. */
export const steps: readonly Step[] = [
  ...jobs.flatMap(([, job]) => job.steps ?? []),
  ...Object.values(actions).flatMap(({ runs }) => runs.steps),
];
