import {
  AccessDeniedException,
  ConflictException,
  GetRoutingControlStateCommand,
  ResourceNotFoundException,
  Route53RecoveryClusterClient,
  UpdateRoutingControlStatesCommand,
  ValidationException,
} from '@aws-sdk/client-route53-recovery-cluster';
import { type AskOptions, askEndpoints, NoEndpoint, Refused } from './ask-endpoints';
import { type Change, isSame, refuseBothOff, type State, type States, shown } from './states';
import type { Endpoint, Switch } from './switchboard';

export interface RoutingControlsOptions extends AskOptions {
  /** Of the client that asks one endpoint. */
  readonly settingsOf: (endpoint: Endpoint) => ConstructorParameters<typeof Route53RecoveryClusterClient>[0];
}

/** Reads and turns switches on the endpoints of their cluster, and asks nothing else. */
export class RoutingControls {
  /** Kept from try to try: a client learns from an endpoint's answer how wrong this machine's clock is. */
  private readonly clients = new Map<string, Route53RecoveryClusterClient>();

  constructor(private readonly options: RoutingControlsOptions) {}

  async states(one: Switch): Promise<States> {
    const { primary, standby } = one;
    return askEndpoints(
      one.endpoints,
      async (endpoint, signal) => {
        const client = this.client(endpoint);
        const state = async (region: string): Promise<State> => {
          const command = new GetRoutingControlStateCommand({ RoutingControlArn: one.controlOf(region) });
          const { RoutingControlState } = await refusals(client.send(command, { abortSignal: signal }));
          if (RoutingControlState === 'On' || RoutingControlState === 'Off') return RoutingControlState;
          throw new Error(`expected the state "On" or "Off", got "${RoutingControlState}"`);
        };
        return { primary: await state(primary), standby: await state(standby) };
      },
      this.options,
    );
  }

  /** Turns both controls in one request: no moment is between them. */
  async change(one: Switch, change: Change): Promise<void> {
    refuseBothOff(one, change);
    const entries = [
      { RoutingControlArn: one.controlOf(one.primary), RoutingControlState: change.primary },
      { RoutingControlArn: one.controlOf(one.standby), RoutingControlState: change.standby },
    ];
    const command = new UpdateRoutingControlStatesCommand({ UpdateRoutingControlStateEntries: entries });
    try {
      await askEndpoints(
        one.endpoints,
        (endpoint, signal) => refusals(this.client(endpoint).send(command, { abortSignal: signal })),
        this.options,
      );
    } catch (error) {
      if (error instanceof NoEndpoint) {
        throw new NoEndpoint(`${error.message}\nOne may have heard it all the same: ask for the status`, {
          cause: error,
        });
      }
      if (!(error instanceof Refused) || !(error.cause instanceof ConflictException)) throw error;
      // An earlier try may have been heard though its answer was lost; the panel's rule then refuses a second one for a while.
      const states = await this.states(one);
      if (isSame(states, change)) return;
      throw new Error(
        `A safety rule refuses to turn "${one.service}" (${shown(one, states)}) now: ${error.message}. Where it was turned in the last seconds, try again`,
        { cause: error },
      );
    }
  }

  close(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private client(endpoint: Endpoint): Route53RecoveryClusterClient {
    const known = this.clients.get(endpoint.url);
    if (known !== undefined) return known;
    // Rotation is the retry.
    const client = new Route53RecoveryClusterClient({
      ...this.options.settingsOf(endpoint),
      maxAttempts: 1,
    });
    this.clients.set(endpoint.url, client);
    return client;
  }
}

/** What every endpoint would say again; a wrong signature is not among it, as each endpoint signs for its own AWS region. */
async function refusals<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (
      error instanceof ConflictException ||
      error instanceof AccessDeniedException ||
      error instanceof ResourceNotFoundException ||
      error instanceof ValidationException
    ) {
      throw new Refused(`${error.name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
