import { switchoverDrill } from '../../drills/database-switchover';
import { missed } from '../../drills/figure';
import { NOTHING } from '../../terraform/json-output';
import { answer, DESCRIBED, FakeWorld } from './support';

interface Behaviour {
  readonly switchSeconds: number;
  /** Writers, where one of them should be it. */
  readonly writersOf: (writer: string) => readonly string[];
  /** Changes of a stack, where somebody writes; rejects where it cannot be planned. */
  readonly changesOf: (stack: string, writer: string) => Promise<number>;
  readonly stacks: readonly string[];
  readonly status: number;
  readonly region: string;
}

const MEMBERS: Readonly<Record<string, string>> = {
  asia: 'arn:aws:rds:ap-southeast-1:123456789012:cluster:demo-asia',
  europe: 'arn:aws:rds:eu-central-1:123456789012:cluster:demo-europe',
  america: 'arn:aws:rds:us-west-2:123456789012:cluster:demo-america',
};

/** A database with three members, of which Asia's writes, in a world that behaves as told. */
function database(behaviour: Partial<Behaviour> = {}) {
  const { switchSeconds = 0, writersOf = (one) => [one], changesOf = async () => 0 } = behaviour;
  const { stacks = ['demo-global', 'demo-region-asia'], status = 200, region } = behaviour;
  const fake = new FakeWorld();
  const switched: string[] = [];
  let [writer, next, from] = ['asia', 'asia', 0];
  const writes = () => {
    if (fake.time >= from) writer = next;
    return writer;
  };
  const drill = switchoverDrill((deployment) =>
    stacks
      .filter((id) => id.startsWith(deployment))
      .map((id) => ({
        id,
        plan: async () => {
          await fake.sleep(5000);
          return { ...NOTHING, change: await changesOf(id, writes()) };
        },
      })),
  );
  const context = fake.context(
    {
      regions: async () => Object.keys(MEMBERS),
      countryOf: async () => 'JP',
      ask: async () => answer(status, 'asia'),
      describe: async () => ({
        ...DESCRIBED,
        regions: Object.entries(MEMBERS).map(([name, arn]) => ({
          name,
          awsRegion: arn.split(':')[3] ?? '',
          state: { dead: false, delayMilliseconds: 0, healthyTargets: 1 },
        })),
      }),
      aws: async ({ region: awsRegion, body = '' }) => {
        const target = new URLSearchParams(body).get('TargetDbClusterIdentifier');
        if (target !== null) {
          switched.push(`${awsRegion}: ${target}`);
          [next, from] = [target.replace(/^.*:demo-/, ''), fake.time + switchSeconds * 1000];
        }
        return { status: 200, headers: new Headers(), body: described(writersOf(writes())) };
      },
    },
    region,
  );
  return { run: async () => drill.run(context), switched, writes, lines: fake.lines };
}

function described(writers: readonly string[]): string {
  const members = Object.entries(MEMBERS).map(
    ([name, arn]) =>
      `<GlobalClusterMember><DBClusterArn>${arn}</DBClusterArn><IsWriter>${writers.includes(name)}</IsWriter></GlobalClusterMember>`,
  );
  const cluster = `<GlobalClusterIdentifier>demo</GlobalClusterIdentifier><GlobalClusterMembers>${members.join('')}</GlobalClusterMembers>`;
  return `<R><DescribeGlobalClustersResult><GlobalClusters><GlobalClusterMember>${cluster}</GlobalClusterMember></GlobalClusters></DescribeGlobalClustersResult></R>`;
}

const misses = async (behaviour: Partial<Behaviour>) => missed(await database(behaviour).run());

describe('the drill of a switchover of the database', () => {
  it('holds where another region writes and then the first one again, without a lost request and a change', async () => {
    const { run, switched, lines } = database({ switchSeconds: 20 });
    const figures = await run();

    expect(missed(figures)).toEqual([]);
    expect(switched).toEqual([`ap-southeast-1: ${MEMBERS.europe}`, `eu-central-1: ${MEMBERS.asia}`]);
    expect(figures[0]).toMatchObject({ name: 'europe: time until it is the writer', value: 20 });
    expect(figures.at(-1)?.of).toBeGreaterThan(100);
    expect(lines).toContainEqual(expect.stringMatching(/ s {2}demo-region-asia: nothing to change$/));
  });

  it('is about the region that is named', async () => {
    const { run, switched } = database({ region: 'america' });
    await run();

    expect(switched).toEqual([`ap-southeast-1: ${MEMBERS.america}`, `us-west-2: ${MEMBERS.asia}`]);
  });

  it('needs a region that does not write yet', async () => {
    await expect(database({ region: 'asia' }).run()).rejects.toThrow(
      'asia: no member can take over from the writer',
    );
  });

  it('needs the stacks of the deployment', async () => {
    await expect(database({ stacks: ['production-global'] }).run()).rejects.toThrow(
      'No stack of demo with a database is synthesized: run "npx meridian synth"',
    );
  });

  it('does not hold where the writer does not change', async () => {
    expect(await misses({ writersOf: () => ['asia'] })).toEqual([
      'europe: time until it is the writer: expected at most 120 s, got never',
    ]);
  });

  it('does not hold where that takes too long', async () => {
    expect(await misses({ switchSeconds: 130 })).toEqual([
      'europe: time until it is the writer: expected at most 120 s, got 130 s',
      'asia: time until it is the writer: expected at most 120 s, got 130 s',
    ]);
  });

  it('does not hold where two regions write', async () => {
    expect(await misses({ writersOf: (one) => [one, 'america'] })).toContain(
      'europe: writers: expected at least 1 and at most 1, got 2',
    );
  });

  it('does not hold where a stack has something to change after a switchover', async () => {
    const changesOf = async (stack: string, writer: string) =>
      stack === 'demo-region-asia' && writer === 'europe' ? 1 : 0;

    expect(await misses({ changesOf })).toEqual(['europe: stacks with changes: expected at most 0, got 1']);
  });

  it('does not hold where requests are lost', async () => {
    expect(await misses({ status: 503 })).toEqual([
      expect.stringMatching(/^requests failed: expected at most 0, got \d+$/),
    ]);
  });

  it('makes the first region the writer again where no plan can be made', async () => {
    const { run, writes } = database({ changesOf: () => Promise.reject(new Error('The state is locked.')) });

    await expect(run()).rejects.toThrow('The state is locked.');
    expect(writes()).toBe('asia');
  });
});
