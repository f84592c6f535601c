import type { DrillContext } from '../../drills/drill';
import type { Switches } from '../../drills/switches';
import type { States } from '../../failover/states';
import {
  AWS_REGIONS,
  type Behaviour,
  Cluster,
  type ClusterOptions,
  controlsOf,
  served,
} from '../failover/cluster';
import { DESCRIBED, FakeWorld } from './support';

export interface Platform extends ClusterOptions {
  readonly services: number;
  /** What becomes of an endpoint that a fault means. */
  readonly whenRefused: Behaviour;
  readonly before: States;
}

/** Services with switches in a world whose endpoints refuse when it is told so. */
export async function withSwitches<T>(
  platform: Partial<Platform>,
  work: (drill: {
    readonly open: () => Promise<Switches>;
    readonly context: DrillContext;
    cluster: Cluster;
  }) => Promise<T>,
): Promise<T> {
  const { services = 3, whenRefused = 'fails', before, ...options } = platform;
  const cluster = new Cluster(services, { waitMs: 5000, ...options });
  if (before !== undefined) {
    for (const index of cluster.services.keys()) cluster.turn(new Map([[index, before]]));
  }
  const fake = new FakeWorld();
  const faults = new Map<string, readonly string[]>();
  const behaviours: Behaviour[] = [];
  const follow = () => {
    const down = [...faults.values()].flat();
    for (const [index, awsRegion] of AWS_REGIONS.entries()) {
      behaviours[index] = down.includes(awsRegion) ? whenRefused : 'answers';
    }
  };
  const endpoints = await served(cluster, behaviours);
  const context = fake.context({
    now: async () => fake.time,
    sleep: async (milliseconds) => {
      await fake.sleep(milliseconds);
      cluster.time += milliseconds;
    },
    describe: async () => ({
      ...DESCRIBED,
      faults: [...faults.keys()].map((name) => ({
        name,
        services: [],
        awsRegions: [],
        plane: 'all' as const,
        share: 1,
        status: 503,
      })),
    }),
    refuse: async ({ name, services: meant = [], awsRegions = [] }) => {
      const isMeant = meant.includes('route53-recovery-cluster');
      faults.set(name, isMeant ? (awsRegions.length === 0 ? AWS_REGIONS : awsRegions) : []);
      follow();
    },
    allow: async (name) => {
      faults.delete(name);
      follow();
    },
    aws: async ({ region, headers = {}, body = '' }) => {
      const action = headers['x-amz-target']?.split('.').at(-1) ?? '';
      const answer = cluster.answer(action, JSON.parse(body), region);
      return { ...answer, headers: new Headers() };
    },
  });
  const controls = controlsOf(0);
  try {
    return await work({ open: async () => ({ switches: endpoints.switches, controls }), context, cluster });
  } finally {
    controls.close();
    await endpoints.close();
  }
}
