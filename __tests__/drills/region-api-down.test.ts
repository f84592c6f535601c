import { missed } from '../../drills/figure';
import { regionApiDownDrill } from '../../drills/region-api-down';
import { NOTHING } from '../../terraform/json-output';
import { answer, DESCRIBED, FakeWorld } from './support';

interface Behaviour {
  /** Changes of an apply or a plan; rejects where the stack cannot be planned. */
  readonly changesOf: (stack: string, action: 'plan' | 'change' | 'restore') => Promise<number>;
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  readonly refuses: boolean;
  readonly status: number;
  readonly region: string;
}

const AWS_REGIONS: Readonly<Record<string, string>> = { asia: 'ap-southeast-1', europe: 'eu-central-1' };
const STACKS = {
  'demo-state': ['us-east-1'],
  'demo-region-asia': ['ap-southeast-1'],
  'demo-region-europe': ['eu-central-1'],
  'demo-mesh': ['ap-southeast-1', 'eu-central-1'],
};
const AS_EVER = { plan: 0, change: 1, restore: 1 };

const database = `<R><DescribeGlobalClustersResult><GlobalClusters><GlobalClusterMember><GlobalClusterIdentifier>demo</GlobalClusterIdentifier></GlobalClusterMember></GlobalClusters></DescribeGlobalClustersResult></R>`;

/** A deployment whose teams go on working, in a world that behaves as told; `demo-state` has no alarm. */
function deployment(behaviour: Partial<Behaviour> = {}) {
  const { changesOf = async (_, action) => AS_EVER[action], stacks = STACKS } = behaviour;
  const { refuses = true, status = 200, region } = behaviour;
  const fake = new FakeWorld();
  const worked: string[] = [];
  const refused: string[] = [];
  const work = async (id: string, action: keyof typeof AS_EVER) => {
    await fake.sleep(5000);
    worked.push(`${action} ${id}`);
    const change = await changesOf(id, action);
    return { ...NOTHING, change };
  };
  const drill = regionApiDownDrill(() =>
    Object.entries(stacks).map(([id, awsRegions]) => ({
      id,
      awsRegions,
      plan: () => work(id, 'plan'),
      change: async () => (id === 'demo-state' ? undefined : work(id, 'change')),
      restore: () => work(id, 'restore'),
    })),
  );
  const context = fake.context(
    {
      ask: async () => answer(status, 'asia'),
      describe: async () => ({
        ...DESCRIBED,
        regions: Object.entries(AWS_REGIONS).map(([name, awsRegion]) => ({
          name,
          awsRegion,
          state: { dead: false, delayMilliseconds: 0, healthyTargets: 1 },
        })),
      }),
      refuse: async ({ awsRegions = [] }) => void refused.push(...awsRegions),
      aws: async ({ region: awsRegion, body = '' }) =>
        body.includes('DescribeGlobalClusters')
          ? { status: 200, headers: new Headers(), body: database }
          : { status: refuses && refused.includes(awsRegion) ? 503 : 200, headers: new Headers(), body: '' },
    },
    region,
  );
  return { run: async () => drill.run(context), worked, refused, lines: fake.lines };
}

const misses = async (behaviour: Partial<Behaviour>) => missed(await deployment(behaviour).run());

describe('the drill of an AWS region whose APIs are down', () => {
  it('holds where every stack without resources there is worked on as ever', async () => {
    const { run, worked, refused } = deployment();

    expect(missed(await run())).toEqual([]);
    expect(refused).toEqual(['ap-southeast-1']);
    expect([...worked].sort()).toEqual([
      'change demo-region-europe',
      'plan demo-state',
      'restore demo-region-europe',
    ]);
  });

  it('is about the region that is named', async () => {
    const { run, worked, refused } = deployment({ region: 'europe' });
    await run();

    expect(refused).toEqual(['eu-central-1']);
    expect(worked).toContain('change demo-region-asia');
  });

  it('needs a region of the world, and a stack elsewhere', async () => {
    await expect(deployment({ region: 'mars' }).run()).rejects.toThrow(
      'mars: no region of the world has this name',
    );
    await expect(deployment({ stacks: { 'demo-region-asia': ['ap-southeast-1'] } }).run()).rejects.toThrow(
      'No stack of demo is without resources in ap-southeast-1',
    );
  });

  it('does not hold where a stack cannot be planned', async () => {
    const { run, lines } = deployment({
      changesOf: async (stack, action) => {
        if (stack === 'demo-region-europe') throw new Error('reading VPC: 503\n at length');
        return AS_EVER[action];
      },
    });

    expect(missed(await run())).toEqual([
      'stacks that did not work as ever: expected at most 0, got 1',
      'of these, applied: expected at least 1, got 0',
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/demo-region-europe: reading VPC: 503$/));
  });

  it('does not hold where an apply changes more than what was changed', async () => {
    expect(await misses({ changesOf: async (_, action) => AS_EVER[action] + 1 })).toEqual([
      'stacks that did not work as ever: expected at most 0, got 2',
    ]);
  });

  it('does not hold where the APIs answer all the same', async () => {
    expect(await misses({ refuses: false })).toEqual([
      'APIs of ap-southeast-1 that answered: expected at most 0, got 4',
    ]);
  });

  it('does not hold where requests are lost', async () => {
    expect(await misses({ status: 503 })).toEqual([
      expect.stringMatching(/^requests failed: expected at most 0, got \d+$/),
    ]);
  });
});
