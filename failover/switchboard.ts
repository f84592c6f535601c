import type { SwitchContent } from '../stacks/failover/contract';

/** One of a cluster's endpoints. */
export interface Endpoint {
  readonly awsRegion: string;
  readonly url: string;
}

/** Where the switch of one service is. */
export interface Switch {
  readonly service: string;
  readonly primary: string;
  readonly standby: string;
  /** Who decides to move it. */
  readonly team: string;
  readonly objectives: SwitchContent['objectives'];
  readonly endpoints: readonly Endpoint[];
  /** ARN of the routing control of a region. */
  readonly controlOf: (region: string) => string;
}

/** The copy as `failover` writes it, or a sentence that says what is wrong with it. */
export function parsedSwitch(text: string, source: string): Switch {
  const wrong = (expected: string) =>
    new Error(`${source}: expected ${expected}; it was written by something else`);
  const content = jsonObject(text) as Partial<SwitchContent> | undefined;
  if (content === undefined) throw wrong('JSON');
  const { service, primary, standby, team, objectives, endpoints, routingControls } = content;
  if (typeof service !== 'string' || typeof primary !== 'string' || typeof standby !== 'string') {
    throw wrong('service, primary and standby');
  }
  if (typeof team !== 'string') throw wrong('a team');
  const { recoveryTimeSeconds, recoveryPointSeconds } = objectives ?? {};
  if (typeof recoveryTimeSeconds !== 'number' || typeof recoveryPointSeconds !== 'number') {
    throw wrong('objectives');
  }
  const controls = new Map(Object.entries(routingControls ?? {}));
  const parsed = (endpoints ?? []).map((each) => {
    const [, awsRegion, url] = /^([a-z]{2}(?:-[a-z]+)+-\d) (https?:\/\/\S+)$/.exec(each) ?? [];
    if (awsRegion === undefined || url === undefined) throw wrong('endpoints, each "<AWS region> <address>"');
    return { awsRegion, url };
  });
  if (parsed.length === 0) throw wrong('endpoints');
  const controlOf = (region: string) => {
    const arn = controls.get(region);
    if (arn === undefined) throw wrong(`a routing control of "${region}"`);
    return arn;
  };
  for (const region of [primary, standby]) controlOf(region);
  return {
    service,
    primary,
    standby,
    team,
    objectives: { recoveryTimeSeconds, recoveryPointSeconds },
    endpoints: parsed,
    controlOf,
  };
}

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
