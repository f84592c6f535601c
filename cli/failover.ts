import { setTimeout as sleep } from 'node:timers/promises';
import { NoEndpoint } from '../failover/ask-endpoints';
import { move } from '../failover/move';
import { openSwitches } from '../failover/open-switches';
import type { RoutingControls } from '../failover/routing-controls';
import { answering, shown, toExpected } from '../failover/states';
import type { Switch } from '../failover/switchboard';
import { failoverContract } from '../stacks/failover/contract';
import { declaredStacks } from '../terraform/declared-stacks';
import { agree, consentOf, refuseUnanswerable } from './account';
import { UsageError } from './command';
import { targetEnvironment } from './environment';
import { findStackOfKind, unknown } from './find-stack';

export interface FailoverArguments {
  readonly action: 'status' | 'move' | 'back' | 'plan' | 'watch' | undefined;
  readonly deployment: string | undefined;
  readonly service: string | undefined;
  readonly to: string | undefined;
  readonly why: string | undefined;
  readonly ticket: string | undefined;
  readonly local: boolean;
  readonly yes: boolean;
}

const WATCH_MS = 2000;

/** Shows and turns the switches of a deployment's services. Asks nothing but their copies and the cluster's endpoints. */
export async function failover(args: FailoverArguments, signal: AbortSignal): Promise<void> {
  const { action = 'status', local } = args;
  if ((action === 'move' || action === 'back') && !args.why?.trim()) {
    throw new UsageError('--why: expected a reason, got nothing');
  }
  const stack = findStackOfKind(await declaredStacks({ signal }), args.deployment, failoverContract);
  const { controls, log, source, switches } = await openSwitches({
    stack,
    environment: targetEnvironment(local),
    isLocal: local,
    signal,
    onFailure: (what) => console.error(what),
  });
  try {
    if (action === 'status' || action === 'watch') {
      const meant = args.service === undefined ? switches : [found(switches, args.service)];
      await show(meant, controls, action === 'watch', signal);
      if (action === 'status') console.log(`Where the switches are was read from ${source}.`);
    } else {
      const one = found(switches, args.service);
      refuseOtherAccount(one, stack.accountId, source);
      const to = action === 'back' ? one.primary : args.to;
      if (to === undefined) throw new UsageError(toExpected(one, undefined));
      const { why = '', ticket } = args;
      const agree = (words: string) => agreed(words, one, args, signal);
      const print = (line: string) => console.log(line);
      await move(one, controls, { to, why, ticket, isPlan: action === 'plan' }, { agree, log, print });
    }
  } finally {
    controls.close();
  }
}

function found(switches: readonly Switch[], service: string | undefined): Switch {
  const one = switches.find((each) => each.service === service);
  if (one !== undefined) return one;
  throw new UsageError(
    unknown(
      'service',
      service,
      switches.map((each) => each.service),
    ),
  );
}

/** The document's account is the only one whose switches are turned. */
function refuseOtherAccount(one: Switch, accountId: string | undefined, source: string): void {
  const account = accountOf(one);
  if (accountId === undefined || account === accountId) return;
  throw new Error(
    `Nothing was changed: the document is for account ${accountId}, and the switch of "${one.service}" (${source}) is in account ${account}`,
  );
}

async function agreed(
  words: string,
  one: Switch,
  args: FailoverArguments,
  signal: AbortSignal,
): Promise<void> {
  const consent = consentOf(args);
  refuseUnanswerable('failover', consent);
  await agree(words, { words: `account ${accountOf(one)}` }, consent, signal);
}

const accountOf = (one: Switch) => one.controlOf(one.primary).split(':')[4] ?? '';

async function show(
  switches: readonly Switch[],
  controls: RoutingControls,
  goesOn: boolean,
  signal: AbortSignal,
): Promise<void> {
  const told = new Map<string, string>();
  do {
    for (const one of switches) {
      const line = await state(one, controls).catch((error: unknown) => {
        if (goesOn && error instanceof NoEndpoint) return `${one.service}: ${error.message}`;
        throw error;
      });
      if (told.get(one.service) !== line) console.log(goesOn ? `${new Date().toISOString()} ${line}` : line);
      told.set(one.service, line);
    }
    if (goesOn) await sleep(WATCH_MS, undefined, { signal });
  } while (goesOn);
}

async function state(one: Switch, controls: RoutingControls): Promise<string> {
  const states = await controls.states(one);
  const note = states.primary === states.standby ? ` (both ${states.primary})` : '';
  return `${one.service}: ${answering(one, states)} answers${note}; ${shown(one, states)}`;
}
