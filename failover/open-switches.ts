import { join } from 'node:path';
import { clientSettings } from '../cli/aws-client';
import { switchParameters } from '../stacks/failover/contract';
import type { DeclaredStack } from '../terraform/declared-stacks';
import { local } from '../terraform/paths';
import { RoutingControls } from './routing-controls';
import { type Switchboard, switchboard } from './switchboards';

export interface OpenOptions {
  /** The stack that made the switches. */
  readonly stack: Pick<DeclaredStack, 'deployment' | 'awsRegions'>;
  /** What leads to the local AWS; empty for AWS. */
  readonly environment: Readonly<Record<string, string>>;
  readonly isLocal: boolean;
  readonly signal?: AbortSignal;
  /** Told of what does not answer. */
  readonly onFailure?: (what: string) => void;
}

export interface OpenSwitches extends Switchboard {
  readonly controls: RoutingControls;
  /** Where a line is added for each move. */
  readonly log: string;
}

const TRY_MS = 3000;
const ROUNDS = 2;

/** The switches of a deployment, and what turns them. */
export async function openSwitches(options: OpenOptions): Promise<OpenSwitches> {
  const { stack, environment, isLocal, signal, onFailure } = options;
  const { deployment, awsRegions } = stack;
  const file = join(local, 'failover', isLocal ? `${deployment}.local` : deployment);
  const board = await switchboard({
    path: switchParameters(deployment),
    awsRegions,
    file: `${file}.json`,
    settingsOf: (awsRegion) => clientSettings(awsRegion, environment),
    tryMs: TRY_MS,
    onFailure: (where, reason) => onFailure?.(`No copy in ${where}: ${reason}`),
  });
  const controls = new RoutingControls({
    settingsOf: ({ awsRegion, url }) => ({ endpoint: url, ...clientSettings(awsRegion, environment) }),
    tryMs: TRY_MS,
    rounds: ROUNDS,
    random: Math.random,
    signal,
    onFailure: ({ awsRegion }, reason) =>
      onFailure?.(`No answer from the endpoint in ${awsRegion}: ${reason}`),
  });
  return { ...board, controls, log: `${file}.log` };
}
