import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeployedDistribution } from '../edge/configuration';
import { s3Bucket } from '../edge/origins';
import type { BackendState } from '../edge/types';
import type { Fault, Faults } from '../router/faults';
import { WORKING } from './elb/backends';
import { answerJson, ownJsonBody, Refusal } from './json-api';
import { loseObject } from './s3/lost-objects';
import type { World } from './world';

export interface WorldControlProps {
  readonly world: World;
  readonly distributions: () => readonly DeployedDistribution[];
  /** Of the local AWS. */
  readonly faults: Faults;
}

const PATH = '/_local/world';

const SWITCHES: Readonly<Record<string, Partial<BackendState>>> = {
  kill: { dead: true },
  recover: { ...WORKING, status: undefined },
  slow: { delayMilliseconds: 5000 },
  error: { status: 503 },
  'lose-targets': { healthyTargets: 0 },
};

/**
 * The world as JSON under `/_local/world`, for the edge's own paths: true where it answered.
 *
 *     GET  /_local/world                     regions, health, names, queues and what happened last
 *     POST /_local/world/<switch>            {"region": "asia"}, and for slow and error how: kill, recover, slow, error, lose-targets
 *     POST /_local/world/drain, undrain      {"region": "asia"}: where the plugin knows how
 *     POST /_local/world/lose                {"bucket": "…", "awsRegion": "…", "key": "images/a.png"}
 *     POST /_local/world/refuse              {"name": "sqs down", "services": ["sqs"]}: what the local AWS refuses, and see `Fault`
 *     POST /_local/world/allow               {"name": "sqs down"}
 *     POST /_local/world/hold, release       messages wait in their queues, and are handled again
 *     POST /_local/world/clock               {"speed": 30}
 */
export function worldControl(props: WorldControlProps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    if (path !== PATH && !path.startsWith(`${PATH}/`)) return false;
    await answerJson(response, () => answer(props, request, path.slice(PATH.length + 1)));
    return true;
  };
}

async function answer(props: WorldControlProps, request: IncomingMessage, action: string): Promise<unknown> {
  const { world } = props;
  if (request.method === 'GET' && action === '') return describe(props);
  const body = await ownJsonBody(request);
  if (Object.hasOwn(SWITCHES, action)) {
    const region = text(body, 'region');
    const backend = world.backends().find(({ name }) => name === region);
    if (backend === undefined)
      throw new Refusal(404, `region: expected one of ${names(world)}, got ${region}`);
    backend.change({ ...SWITCHES[action], ...degree(body) });
    world.switched(action, region);
    return { name: backend.name, state: backend.state };
  }
  const { drains } = world.plugin;
  if (drains !== undefined && (action === 'drain' || action === 'undrain')) {
    const region = text(body, 'region');
    if (!world.backends().some(({ name }) => name === region))
      throw new Refusal(404, `region: expected one of ${names(world)}, got ${region}`);
    await drains.drain(region, action === 'drain');
    world.switched(action, region);
    return { drained: await drains.drained() };
  }
  if (action === 'lose') {
    const key = text(body, 'key');
    await loseObject(world.ask, { bucket: text(body, 'bucket'), awsRegion: text(body, 'awsRegion'), key });
    world.switched(action, key);
    return { lost: key };
  }
  if (action === 'refuse') {
    const refused = fault(body);
    props.faults.refuse(refused);
    world.switched(action, refused.name);
    return { faults: props.faults.all() };
  }
  if (action === 'allow') {
    const name = text(body, 'name');
    if (!props.faults.allow(name)) throw new Refusal(404, `name: nothing is refused as ${name}`);
    world.switched(action, name);
    return { faults: props.faults.all() };
  }
  if (action === 'hold' || action === 'release') {
    world.queues.isHeld = action === 'hold';
    world.switched(action, 'queues');
    return { held: world.queues.isHeld };
  }
  if (action === 'clock') {
    if (typeof body.speed !== 'number' || !(body.speed >= 1 && body.speed <= 1000)) {
      throw new Refusal(400, 'speed: expected a number from 1 to 1000');
    }
    world.clock.run(body.speed);
    return { speed: world.clock.currentSpeed };
  }
  throw new Refusal(404, `there is no ${action}`);
}

const names = (world: World) =>
  world
    .backends()
    .map(({ name }) => name)
    .join(', ') || 'none, because nothing is deployed';

function degree(body: Record<string, unknown>): Partial<BackendState> {
  return {
    ...within(body, 'delayMilliseconds', 0, 600_000),
    ...within(body, 'status', 200, 599),
    ...within(body, 'healthyTargets', 0, 1),
  };
}

function fault(body: Record<string, unknown>): Fault {
  const { plane = 'all' } = body;
  if (plane !== 'all' && plane !== 'control') throw new Refusal(400, 'plane: expected all or control');
  return {
    name: text(body, 'name'),
    services: texts(body, 'services'),
    awsRegions: texts(body, 'awsRegions'),
    plane,
    share: 1,
    status: 503,
    ...within(body, 'share', 0, 1),
    ...within(body, 'status', 400, 599),
  };
}

/** The number of this name, where there is one. */
function within(body: Record<string, unknown>, name: string, least: number, most: number) {
  const value = body[name];
  if (value === undefined) return {};
  if (typeof value === 'number' && value >= least && value <= most) return { [name]: value };
  throw new Refusal(400, `${name}: expected a number from ${least} to ${most}`);
}

function texts(body: Record<string, unknown>, name: string): string[] {
  const value = body[name] ?? [];
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  throw new Refusal(400, `${name}: expected a list of strings`);
}

async function describe(props: WorldControlProps) {
  const { world } = props;
  const { drains } = world.plugin;
  const balancers = world.loadBalancers.all();
  return {
    now: world.clock.now(),
    speed: world.clock.currentSpeed,
    ...(drains && { drained: await drains.drained().catch(() => []) }),
    faults: props.faults.all(),
    regions: world.backends().map(({ name, endpoint, state }) => {
      const balancer = balancers.find(({ backend }) => backend.name === name);
      return {
        name,
        endpoint,
        state,
        ...(balancer && {
          awsRegion: balancer.awsRegion,
          loadBalancer: balancer.dnsName,
          targetsHealthy: balancer.targetsHealthy,
        }),
      };
    }),
    healthChecks: world.deployedChecks().map(({ id, type, host, path }) => ({
      id,
      type,
      host,
      path,
      healthy: world.healthChecks.isHealthy(id),
    })),
    names: [...world.allResolvers()].map(([awsRegion, resolver]) => ({
      awsRegion,
      answers: resolver.answers(),
    })),
    buckets: props
      .distributions()
      .flatMap(({ config }) => config.origins)
      .flatMap((origin) => {
        const found = s3Bucket(origin);
        return found ? [{ bucket: found.bucket, awsRegion: found.region, originId: origin.id }] : [];
      }),
    queues: world.queues.mappings(),
    queuesHeld: world.queues.isHeld,
    events: world.events,
  };
}

function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new Refusal(400, `${name}: expected a string`);
  return value;
}
